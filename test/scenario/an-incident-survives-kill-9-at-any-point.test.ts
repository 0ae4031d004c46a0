/** One SEV1 is lived twice at the same time: undisturbed, and by processes that are killed in the middle of what they do. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { notificationBody, type SentAlert, sendAlerts } from '../../src/sandbox/alertmanager.ts';
import { checkoutDown, ERROR_RATIO } from '../given/checkout.ts';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { tableOf } from '../given/markdown.ts';
import { givenMortalTocsin, type MortalTocsin } from '../given/mortal-tocsin.ts';
import { triggersAt } from '../given/sent-pages.ts';
import { ALERTMANAGER_TOKEN, type Answer } from '../given/tocsin.ts';
import { DEATHS, type Death, pageAt } from '../given/twelve-deaths.ts';
import { until } from '../given/until.ts';

/** What a dead process had taken comes free by itself: a job within ten seconds, all else with the next start. */
const PATIENCE_SECONDS = 80;

/** Does the deed, and perhaps dies of it. */
type Doing = <T>(death: Death, deed: () => Promise<T>) => Promise<T>;

interface Life {
  readonly id: string;
  /** Bodies of the alerts that were taken. */
  readonly alerts: readonly string[];
}

/** An alert, as Alertmanager sends and repeats it. */
async function alerted({ door }: MortalTocsin, ...alerts: SentAlert[]): Promise<string> {
  const options = { token: ALERTMANAGER_TOKEN, deadlineMs: 90_000 };
  const sent = await sendAlerts(`${door.url}/webhooks/alertmanager`, { alerts }, options);
  expect(sent.delivered, sent.body).toBe(true);
  return JSON.parse(sent.body).incidents[0].id;
}

/** A note in PagerDuty's app, until its webhook is taken. */
async function noted(at: MortalTocsin, text: string): Promise<void> {
  at.pagerduty.asUser('Lan Nguyen').annotate(pageAt(at).id, text);
  const webhook = at.pagerduty.deliveries.at(-1);
  const isTaken = () => webhook?.outcome === 'delivered';
  await until(`"${text.slice(0, 40)}" is taken`, isTaken, PATIENCE_SECONDS);
}

async function happened(at: MortalTocsin, id: string): Promise<readonly Answer[]> {
  return (await at.tocsin.get(`/api/v1/incidents/${id}/timeline`)).entries;
}

const CAUSE = `the payment pool is exhausted${', and nobody saw it come'.repeat(200)}`;

async function live(at: MortalTocsin, doing: Doing): Promise<Life> {
  const began = Date.now() / 1000 - 60;
  let mended = Number.POSITIVE_INFINITY;
  at.prometheus.set(ERROR_RATIO, { service: 'checkout' }, (time) =>
    time >= began && time < mended ? 0.31 : 0.01,
  );
  const firing = checkoutDown({ startsAt: new Date(began * 1000).toISOString() });
  const id = await doing('it pages and asks', () =>
    doing('the alert is being written down', () => alerted(at, firing)),
  );
  const count = async (type: string) =>
    (await happened(at, id)).filter((entry) => entry.type === type).length;
  const begun = (step: number) =>
    until(`step ${step} began`, async () => (await count('StepBegun')) === step, PATIENCE_SECONDS);
  const seen = (type: string) => until(type, () => count(type), PATIENCE_SECONDS);

  await doing('the next process starts', async () => undefined);
  await doing('its page is taken, step 1 is told, and it asks again', async () => undefined);
  await begun(1);
  await doing('step 2 is told', () =>
    doing('the severity is being written down', () => noted(at, 'sev1 because nobody can pay')),
  );
  await begun(2);
  await seen('HypothesesRanked');
  await doing('it reads a long note', () => noted(at, `cause: ${CAUSE} evidence E1`));
  await begun(3);
  const fix = 'fix: raised the pool to 200 evidence E1 rollback: set it to 50';
  await doing('it answers the fix', () => noted(at, fix));
  mended = Date.now() / 1000;
  const over = { ...firing, endsAt: new Date().toISOString() };
  let taken: Promise<unknown> = Promise.resolve();
  // Not waited for: by the time that it is taken, the recovery may be verified.
  await doing('it answers that the alert is over', async () => {
    taken = alerted(at, over);
  });
  await doing('it verifies the recovery', () => Promise.all([taken, seen('RecoveryChecked')]));
  await noted(at, 'users ok');
  await doing('it closes the page and writes the postmortem', () => noted(at, 'resolve'));
  await begun(4);
  await noted(at, 'why: no checkout > pool empty > a query held it > no timeout > no review');
  await noted(at, 'action: alert on an empty pool owner: Lan Nguyen due: 2030-04-01');
  await noted(at, 'prevent: every query has a timeout');
  await doing('it answers the end', () => noted(at, 'close postmortem'));
  const isIdle = async () => (await at.tocsin.metric('tocsin_outbox_pending')) === 0;
  await until('nothing is left to do', isIdle, PATIENCE_SECONDS);
  return { id, alerts: [firing, over].map((alert) => notificationBody({ alerts: [alert] })) };
}

