import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertmanagerApi, openAlertmanagerApi } from '../../src/sandbox/alertmanager-api.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../src/sandbox/pagerduty.ts';
import { openPrometheus, type PrometheusSandbox } from '../../src/sandbox/prometheus.ts';
import { CANARIES, canariesIn, echoes, SHAPES } from '../given/canary.ts';
import {
  CANARY_CONFIG,
  CANARY_PAGERDUTY,
  canaryVariables,
  databaseAt,
  NOWHERE,
} from '../given/canary-house.ts';
import { type CliRun, runCli } from '../given/cli.ts';
import { givenDatabases, sql } from '../given/database.ts';

const databases = givenDatabases();
const K = CANARIES;
let folder: string;
let config: string;
let pagerduty: PagerDutySandbox;
let prometheus: PrometheusSandbox;
let alertmanager: AlertmanagerApi;
let database: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-terminal-'));
  config = join(folder, 'config.yaml');
  await writeFile(config, CANARY_CONFIG);
  const root = await databases.empty();
  await sql(root, `create role canary superuser login password '${K.database}'`);
  const { host, pathname } = new URL(root);
  database = `${host}${pathname}`;
  [pagerduty, prometheus, alertmanager] = await Promise.all([
    openPagerDuty(CANARY_PAGERDUTY),
    openPrometheus(),
    openAlertmanagerApi(),
  ]);
});

afterAll(async () => {
  await Promise.all([pagerduty.close(), prometheus.close(), alertmanager.close()]);
  await rm(folder, { recursive: true, force: true });
});

const hostOf = ({ url }: { url: string }) => new URL(url).host;

/** Everything answers, and knows the secrets. */
function near(): Readonly<Record<string, string>> {
  return canaryVariables({
    database,
    pagerduty: hostOf(pagerduty),
    prometheus: hostOf(prometheus),
    alertmanager: hostOf(alertmanager),
    receiver: NOWHERE,
    smtp: NOWHERE,
  });
}

function nowhere(): Readonly<Record<string, string>> {
  const hosts = { pagerduty: NOWHERE, prometheus: NOWHERE, alertmanager: NOWHERE };
  const rest = { database: `${NOWHERE}/tocsin`, receiver: NOWHERE, smtp: NOWHERE };
  const redis = `redis://:${encodeURIComponent(K.redis)}@${NOWHERE}`;
  return { ...canaryVariables({ ...hosts, ...rest }), REDIS_URL: redis };
}

async function tell(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CliRun> {
  const run = await runCli(args, { ...env, OUTPUT_FOLDER: join(folder, 'output') });
  const text = `${run.stdout}\n${run.stderr}`;
  expect(text.trim()).not.toBe('');
  expect(canariesIn(args.join(' '), text)).toEqual([]);
  return run;
}

describe('the command line says no secret', () => {
  it.each(['--help', 'serve --help', 'check --help', 'doctor --help', 'incident list --help'])(
    'in %s',
    async (words) => {
      expect((await tell(words.split(' '), near())).code).toBe(0);
    },
  );

  it('when it checks', async () => {
    expect((await tell(['check', '--config', config], near())).code).toBe(0);
    expect((await tell(['check', '--config', config, '-o', 'json'], near())).code).toBe(0);
  });

  it('when it examines what answers', async () => {
    const run = await tell(['doctor', '--config', config], near());
    expect(run.stdout).toContain('PostgreSQL');
    await tell(['doctor', '--config', config, '-o', 'json'], near());
  });

  it('when it examines what repeats everything', async () => {
    pagerduty.fail(echoes(401, SHAPES.rest, [K.apiToken, K.apiUrl]), { times: 100 });
    const told = [K.prometheus, K.prometheusHeader];
    prometheus.fail(echoes(403, SHAPES.prometheus, told), { times: 100 });
    const alsoTold = [K.alertmanager, K.alertmanagerHeader];
    alertmanager.fail(echoes(500, SHAPES.alertmanager, alsoTold), { times: 100 });
    const wrong = { ...near(), DATABASE_URL: databaseAt(database, K.redis) };
    const run = await tell(['doctor', '--config', config], wrong);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('password authentication failed');
    for (const each of [pagerduty, prometheus, alertmanager]) each.heal();
  });

  it('when it examines what cannot be reached', async () => {
    const run = await tell(['doctor', '--config', config], nowhere());
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('ECONNREFUSED');
  });

  it('when it cannot start', async () => {
    const wrong = { ...near(), DATABASE_URL: databaseAt(database, K.redis) };
    const run = await tell(['serve', '--config', config], wrong);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('password authentication failed');
  });

  it('when nobody answers it', async () => {
    const run = await tell(['incident', 'list', '--url', `http://${NOWHERE}`], near());
    expect(run.code).toBe(1);
  });
});
