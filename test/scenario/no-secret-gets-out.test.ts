import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertmanagerApi, openAlertmanagerApi } from '../../src/sandbox/alertmanager-api.ts';
import { drip, hang } from '../../src/sandbox/faults.ts';
import { type Loopback, openLoopback, type RecordedRequest } from '../../src/sandbox/loopback.ts';
import { openSmtp, type SmtpSink } from '../../src/sandbox/smtp.ts';
import { CANARIES, canariesIn, echoes, failInTurn, inUrl, SHAPES } from '../given/canary.ts';
import { CANARY_CONFIG, CANARY_PAGERDUTY, canaryVariables } from '../given/canary-house.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { dumpDatabase, dumpFolder } from '../given/dump.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import { logText } from '../given/remembering-log.ts';

const databases = givenDatabases();
const K = CANARIES;
const ROUTES = [
  '/metrics',
  '/-/healthy',
  '/-/ready',
  '/-/ready?verbose',
  '/api/v1/incidents',
  '/api/v1/incidents?limit=none',
  '/api/v1/deliveries',
  '/api/v1/nothing',
];

let at: Standing;
let alertmanager: AlertmanagerApi;
let receiver: Loopback;
let smtp: SmtpSink;
let root: string;
let id: string;
/** Where it was looked, and what was there. */
const seen: [place: string, text: string][] = [];

beforeAll(async () => {
  root = await databases.empty();
  await sql(root, `create role canary superuser login password '${K.database}'`);
  const clock = movableClock();
  [alertmanager, receiver, smtp] = await Promise.all([
    openAlertmanagerApi({ clock }),
    openLoopback(() => ({ status: 200 })),
    // Who logs in with our password is refused.
    openSmtp({ login: { user: 'tocsin', password: 'another' } }),
  ]);
  const hosts = {
    alertmanager: new URL(alertmanager.url).host,
    receiver: new URL(receiver.url).host,
    smtp: new URL(smtp.url).host,
  };
  const { host, pathname } = new URL(root);
  at = await standHouse({
    databaseUrl: root,
    clock,
    config: CANARY_CONFIG,
    hearsPagerduty: false,
    pagerduty: CANARY_PAGERDUTY,
    env: ({ pagerduty, prometheus }) =>
      canaryVariables({
        ...hosts,
        database: `${host}${pathname}`,
        pagerduty: new URL(pagerduty.url).host,
        prometheus: new URL(prometheus.url).host,
      }),
  });
  const url = `${at.url}/webhooks/pagerduty`;
  at.pagerduty.subscribe({ url, secrets: [K.olderWebhookSecret] });
});

afterAll(async () => {
  await Promise.all([at.close(), alertmanager.close(), receiver.close(), smtp.close()]);
});

async function look(place: string, path: string, init: RequestInit = {}): Promise<void> {
  const headers = { Authorization: `Bearer ${K.ownToken}`, ...init.headers };
  const response = await fetch(`${at.url}${path}`, { ...init, headers });
  const head = JSON.stringify([...response.headers]);
  seen.push([`${place} ${path}`, `${response.status} ${head} ${await response.text()}`]);
}

async function lookAround(place: string): Promise<void> {
  for (const path of ROUTES) await look(place, path);
  const own = `/api/v1/incidents/${id}`;
  for (const path of ['', '/timeline', '/signals', '/report.md', '/postmortem.md']) {
    await look(place, own + path);
  }
  const { evidence = [] } = await at.get(own);
  for (const one of evidence) await look(place, `${own}/evidence/${one.id}`);
  const { deliveries = [] } = await at.get('/api/v1/deliveries');
  for (const one of deliveries) await look(place, `/api/v1/deliveries/${one.id}`);
}

const lookInside = async (place: string) => {
  seen.push([`${place} database`, await dumpDatabase(root)]);
  seen.push([`${place} output folder`, await dumpFolder(at.outputFolder)]);
};

const withKey = (key: string) => ({
  when: ({ path, text }: RecordedRequest) => path === '/v2/enqueue' && text.includes(key),
});
const fallbackHook = { path: `/${K.hookPath}` };
const restApi = { when: ({ path }: RecordedRequest) => path !== '/v2/enqueue' };

