/** Tocsin as it runs in earnest: a process of its own, with its own folder, port and database. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Sent, type SentAlert, sendAlerts } from '../../src/sandbox/alertmanager.ts';
import {
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
  SANDBOX_ROUTING_KEY,
} from '../../src/sandbox/pagerduty.ts';
import { findPostmaster, type Postmaster, stopPostmaster } from '../../src/store/postmaster.ts';
import { freePort } from './free-port.ts';
import { type RealProcess, startProcess } from './real-process.ts';
import { sampleOf } from './sample.ts';
import { type TocsinFolder, tocsinFolder } from './tocsin-folder.ts';
import { until } from './until.ts';

const API_TOKEN = 'the-api-token-of-the-tests';
export const ALERTMANAGER_TOKEN = 'the-alertmanager-token-of-the-tests';
export const WEBHOOK_SECRET = 'the-webhook-secret-of-the-tests';

type Variables = Readonly<Record<string, string>>;

/** An answer of the API; tests know its shape. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by tests, which fail when the shape is another.
export type Answer = any;

export interface Tocsin {
  readonly url: string;
  readonly port: number;
  readonly folder: TocsinFolder;
  /** Starts a process and waits until it is ready. Throws with what it said when it ends instead. */
  start(): Promise<RealProcess>;
  /** Starts a process that may end by itself. `over` wins over the variables that it has anyway. */
  launch(over?: Variables): Promise<RealProcess>;
  /** With the token that the path asks for. */
  request(path: string, init?: RequestInit): Promise<Response>;
  get(path: string): Promise<Answer>;
  say(id: string, text: string): Promise<{ readonly status: number; readonly body: Answer }>;
  /** One notification with these alerts, sent and repeated as Alertmanager does. */
  alert(...alerts: SentAlert[]): Promise<Sent>;
  /** The newest first. */
  incidents(): Promise<Answer[]>;
  /** The value of one sample of /metrics; null when it is not there. */
  metric(sample: string): Promise<number | null>;
  /** One file of the output folder's psm-artifacts. Throws while it is not there. */
  artifact(name: string): Promise<string>;
  /** What its processes wrote to their logs so far. */
  log(): string;
  /** The living database server of its folder. */
  postmaster(): Promise<Postmaster | null>;
  /** Ends what still runs, a database server that was left behind too, and removes the folder. */
  remove(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '../..');

/** The variables for a PagerDuty sandbox at this address. */
export function pagerdutyAt(url: string): Variables {
  return {
    PAGERDUTY_ROUTING_KEY: SANDBOX_ROUTING_KEY,
    PAGERDUTY_API_TOKEN: SANDBOX_API_TOKEN,
    PAGERDUTY_FROM: SANDBOX_FROM,
    PAGERDUTY_EVENTS_URL: url,
    PAGERDUTY_API_URL: url,
    PAGERDUTY_WEBHOOK_SECRET: WEBHOOK_SECRET,
  };
}

/** Not yet started. */
export async function givenTocsin(env: Variables = {}): Promise<Tocsin> {
  const folder = await tocsinFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const artifacts = join(folder.output, 'psm-artifacts');
  const started: RealProcess[] = [];
  const own = {
    PORT: String(port),
    DATA_DIR: folder.dataDir,
    OUTPUT_FOLDER: folder.output,
    TOCSIN_API_TOKEN: API_TOKEN,
    ALERTMANAGER_WEBHOOK_TOKEN: ALERTMANAGER_TOKEN,
    ...env,
  };

  async function launch(over: Variables = {}): Promise<RealProcess> {
    const child = await startProcess({
      command: process.execPath,
      args: ['--import', 'tsx', 'src/cli/tocsin.ts', 'serve', '--config', folder.config],
      cwd: ROOT,
      env: { ...own, ...over },
    });
    started.push(child);
    return child;
  }

  const request = (path: string, init: RequestInit = {}) => {
    const token = path.startsWith('/webhooks/') ? ALERTMANAGER_TOKEN : API_TOKEN;
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    return fetch(`${url}${path}`, { ...init, headers });
  };
  const get = async (path: string): Promise<Answer> => (await request(path)).json();
  const postmaster = () => findPostmaster(join(folder.dataDir, 'postgres'));

  return {
    url,
    port,
    folder,
    launch,
    request,
    get,
    postmaster,
    async start() {
      const child = await launch();
      await ready(child, url);
      return child;
    },
    async say(id, text) {
      const body = JSON.stringify({ text, by: 'Minh Tran' });
      const response = await request(`/api/v1/incidents/${id}/say`, { method: 'POST', body });
      return { status: response.status, body: await response.json() };
    },
    alert: (...alerts) =>
      sendAlerts(`${url}/webhooks/alertmanager`, { alerts }, { token: ALERTMANAGER_TOKEN }),
    incidents: async () => (await get('/api/v1/incidents')).incidents,
    metric: async (sample) => sampleOf(await (await request('/metrics')).text(), sample),
    log: () => started.map((child) => child.stderr()).join('\n'),
    artifact: (name) => readFile(join(artifacts, name), 'utf8'),
    async remove() {
      const running = started.filter((child) => !child.hasEnded());
      await Promise.all(running.map((child) => child.end()));
      const left = await postmaster();
      if (left !== null) await stopPostmaster(left.pid);
      await folder.remove();
    },
  };
}

async function ready(child: RealProcess, url: string): Promise<void> {
  const look = async () => child.hasEnded() || (await fetch(`${url}/-/ready`)).ok;
  await until(`${url} is ready`, look).catch((error: Error) => {
    throw new Error(`${error.message}\n${child.stderr()}`);
  });
  if (!child.hasEnded()) return;
  const { code, signal } = await child.ended;
  throw new Error(`Tocsin ended with ${code ?? signal} instead of listening:\n${child.stderr()}`);
}
