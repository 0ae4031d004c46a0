/** Debian's Alertmanager on a free port, alone and in a hurry, with Tocsin as its only receiver. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from './real-process.ts';
import { sampleOf } from './sample.ts';
import { until } from './until.ts';

export interface AlertmanagerServer {
  readonly url: string;
  /** How many requests to the receiver failed so far; each is tried again by itself. */
  failedRequests(): Promise<number>;
  remove(): Promise<void>;
}

export interface AlertmanagerWish {
  readonly port: number;
  /** Where it posts. */
  readonly webhook: string;
  readonly token: string;
}

const FAILED = 'alertmanager_notification_requests_failed_total{integration="webhook"}';

/** Throws ENOENT where Debian's package `prometheus-alertmanager` is not installed. */
export async function startAlertmanager(wish: AlertmanagerWish): Promise<AlertmanagerServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-alertmanager-'));
  const config = join(folder, 'alertmanager.yml');
  // JSON is YAML.
  await writeFile(config, JSON.stringify(configuration(wish)));
  const server = await startProcess({
    command: 'prometheus-alertmanager',
    args: [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${wish.port}`,
      '--cluster.listen-address=',
    ],
  });
  const url = `http://127.0.0.1:${wish.port}`;
  await until('Alertmanager is ready', async () => (await fetch(`${url}/-/ready`)).ok);
  return {
    url,
    failedRequests: async () => sampleOf(await (await fetch(`${url}/metrics`)).text(), FAILED) ?? 0,
    async remove() {
      await server.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration({ webhook, token }: AlertmanagerWish): object {
  return {
    route: {
      receiver: 'tocsin',
      group_by: ['alertname', 'service'],
      group_wait: '1s',
      group_interval: '2s',
      repeat_interval: '1h',
    },
    receivers: [
      {
        name: 'tocsin',
        webhook_configs: [
          {
            url: webhook,
            send_resolved: true,
            http_config: { authorization: { type: 'Bearer', credentials: token } },
          },
        ],
      },
    ],
  };
}
