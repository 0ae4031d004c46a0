/** `tocsin demo`: one SEV1 from the first webhook to the report, on the real house with the sandbox around it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { renderDiagnostics } from '../documents/diagnostic.ts';
import { openHouse } from '../house.ts';
import { readSettings } from '../read-settings.ts';
import {
  openPagerDuty,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
  SANDBOX_ROUTING_KEY,
} from '../sandbox/pagerduty.ts';
import { openPrometheus } from '../sandbox/prometheus.ts';
import { rememberedLog } from './demo-log.ts';
import { createScreen } from './demo-screen.ts';
import { type Stage, tellStory } from './demo-story.ts';

const SECRET = 'webhook-secret-of-the-demo';
/** So that the story fits into half a minute; everything else is as in production. */
const QUIET_SECONDS = 6;

export function demoVerb(program: Command): void {
  program
    .command('demo')
    .description('play one SEV1 from the first webhook to the report, in about half a minute')
    .option('--output <folder>', 'where the report goes', join('output', 'demo'))
    .action((options: { output: string }) => demo(options.output));
}

async function demo(output: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-demo-'));
  const close: (() => Promise<void>)[] = [() => rm(dataDir, { recursive: true, force: true })];
  try {
    const stage = await setStage(dataDir, output, close);
    const { report } = await tellStory(stage);
    stage.screen.ending(relative(process.cwd(), report));
  } finally {
    for (const each of close.reverse()) await each();
  }
}

/** Opens everything; what must be closed again is put on the pile, the last first. */
async function setStage(
  dataDir: string,
  output: string,
  close: (() => Promise<void>)[],
): Promise<Stage> {
  const screen = createScreen(process.stdout);
  screen.beginning();
  const pagerduty = await openPagerDuty();
  close.push(() => pagerduty.close());
  const prometheus = await openPrometheus({ scrapeEvery: 1 });
  close.push(() => prometheus.close());
  const request = {
    cwd: process.cwd(),
    env: {
      PATH: readEnvironment()['PATH'],
      PORT: '0',
      DATA_DIR: dataDir,
      OUTPUT_FOLDER: output,
      PAGERDUTY_ROUTING_KEY: SANDBOX_ROUTING_KEY,
      PAGERDUTY_API_TOKEN: SANDBOX_API_TOKEN,
      PAGERDUTY_FROM: SANDBOX_FROM,
      PAGERDUTY_EVENTS_URL: pagerduty.url,
      PAGERDUTY_API_URL: pagerduty.url,
      PAGERDUTY_WEBHOOK_SECRET: SECRET,
      PROMETHEUS_URL: prometheus.url,
    },
  };
  const read = () => readSettings(request);
  const first = await read();
  if (!first.ok) throw new Error(renderDiagnostics(first.error, { colour: false }));
  const settings = {
    ...first.settings,
    policy: { ...first.settings.policy, quietFor: QUIET_SECONDS },
  };
  screen.doing('a real PostgreSQL starts in a temporary folder');
  const house = await openHouse({ ...first, settings, read }, { log: rememberedLog(screen) });
  close.push(() => house.close());
  const { url } = await house.listen();
  pagerduty.subscribe({ url: `${url}/webhooks/pagerduty`, secrets: [SECRET] });
  screen.doing(`Tocsin listens on ${url}`);
  return { screen, house, url, pagerduty, prometheus, output };
}
