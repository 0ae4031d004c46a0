import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAlertmanagerApi } from '../../src/sandbox/alertmanager-api.ts';
import { hang } from '../../src/sandbox/faults.ts';
import { openLoki } from '../../src/sandbox/loki.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../src/sandbox/pagerduty.ts';
import { openPrometheus, type PrometheusSandbox } from '../../src/sandbox/prometheus.ts';
import { openSlack, SANDBOX_BOT_TOKEN } from '../../src/sandbox/slack.ts';
import { openHookReceiver } from '../../src/sandbox/stakeholder-hook.ts';
import { openTempo } from '../../src/sandbox/tempo.ts';
import { HEEDED_TYPES } from '../../src/webhooks/pagerduty.ts';
import { type Ended, startProcess } from '../given/real-process.ts';
import { waitWatch } from '../given/stopwatch.ts';
import { givenTocsin, pagerdutyAt, type Tocsin } from '../given/tocsin.ts';
import { until } from '../given/until.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SECRETS =
  /hush-hush|sandbox-not-a-secret|hooks\/stakeholders|sandbox-api-token|the-webhook-secret|sandbox0routing0key|-token-of-the-tests/;

let tocsin: Tocsin;
let pagerduty: PagerDutySandbox;
let prometheus: PrometheusSandbox;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  pagerduty = await openPagerDuty();
  prometheus = await openPrometheus();
  prometheus.set('up', { instance: 'a' }, () => 1);
  env = { ...pagerdutyAt(pagerduty.url), PROMETHEUS_URL: prometheus.url };
  tocsin = await givenTocsin(env);
  pagerduty.subscribe({ url: `${tocsin.url}/webhooks/pagerduty`, events: HEEDED_TYPES });
});

afterEach(async () => {
  await tocsin.remove();
  await Promise.all([pagerduty.close(), prometheus.close()]);
});

interface Visit extends Pick<Ended, 'code'> {
  readonly stdout: string;
  readonly stderr: string;
}

async function doctor(over: Readonly<Record<string, string>>, ...argv: string[]): Promise<Visit> {
  const { config, dataDir, output } = tocsin.folder;
  const args = ['--import', 'tsx', 'src/cli/tocsin.ts', 'doctor', '--config', config, ...argv];
  const child = await startProcess({
    command: process.execPath,
    args,
    cwd: ROOT,
    env: { DATA_DIR: dataDir, OUTPUT_FOLDER: output, ...env, ...over },
  });
  const { code } = await child.ended;
  return { code, stdout: child.stdout(), stderr: child.stderr() };
}

/** Everybody else who is asked or told something, and the settings that say where they are. */
async function sources() {
  const [loki, tempo] = await Promise.all([openLoki(), openTempo()]);
  const [slack, hook] = await Promise.all([openSlack(), openHookReceiver()]);
  loki.push({ app: 'till' }, new Date(Date.now() - 60_000).toISOString(), 'sold a melon');
  const told = {
    LOKI_URL: loki.url,
    TEMPO_URL: tempo.url,
    SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN,
    SLACK_API_URL: slack.apiUrl,
    STAKEHOLDER_WEBHOOK_URL: hook.hookUrl,
  };
  return { slack, hook, others: [loki, tempo], told };
}