let calm: MortalTocsin;
let mortal: MortalTocsin;
let undisturbed: Life;
let killed: Life;
const deaths: string[] = [];
showLogsOfFailures(() => mortal.tocsin.log());

beforeAll(async () => {
  [calm, mortal] = await Promise.all([givenMortalTocsin(), givenMortalTocsin()]);
}, 60_000);

afterAll(() => Promise.all([calm.remove(), mortal.remove()]));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Whose answer was lost, the page is there already, and is made loud instead of opened again: PagerDuty tells so. */
const REPEATED = ['PagerdutyChanged'];

const told = (entries: readonly Answer[]) =>
  entries.map(({ type }) => type as string).filter((type) => !REPEATED.includes(type));

describe('an incident survives kill -9 at any point', () => {
  it('comes to its end, however often the process is killed and started again', async () => {
    [undisturbed, killed] = await Promise.all([
      live(calm, (_, deed) => deed()),
      live(mortal, async (death, deed) => {
        const [after, when] = DEATHS[death];
        const done = await mortal.dying({ at: death, after, when: () => when(mortal) }, deed);
        deaths.push(death);
        return done;
      }),
    ]);
    expect(deaths.toSorted()).toEqual(Object.keys(DEATHS).toSorted());
  }, 300_000);

  it('goes through its steps in their order, each once', async () => {
    const entries = await happened(mortal, killed.id);
    const begun = entries.filter(({ type }) => type === 'StepBegun').map(({ text }) => text);
    expect(begun.map((text) => text.slice(0, 6))).toEqual(['Step 1', 'Step 2', 'Step 3', 'Step 4']);
    const session = parse(await mortal.tocsin.artifact(`${killed.id}/incident-session.yaml`));
    expect(session).toMatchObject({ next_step: 'done', needs: [] });
    expect(session.steps_completed.map(({ step }: Answer) => step)).toEqual([
      'step-01-triage',
      'step-02-diagnose',
      'step-03-fix',
      'step-04-postmortem',
    ]);
  });

  it('has the timeline of an incident that nothing disturbed', async () => {
    const before = await happened(calm, undisturbed.id);
    const after = await happened(mortal, killed.id);
    expect(told(after).toSorted()).toEqual(told(before).toSorted());
    const byLan = ({ text }: Answer) => text.includes('Lan Nguyen');
    const said = (entries: readonly Answer[]) => entries.filter(byLan).map(({ text }) => text);
    expect(said(after)).toEqual(said(before));
  });

  it('was paged once, however often the page was sent', async () => {
    const { pagerduty } = await mortal.tocsin.get(`/api/v1/incidents/${killed.id}`);
    const keys = triggersAt(mortal.pagerduty).map((sent) => sent.dedup_key);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys)).toEqual(new Set([pagerduty.dedup_key]));
    expect(mortal.pagerduty.incidents).toMatchObject([
      { key: pagerduty.dedup_key, status: 'resolved' },
    ]);
  });

  it('was told each of its notes once', async () => {
    const own = pageAt(mortal).notes.filter(({ content }) => content.startsWith('[tocsin]'));
    expect(own.length).toBeGreaterThan(8);
    expect(own.map(({ content }) => content)).toEqual([
      ...new Set(own.map(({ content }) => content)),
    ]);
  });

  it('has lost nothing that was answered 2xx, and took nothing of PagerDuty twice', async () => {
    const { deliveries } = await mortal.tocsin.get('/api/v1/deliveries?limit=200');
    expect(deliveries.filter(({ state }: Answer) => state !== 'accepted')).toEqual([]);
    const kept = (from: string) =>
      deliveries.filter(({ source }: Answer) => source === from).map((one: Answer) => one.sha256);
    expect(kept('alertmanager')).toEqual(expect.arrayContaining(killed.alerts.map(sha256)));
    const taken = mortal.pagerduty.deliveries.filter(({ outcome }) => outcome === 'delivered');
    expect(kept('pagerduty').toSorted()).toEqual(taken.map(({ body }) => sha256(body)).toSorted());
  });

  it('has its postmortem, and is counted once', async () => {
    const day = killed.id.slice('INC-'.length);
    const postmortem = await mortal.tocsin.artifact(`postmortem-production-${day}.md`);
    expect(postmortem).toContain('every query has a timeout');
    const criteria = tableOf(postmortem, 'Criterion').map(([, judged]) => judged);
    expect(criteria).toEqual(Array.from({ length: 6 }, () => '✓ met'));
    for (const counted of [
      'tocsin_incidents_opened_total{source="alertmanager"}',
      'tocsin_incidents_resolved_total{severity="SEV1",resolution="fixed"}',
      'tocsin_pages_total{outcome="accepted"}',
    ])
      expect(await mortal.tocsin.metric(counted), counted).toBe(1);
  });
});
