/** Debian's Prometheus on a free port, scraping and judging every second. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from './real-process.ts';
import { until } from './until.ts';

export interface PrometheusServer {
  readonly url: string;
  /** The value of an instant query that gives one sample; null when it gives none. Throws when it gives more. */
  value(query: string): Promise<number | null>;
  remove(): Promise<void>;
}

export interface PrometheusWish {
  readonly port: number;
  readonly alertmanagerPort: number;
  /** Port by the name of the job. */
  readonly scrape: Readonly<Record<string, number>>;
  readonly alerts: readonly AlertingRule[];
}

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Throws ENOENT where Debian's package `prometheus` is not installed. */
export async function startPrometheus(wish: PrometheusWish): Promise<PrometheusServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-prometheus-'));
  const config = join(folder, 'prometheus.yml');
  const rules = join(folder, 'rules.yml');
  // JSON is YAML.
  await writeFile(config, JSON.stringify(configuration(wish, rules)));
  await writeFile(rules, JSON.stringify({ groups: [{ name: 'shop', rules: wish.alerts }] }));
  const server = await startProcess({
    command: 'prometheus',
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${wish.port}`,
    ],
  });
  const url = `http://127.0.0.1:${wish.port}`;
  await until('Prometheus is ready', async () => (await fetch(`${url}/-/ready`)).ok);
  return {
    url,
    value: (query) => askValue(url, query),
    async remove() {
      await server.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration({ alertmanagerPort, scrape }: PrometheusWish, rules: string): object {
  const at = (port: number) => [{ targets: [`127.0.0.1:${port}`] }];
  return {
    global: {
      scrape_interval: '1s',
      scrape_timeout: '1s',
      evaluation_interval: '1s',
      // On every alert that is sent, and on no series that is kept.
      external_labels: { cluster: 'eu1', replica: 'a' },
    },
    rule_files: [rules],
    alerting: { alertmanagers: [{ static_configs: at(alertmanagerPort) }] },
    scrape_configs: Object.entries(scrape).map(([job_name, port]) => ({
      job_name,
      static_configs: at(port),
    })),
  };
}

interface Envelope {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

async function askValue(url: string, query: string): Promise<number | null> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query })}`);
  const { status, error, data } = (await answer.json()) as Envelope;
  if (status !== 'success') throw new Error(`${query}: ${error}`);
  if (data.result.length > 1) throw new Error(`${query}: ${data.result.length} samples`);
  const [, text] = data.result[0]?.value ?? [0, null];
  return text === null ? null : Number(text);
}
