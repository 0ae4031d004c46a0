/** A Tocsin that is killed at chosen moments and started again each time, as a service manager does it; with its world. */
import { watch } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { within } from '../../src/jobs/within.ts';
import type { Loopback, RecordedRequest } from '../../src/sandbox/loopback.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../src/sandbox/pagerduty.ts';
import { openPrometheus, type PrometheusSandbox } from '../../src/sandbox/prometheus.ts';
import { databaseUrl } from '../../src/store/embedded-connection.ts';
import { type LossyRelay, openLossyRelay } from './lossy-relay.ts';
import type { RealProcess } from './real-process.ts';
import { givenTocsin, pagerdutyAt, type Tocsin, WEBHOOK_SECRET } from './tocsin.ts';
import type { TocsinFolder } from './tocsin-folder.ts';
import { until } from './until.ts';

/** What is waited for before the kill. */
export interface Moment {
  readonly came: Promise<unknown>;
  /** What held the process there lets go, after the kill. */
  readonly over?: () => Promise<unknown>;
}

export interface Death {
  readonly at: string;
  /** Milliseconds from the moment to the kill. */
  readonly after: number;
  /** Called before the deed, so that the moment cannot be missed. */
  readonly when: () => Moment | Promise<Moment>;
}

export interface MortalTocsin {
  readonly tocsin: Tocsin;
  readonly pagerduty: PagerDutySandbox;
  readonly prometheus: PrometheusSandbox;
  /** What senders reach it by. */
  readonly door: LossyRelay;
  /** Does it, kills the process meanwhile, starts the next one without waiting for it, and gives what the deed gave. */
  dying<T>(death: Death, deed: () => Promise<T>): Promise<T>;
  /** What the process that runs now said. */
  said(): string;
  remove(): Promise<void>;
}

/** Nothing that the process does by itself takes longer on a machine that has a bad day. */
const PATIENCE_MS = 90_000;

/** Running; PagerDuty's webhooks come through the door. */
export async function givenMortalTocsin(): Promise<MortalTocsin> {
  // Who sends repeats; the pauses are short, so that the story does not wait for its senders.
  const pagerduty = await openPagerDuty({ retryMs: 250 });
  const prometheus = await openPrometheus({ scrapeEvery: 1 });
  const env = { ...pagerdutyAt(pagerduty.url), PROMETHEUS_URL: prometheus.url };
  const tocsin = await givenTocsin(env);
  await hasten(tocsin.folder);
  const door = await openLossyRelay(tocsin.port);
  pagerduty.subscribe({ url: `${door.url}/webhooks/pagerduty`, secrets: [WEBHOOK_SECRET] });
  let running: RealProcess = await tocsin.start();
  return {
    tocsin,
    pagerduty,
    prometheus,
    door,
    said: () => running.stderr(),
    async dying({ at, after, when }, deed) {
      const { came, over } = await when();
      const done = deed();
      // A deed that fails says more than a moment that never came.
      const orFailed = Promise.race([came, done.then(() => came)]);
      await within(PATIENCE_MS, `the moment at which ${at}`, orFailed);
      await pause(after);
      await running.end('SIGKILL');
      await over?.();
      running = await tocsin.launch();
      return done;
    },
    async remove() {
      await tocsin.remove();
      await Promise.all([door.close(), pagerduty.close(), prometheus.close()]);
    },
  };
}

/** A story with many deaths takes long enough. */
async function hasten({ config }: TocsinFolder): Promise<void> {
  const text = await readFile(config, 'utf8');
  await writeFile(config, text.replace('quiet_for: 10s', 'quiet_for: 5s'));
}

/** The next request of that kind comes and is never answered. `carriedOut`: it is done all the same. */
export function asks(
  { fail }: Pick<Loopback, 'fail'>,
  when: (request: RecordedRequest) => boolean,
  { carriedOut = false } = {},
): Promise<void> {
  return new Promise((came) => {
    fail(() => came(), { when, afterwards: carriedOut });
  });
}

/** In the middle of the transaction that writes down what happened; nothing of it is kept. */
export async function writing({ tocsin }: MortalTocsin): Promise<Moment> {
  const database = new pg.Client({ connectionString: await urlOf(tocsin) });
  await database.connect();
  await database.query('begin; lock table tocsin.incident_events in share row exclusive mode');
  const waiting = async () => {
    const { rowCount } = await database.query(
      "select from pg_locks where not granted and relation = 'tocsin.incident_events'::regclass",
    );
    return (rowCount ?? 0) > 0;
  };
  const came = until('an event is being written', waiting);
  return { came, over: () => database.end() };
}

async function urlOf(tocsin: Tocsin): Promise<string> {
  const { dataDir } = tocsin.folder;
  const password = await readFile(join(dataDir, 'postgres.password'), 'utf8');
  return databaseUrl((await tocsin.postmaster())?.port ?? 0, password.trim());
}

/** A file whose name begins like this is put into the output folder. */
export async function puts({ tocsin }: MortalTocsin, name: string): Promise<Moment> {
  const folder = join(tocsin.folder.output, 'psm-artifacts');
  await mkdir(folder, { recursive: true });
  const watcher = watch(folder);
  const came = new Promise<void>((resolve) => {
    watcher.on('change', (_, file) => {
      if (String(file).startsWith(name)) resolve();
    });
  });
  return { came, over: async () => watcher.close() };
}
