/** A whole Tocsin for one story: the real house on a real database, with the outside world of the sandbox around it. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type House, openHouse } from '../../src/house.ts';
import { readSettings } from '../../src/read-settings.ts';
import { type SentAlert, sendAlerts } from '../../src/sandbox/alertmanager.ts';
import {
  openPagerDuty,
  type PagerDutySandbox,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
  SANDBOX_ROUTING_KEY,
} from '../../src/sandbox/pagerduty.ts';
import { openPrometheus, type PrometheusSandbox } from '../../src/sandbox/prometheus.ts';
import { type MovableClock, movableClock } from './movable-clock.ts';
import { type RememberingLog, rememberingLog } from './remembering-log.ts';

export const WEBHOOK_SECRET = 'the-webhook-secret-of-the-story';

export interface Standing {
  readonly house: House;
  readonly url: string;
  readonly clock: MovableClock;
  readonly log: RememberingLog;
  readonly pagerduty: PagerDutySandbox;
  readonly prometheus: PrometheusSandbox;
  readonly outputFolder: string;
  /** Posts like Alertmanager, then waits until everything that follows is done. */
  alert(...alerts: SentAlert[]): Promise<readonly { id: string; created: boolean }[]>;
  /** GET of an API path. */
  get(path: string): Promise<Context>;
  say(id: string, text: string): Promise<{ status: number; body: Context }>;
  /** Moves the clock, and lets what became due happen. */
  forward(seconds: number): Promise<void>;
  /** One artifact of the output folder. */
  artifact(name: string): Promise<string>;
  artifacts(): Promise<readonly string[]>;
  /** The value of one sample of /metrics; null when it is not there. */
  metric(sample: string): Promise<number | null>;
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** An answer of the API; tests know its shape. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by tests, which fail when the shape is another.
export type Context = any;

export interface HouseWish {
  readonly databaseUrl: string;
  readonly env?: Readonly<Record<string, string>>;
  /** False: PagerDuty's webhooks go nowhere. Default true. */
  readonly hearsPagerduty?: boolean;
}

const ROOT = resolve(import.meta.dirname, '../..');

export async function standHouse(wish: HouseWish): Promise<Standing> {
  const { databaseUrl, env = {}, hearsPagerduty = true } = wish;
  const clock = movableClock();
  const log = rememberingLog();
  const outputFolder = await mkdtemp(join(tmpdir(), 'tocsin-output-'));
  const [pagerduty, prometheus] = await Promise.all([
    openPagerDuty({ clock, retryMs: 20 }),
    openPrometheus({ clock }),
  ]);
  const request = {
    cwd: ROOT,
    env: {
      DATABASE_URL: databaseUrl,
      OUTPUT_FOLDER: outputFolder,
      PORT: '0',
      PAGERDUTY_ROUTING_KEY: SANDBOX_ROUTING_KEY,
      PAGERDUTY_API_TOKEN: SANDBOX_API_TOKEN,
      PAGERDUTY_FROM: SANDBOX_FROM,
      PAGERDUTY_EVENTS_URL: pagerduty.url,
      PAGERDUTY_API_URL: pagerduty.url,
      PAGERDUTY_WEBHOOK_SECRET: WEBHOOK_SECRET,
      PROMETHEUS_URL: prometheus.url,
      ...env,
    },
  };
  const read = () => readSettings(request);
  const first = await read();
  if (!first.ok) throw new Error(JSON.stringify(first.error));
  const house = await openHouse({ ...first, read }, { clock, log, sweepEvery: 0 });
  const { url } = await house.listen();
  if (hearsPagerduty) {
    pagerduty.subscribe({ url: `${url}/webhooks/pagerduty`, secrets: [WEBHOOK_SECRET] });
  }
  const settle = async () => {
    // A page makes PagerDuty call back, and what it says may make us write again.
    for (let round = 0; round < 3; round += 1) {
      await house.settle();
      await pagerduty.settled();
    }
    await house.settle();
  };
  return {
    house,
    url,
    clock,
    log,
    pagerduty,
    prometheus,
    outputFolder,
    settle,
    async alert(...alerts) {
      const sent = await sendAlerts(`${url}/webhooks/alertmanager`, { alerts });
      if (!sent.delivered) throw new Error(`not delivered: ${sent.statuses} ${sent.body}`);
      await settle();
      return JSON.parse(sent.body).incidents;
    },
    get: async (path) => (await fetch(`${url}${path}`)).json(),
    async say(id, text) {
      const response = await fetch(`${url}/api/v1/incidents/${id}/say`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ text, by: 'Minh Tran' }),
      });
      const body = await response.json();
      await settle();
      return { status: response.status, body };
    },
    async forward(seconds) {
      clock.forward(seconds);
      await settle();
    },
    artifact: (name) => readFile(join(outputFolder, 'psm-artifacts', name), 'utf8'),
    artifacts: () => readdir(join(outputFolder, 'psm-artifacts')),
    async metric(sample) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split('\n').find((each) => each.startsWith(`${sample} `));
      return line === undefined ? null : Number(line.slice(sample.length + 1));
    },
    async close() {
      await house.close();
      await Promise.all([pagerduty.close(), prometheus.close()]);
      await rm(outputFolder, { recursive: true, force: true });
    },
  };
}
