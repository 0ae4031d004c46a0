/** A whole Tocsin for one story: the real house on a real database, with the outside world of the sandbox around it. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type House, openHouse } from '../../src/house.ts';
import { readSettings } from '../../src/read-settings.ts';
import { type SentAlert, sendAlerts } from '../../src/sandbox/alertmanager.ts';
import {
  openPagerDuty,
  type PagerDutyOptions,
  type PagerDutySandbox,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
  SANDBOX_ROUTING_KEY,
} from '../../src/sandbox/pagerduty.ts';
import { openPrometheus, type PrometheusSandbox } from '../../src/sandbox/prometheus.ts';
import { freePort } from './free-port.ts';
import { type MovableClock, movableClock } from './movable-clock.ts';
import { type RememberingLog, rememberingLog } from './remembering-log.ts';

export const WEBHOOK_SECRET = 'the-webhook-secret-of-the-story';

export interface Standing {
  /** The one that stands now. */
  readonly house: House;
  /** The same after a restart. */
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
  /** What the timeline says, of events of these types or of all. */
  timeline(id: string, ...types: string[]): Promise<readonly string[]>;
  say(id: string, text: string): Promise<{ status: number; body: Context }>;
  /** Moves the clock, and lets what became due happen. */
  forward(seconds: number): Promise<void>;
  /** One artifact of the output folder. */
  artifact(name: string): Promise<string>;
  artifacts(): Promise<readonly string[]>;
  /** The value of one sample of /metrics; null when it is not there. */
  metric(sample: string): Promise<number | null>;
  settle(): Promise<void>;
  /** Closes the house and opens a new one on the same database; what was due stays undone until somebody settles. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** An answer of the API; tests know its shape. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by tests, which fail when the shape is another.
export type Context = any;

type Variables = Readonly<Record<string, string>>;
type Outside = Pick<Standing, 'pagerduty' | 'prometheus'>;

export interface HouseWish {
  readonly databaseUrl: string;
  /** Wins over what the story has by itself. */
  readonly env?: Variables | ((around: Outside) => Variables);
  /** The text of the configuration file. Default: the checkout's own file. */
  readonly config?: string;
  /** Shared with other parts of the outside world. Default: one of its own. */
  readonly clock?: MovableClock;
  /** Real seconds between sweeps. Default 0: nothing happens before somebody settles or moves the clock. */
  readonly sweepEvery?: number;
  /** Other services, users or keys than the sandbox has by itself. */
  readonly pagerduty?: Pick<PagerDutyOptions, 'services' | 'users' | 'apiToken'>;
  /** False: PagerDuty's webhooks go nowhere. Default true. */
  readonly hearsPagerduty?: boolean;
}

const ROOT = resolve(import.meta.dirname, '../..');

export async function standHouse(wish: HouseWish): Promise<Standing> {
  const { hearsPagerduty = true, clock = movableClock(), sweepEvery = 0 } = wish;
  const log = rememberingLog();
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-story-'));
  const outputFolder = join(folder, 'output');
  const [pagerduty, prometheus] = await Promise.all([
    openPagerDuty({ clock, retryMs: 20, ...wish.pagerduty }),
    openPrometheus({ clock }),
  ]);
  const port = await freePort();
  const request = {
    cwd: ROOT,
    ...(await fileOf(folder, wish.config)),
    env: {
      DATABASE_URL: wish.databaseUrl,
      OUTPUT_FOLDER: outputFolder,
      PORT: String(port),
      PAGERDUTY_ROUTING_KEY: SANDBOX_ROUTING_KEY,
      PAGERDUTY_API_TOKEN: SANDBOX_API_TOKEN,
      PAGERDUTY_FROM: SANDBOX_FROM,
      PAGERDUTY_EVENTS_URL: pagerduty.url,
      PAGERDUTY_API_URL: pagerduty.url,
      PAGERDUTY_WEBHOOK_SECRET: WEBHOOK_SECRET,
      PROMETHEUS_URL: prometheus.url,
      ...(typeof wish.env === 'function' ? wish.env({ pagerduty, prometheus }) : wish.env),
    },
  };
  const open = async (): Promise<House> => {
    const read = () => readSettings(request);
    const first = await read();
    if (!first.ok) throw new Error(JSON.stringify(first.error));
    const opened = await openHouse({ ...first, read }, { clock, log, sweepEvery });
    await opened.listen();
    return opened;
  };
  const url = `http://127.0.0.1:${port}`;
  const { TOCSIN_API_TOKEN: apiToken = '', ALERTMANAGER_WEBHOOK_TOKEN: doorToken = '' } =
    request.env as Variables;
  const allowed = { Authorization: `Bearer ${apiToken}` };
  const get = (path: string) => fetch(`${url}${path}`, { headers: allowed });
  let house = await open();
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
    get house() {
      return house;
    },
    url,
    clock,
    log,
    pagerduty,
    prometheus,
    outputFolder,
    settle,
    async alert(...alerts) {
      const sent = await sendAlerts(
        `${url}/webhooks/alertmanager`,
        { alerts },
        { token: doorToken },
      );
      if (!sent.delivered) throw new Error(`not delivered: ${sent.statuses} ${sent.body}`);
      await settle();
      return JSON.parse(sent.body).incidents;
    },
    get: async (path) => (await get(path)).json(),
    async timeline(id, ...types) {
      const { entries } = (await (await get(`/api/v1/incidents/${id}/timeline`)).json()) as Context;
      return entries
        .filter(({ type }: Context) => types.length === 0 || types.includes(type))
        .map(({ text }: Context) => text);
    },
    async say(id, text) {
      const response = await fetch(`${url}/api/v1/incidents/${id}/say`, {
        method: 'POST',
        headers: { ...allowed, 'Content-Type': 'application/json' },
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
    async restart() {
      await house.close();
      house = await open();
    },
    async close() {
      // At the same time, so that what the outside world never answers is cut off and not waited for.
      await Promise.all([house.close(), pagerduty.close(), prometheus.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fileOf(folder: string, config: string | undefined): Promise<{ file?: string }> {
  if (config === undefined) return {};
  const file = join(folder, 'config.yaml');
  await writeFile(file, config);
  return { file };
}
