import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AlertmanagerApi, openAlertmanagerApi } from '../../src/sandbox/alertmanager-api.ts';
import { checkoutDown, ERROR_RATIO } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import { minutes, refused, rowOf, say, type Trouble, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let alertmanager: AlertmanagerApi;
let trouble: Trouble;
let id: string;
/** Since then, in seconds. */
let targetDown = Number.POSITIVE_INFINITY;

const TARGET = { job: 'checkout', instance: 'checkout-1:9100' };
const ALERT = checkoutDown({ labels: { ...checkoutDown().labels, ...TARGET } });

async function stand(config = '{}'): Promise<void> {
  const clock = movableClock();
  alertmanager = await openAlertmanagerApi({ clock });
  const env = { ALERTMANAGER_URL: alertmanager.url };
  at = await standHouse({ databaseUrl: await databases.empty(), clock, env, config });
  targetDown = Number.POSITIVE_INFINITY;
  at.prometheus.set('up', TARGET, (time) => (time < targetDown ? 1 : 0));
  await open();
}

async function open(): Promise<void> {
  alertmanager.fire(ALERT);
  trouble = await troubleAt(at, { ...ALERT, startsAt: at.clock.now() });
  ({ id } = trouble);
  await say(at, id, 'sev1', 'users ok');
}

beforeEach(() => stand());

afterEach(async () => {
  await at.close();
  await alertmanager.close();
});

const incident = () => at.get(`/api/v1/incidents/${id}`);

/** The alert goes everywhere, and the quiet time passes. */
async function cleared(): Promise<void> {
  alertmanager.resolve(ALERT.labels);
  await trouble.clear();
  await minutes(at, 5);
}

/** Name → passed or not, null for not known; and the finding of one of them. */
async function checks(): Promise<Record<string, boolean | null>> {
  const { last_check: check } = await incident();
  return Object.fromEntries(check.checks.map(({ name, passed }: Context) => [name, passed]));
}

const ALL_GOOD = {
  'data-present': true,
  'below-threshold': true,
  baseline: true,
  'targets-up': true,
  'not-silenced': true,
  'no-alert': true,
};

/** What is wrong is said wherever somebody looks: last check, needs, answer, report. */
async function heldOpenBy(check: string, finding: RegExp): Promise<void> {
  const told = await incident();
  expect(told.last_check.verdict).not.toBe('recovered');
  expect(await checks()).toMatchObject({ [check]: false });
  expect(told.last_check.finding).toMatch(finding);
  const needed = told.needs.find(({ need }: Context) => need === 'verification');
  if (told.status === 'recovering') expect(needed.text).toMatch(finding);
  const answer = (await at.say(id, 'resolve')).body;
  const missing = answer.needs.find(({ need }: Context) => need === 'verification');
  expect(missing.text).toMatch(finding);
  const report = await at.artifact('incident-production-2026-03-17-001.md');
  expect(rowOf(report, check)).toEqual(['✗', expect.stringMatching(finding)]);
  expect((await incident()).status).not.toBe('resolved');
}

describe('a recovery is verified', () => {
  it('when all that there is to look at is good, and the report lists it', async () => {
    trouble.mend();
    await cleared();
    expect((await incident()).last_check.verdict).toBe('recovered');
    expect(await checks()).toEqual(ALL_GOOD);
    await say(at, id, 'resolve');
    const postmortem = await at.artifact('postmortem-production-2026-03-17-001.md');
    expect(rowOf(postmortem, 'data-present')).toEqual(['✓', '20 scrapes since it cleared']);
    expect(rowOf(postmortem, 'baseline')).toEqual([
      '✓',
      expect.stringMatching(/^now 0\.01, usually .+ before$/),
    ]);
    expect(rowOf(postmortem, 'targets-up')).toEqual(['✓', '1 target up']);
  });

  it('only after as many scrapes as are asked for', async () => {
    await at.close();
    await alertmanager.close();
    await stand('clocks: {quiet_for: 30s, verify_scrapes: 3}\n');
    trouble.mend();
    alertmanager.resolve(ALERT.labels);
    await trouble.clear();
    await at.forward(30);
    await heldOpenBy('data-present', /only 2 scrapes since it cleared, 3 are asked for/);
    await at.forward(30);
    expect((await incident()).last_check.verdict).toBe('recovered');
    expect(await checks()).toEqual(ALL_GOOD);
  });
});

describe('a recovery is not verified', () => {
  it('while the value is below its threshold and not back at its baseline', async () => {
    trouble.mend(0.045);
    await cleared();
    await heldOpenBy('baseline', /not back at its baseline: now 0\.045/);
    trouble.mend();
    await minutes(at, 10);
    expect(await checks()).toEqual(ALL_GOOD);
    await say(at, id, 'resolve');
  });

  it('while a target that was up before is down', async () => {
    trouble.mend();
    targetDown = Date.parse(at.clock.now()) / 1000;
    await cleared();
    await heldOpenBy('targets-up', /1 target down: checkout-1:9100/);
    targetDown = Number.POSITIVE_INFINITY;
    await minutes(at, 5);
    expect(await checks()).toEqual(ALL_GOOD);
  });

  it('while a silence only hides the alert', async () => {
    trouble.mend();
    alertmanager.silence({ alertname: 'CheckoutServiceDown' });
    await trouble.clear();
    await minutes(at, 5);
    await heldOpenBy('not-silenced', /CheckoutServiceDown still fires, silenced/);
  });

  it('while Alertmanager has the alert although it told of its end', async () => {
    trouble.mend();
    await trouble.clear();
    await minutes(at, 5);
    await heldOpenBy('no-alert', /CheckoutServiceDown still fires/);
  });

  it('while the value is as bad as it was', async () => {
    await cleared();
    await heldOpenBy('below-threshold', /0\.31/);
  });

  it('while nothing is measured', async () => {
    at.prometheus.set(ERROR_RATIO, { service: 'checkout' }, () => null);
    await cleared();
    await heldOpenBy('data-present', /no data is not recovery/);
  });
});

describe('a flap', () => {
  beforeEach(async () => {
    trouble.mend();
    await cleared();
    await say(at, id, 'resolve');
    expect((await incident()).status).toBe('resolved');
  });

  const fireAgain = async () => {
    const again = await at.alert({ ...ALERT, startsAt: at.clock.now() });
    return again[0];
  };

  it('soon after reopens the same incident, which must be verified anew', async () => {
    await minutes(at, 29);
    expect(await fireAgain()).toEqual({ id, created: false });
    const told = await incident();
    expect(told).toMatchObject({ last_check: null, timeline: { resolved_at: null } });
    expect(await at.timeline(id, 'IncidentReopened')).toHaveLength(1);
    expect((await refused(at, id, 'resolve')).needs).toContain('verification');
    const report = await at.artifact('incident-production-2026-03-17-001.md');
    expect(report).toContain('Reopened: ');
  });

  it('later is a new incident that says which one it follows', async () => {
    await minutes(at, 31);
    const again = await fireAgain();
    expect(again).toEqual({ id: 'INC-2026-03-17-002', created: true });
    expect((await incident()).status).toBe('resolved');
    expect(await at.get('/api/v1/incidents/INC-2026-03-17-002')).toMatchObject({ follows: id });
    const report = await at.artifact('incident-production-2026-03-17-002.md');
    expect(rowOf(report, '**Follows**')).toEqual([id]);
  });
});