describe('a SEV1 story in which everything fails', () => {
  it('begins without a pager, and without a fallback', async () => {
    // What BullMQ keeps is gone with its job, so it is looked at while one is under way.
    at.prometheus.fail((response) => {
      void dumpDatabase(root).then((dump) => {
        seen.push(['a running job', dump]);
        response.destroy();
      });
    });
    at.prometheus.fail(hang());
    failInTurn(at.prometheus, SHAPES.prometheus, [K.prometheus, K.prometheusHeader]);
    const first = withKey(K.routingKey);
    failInTurn(at.pagerduty, SHAPES.events, [K.routingKey], { ...first, times: 2 });
    for (const status of [401, 500, 400]) {
      at.pagerduty.fail(echoes(status, SHAPES.events, [K.secondKey]), withKey(K.secondKey));
      receiver.fail(echoes(status, SHAPES.page, [K.hookPath, K.hookPassword]), fallbackHook);
      smtp.answer('AUTH', `535 no ${K.smtp} ${smtpLogin()} ${inUrl(K.smtp)}`);
    }
    failInTurn(receiver, SHAPES.slack, [K.slackToken, K.slackApi], { path: '/api' });
    const ofStakeholders = [K.stakeholderPath, K.stakeholderSecret];
    failInTurn(receiver, SHAPES.page, ofStakeholders, { path: `/${K.stakeholderPath}` });
    const [opened] = await at.alert(checkoutDown());
    id = opened?.id ?? '';
    for (let step = 0; step < 12; step += 1) await at.forward(15);
    expect((await at.timeline(id, 'FallbackCalled')).join()).toMatch(
      /^The fallback \(.+\) failed: /,
    );
    expect(seen[0]?.[1]).toMatch(/-- bullmq\.\S*job\S*: [1-9]\d*\n.*rowId/);
    await lookAround('without a pager');
    await lookInside('without a pager');
  });

  it('goes on with pages that are refused, until one is taken', async () => {
    for (let round = 0; round < 9; round += 1) {
      await at.say(id, `escalate for the ${round}. time`);
      await at.forward(60);
    }
    at.pagerduty.heal();
    await at.say(id, 'escalate');
    await at.forward(60);
    expect(at.pagerduty.incidents.length).toBeGreaterThan(0);
  });

  it('PagerDuty and Alertmanager are compared with in vain', async () => {
    failInTurn(alertmanager, SHAPES.alertmanager, [K.alertmanager, K.alertmanagerHeader]);
    for (let round = 0; round < 10; round += 1) {
      failInTurn(at.pagerduty, SHAPES.rest, [K.apiToken], restApi);
      await at.house.reconcile();
      await at.forward(60);
      at.pagerduty.heal();
    }
  });

  it('notes are not taken', async () => {
    at.pagerduty.heal();
    at.pagerduty.fail(drip(), restApi);
    for (const words of ['sev1', 'status', 'ic me', 'help', 'resolve', 'cause', 'what now?']) {
      failInTurn(at.pagerduty, SHAPES.rest, [K.apiToken], restApi);
      at.pagerduty.asUser('Lan Nguyen').annotate(at.pagerduty.incidents[0]?.id ?? '', words);
      await at.settle();
      await at.forward(60);
      at.pagerduty.heal();
    }
  });

  it('the database has another password for a while', async () => {
    await sql(root, "alter role canary password 'another'");
    await sql(
      root,
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'canary'",
    );
    for (const path of ROUTES) await look('without a database', path);
    await look('without a database', `/api/v1/incidents/${id}`);
    const body = JSON.stringify({ version: '4', groupKey: 'x', alerts: [checkoutDown()] });
    const headers = { 'Content-Type': 'application/json' };
    const Authorization = `Bearer ${K.doorToken}`;
    await look('without a database', '/webhooks/alertmanager', {
      method: 'POST',
      body,
      headers: { ...headers, Authorization },
    });
    await at.house.reconcile();
    expect(seen.at(-1)?.[1]).toMatch(/^503 /);
    await sql(root, `alter role canary password '${K.database}'`);
    await at.settle();
  });

  it('strangers are turned away', async () => {
    const wrong = { Authorization: `Bearer ${K.doorToken}` };
    await look('a stranger', '/api/v1/incidents', { headers: wrong });
    await look('a stranger', '/webhooks/alertmanager', { method: 'POST', body: '{' });
    await look('a stranger', '/webhooks/pagerduty', {
      method: 'POST',
      body: '{}',
      headers: { 'X-PagerDuty-Signature': `v1=${'0'.repeat(64)}` },
    });
    await look('a stranger', '/-/reload', { method: 'POST', headers: wrong });
    await look('the operator', '/-/reload', { method: 'POST' });
  });

  it('the incident ends all the same', async () => {
    await at.alert(checkoutDown({ endsAt: at.clock.now() }));
    for (const words of [
      'sev1',
      'override root-cause because the pool is empty',
      'override verification because nobody measures it',
      'override fix because it went away by itself',
      'users ok',
      'resolve',
      'why: checkout failed > the pool ran dry > a deploy > no limit > nobody asked',
      'action: raise the pool owner: Lan due: 2026-12-01',
      'prevent: an alert on the pool',
      'close postmortem',
    ]) {
      await at.say(id, words);
    }
    expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('postmortem');
    await lookAround('at the end');
    await lookInside('at the end');
  });
});

describe('no secret', () => {
  it('is in any answer, in the database, or in a file that was written', () => {
    expect(seen.length).toBeGreaterThan(50);
    expect(seen.some(([, text]) => text.includes('Prometheus at'))).toBe(true);
    expect(seen.flatMap(([place, text]) => canariesIn(place, text))).toEqual([]);
  });

  it('is given to the log, even before the log blanks what it knows', () => {
    const text = logText(at.log);
    // All of these failed on the way.
    const failed = ['PagerDuty', 'Alertmanager', 'Mail server', 'Slack', 'fallback webhook'];
    for (const who of [...failed, 'stakeholder webhook']) expect(text).toContain(`${who} at`);
    expect(text).toContain('did not answer within');
    expect(canariesIn('the log', text)).toEqual([]);
  });
});

function smtpLogin(): string {
  return Buffer.from(`\0tocsin\0${K.smtp}`).toString('base64');
}