describe('the doctor', () => {
  it('beside a service that runs finds nothing bad, and disturbs nothing', async () => {
    const service = await tocsin.start();
    const alertmanager = await openAlertmanagerApi();
    const { slack, hook, others, told } = await sources();
    const visit = await doctor({ ALERTMANAGER_URL: alertmanager.url, ...told });
    await Promise.all([alertmanager, slack, hook, ...others].map((one) => one.close()));
    expect([slack.posted, hook.requests]).toEqual([[], []]);
    expect(visit.stdout.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      expect.stringMatching(/^✔ settings +\/.+config\.yaml; rules: 2, warnings: 0$/),
      expect.stringMatching(/^✔ Node\.js /),
      expect.stringMatching(/^✔ data folder /),
      expect.stringMatching(/^✔ output folder /),
      expect.stringMatching(new RegExp(`^✔ database .+; process ${service.pid} works there$`)),
      expect.stringMatching(/^✔ job queue /),
      expect.stringMatching(/^✔ paging /),
      expect.stringMatching(/^– fallback /),
      expect.stringMatching(/^✔ stakeholders +hear by .+$/),
      expect.stringMatching(/^✔ Slack token +user tocsin of team Example Shop; /),
      expect.stringMatching(/^✔ stakeholder webhook +set, at 127\.0\.0\.1:\d+, not signed; /),
      expect.stringMatching(/^✔ PagerDuty API key /),
      expect.stringMatching(/^✔ clock /),
      expect.stringMatching(/^✔ note writer /),
      expect.stringMatching(/^✔ on call /),
      expect.stringMatching(/^– architects /),
      expect.stringMatching(/^✔ SEV1 priority /),
      expect.stringMatching(/^✔ webhooks /),
      expect.stringMatching(/^✔ webhook secret /),
      expect.stringMatching(/^✔ Prometheus +answers; targets: 1, down: 0$/),
      expect.stringMatching(/^✔ Alertmanager +answers; alerts: 0$/),
      expect.stringMatching(/^✔ Loki +answers; labels of streams: 1$/),
      expect.stringMatching(/^✔ Tempo +answers a search for traces$/),
    ]);
    expect(visit.code).toBe(0);
    expect(`${visit.stdout}${visit.stderr}`).not.toMatch(SECRETS);
    expect((await tocsin.request('/-/ready')).status).toBe(200);
  });

  it('ends within about ten seconds when everything hangs, and says what', async () => {
    for (const one of [pagerduty, prometheus]) one.fail(hang(), { times: 100 });
    const { host } = new URL(prometheus.url);
    const over = {
      DATABASE_URL: `postgres://tocsin:hush-hush@${host}/tocsin`,
      REDIS_URL: `redis://:hush-hush@${host}/0`,
      ALERTMANAGER_URL: prometheus.url,
      LOKI_URL: prometheus.url,
      JAEGER_URL: prometheus.url,
      SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN,
      SLACK_API_URL: prometheus.url,
    };
    const visiting = doctor(over, '-o', 'json');
    await until('it asks', () => pagerduty.requests.length > 0);
    const waited = waitWatch();
    const visit = await visiting;
    expect(waited() / 1000).toBeLessThan(10);
    expect(visit.code).toBe(1);
    const { ok, checkups } = JSON.parse(visit.stdout);
    expect(ok).toBe(false);
    const bad = checkups.filter((one: { state: string }) => one.state === 'bad');
    expect(bad.map((one: { name: string }) => one.name)).toEqual([
      'database',
      'job queue',
      'Slack token',
      'PagerDuty API key',
      'Prometheus',
      'Alertmanager',
      'Loki',
      'Jaeger',
    ]);
    expect(`${visit.stdout}${visit.stderr}`).not.toMatch(SECRETS);
  });

  it('with settings that cannot be read says where, and looks no further', async () => {
    await writeFile(tocsin.folder.config, 'clocks:\n  quiet_four: 10s\n');
    const visit = await doctor({}, '-o', 'json');
    expect(visit.code).toBe(1);
    const { ok, checkups } = JSON.parse(visit.stdout);
    expect({ ok, names: checkups.map((one: { name: string }) => one.name) }).toEqual({
      ok: false,
      names: ['settings', 'Node.js'],
    });
    expect(checkups[0]).toMatchObject({
      state: 'bad',
      text: expect.stringContaining(`${tocsin.folder.config}:2:3: unknown field`),
    });
    expect(visit.stderr).toContain('did you mean "quiet_for"?');
    expect(pagerduty.requests).toEqual([]);
  });
});
