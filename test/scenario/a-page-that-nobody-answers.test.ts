import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendAlerts } from '../../src/sandbox/alertmanager.ts';
import { answers, serverError } from '../../src/sandbox/faults.ts';
import { ESCALATION_POLICY } from '../../src/sandbox/pagerduty-references.ts';
import { checkoutDown, checkoutSlow } from '../given/checkout.ts';
import { runCli } from '../given/cli.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { triggersAt } from '../given/sent-pages.ts';

const databases = givenDatabases();
let at: Standing;
let id: string;

afterEach(() => at.close());

/** An architect to ask, and a call every two minutes, which is not when the triage deadline passes. */
const CONFIG = `
severities: {SEV1: {acknowledge_within: 2m, escalate_unconfirmed: false, update_every: none}}
pagerduty: {architects: ["policy:${ESCALATION_POLICY.id}"]}
`;

async function stand(config: string): Promise<void> {
  at = await standHouse({ databaseUrl: await databases.empty(), config });
  const [opened] = await at.alert(checkoutDown());
  id = opened?.id ?? '';
}

const architectsAsked = () =>
  at.pagerduty.requests.filter(({ path }) => path.endsWith('/responder_requests')).length;

/** The house is another one when the time comes, so what is due can only come from the database. */
async function laterElsewhere(seconds: number): Promise<void> {
  at.clock.forward(seconds);
  await at.restart();
  await at.settle();
}

describe('an unanswered SEV1', () => {
  beforeEach(() => stand(CONFIG));

  it('asks the architect with the page, and both again at every deadline, three times, whichever process runs', async () => {
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    expect(architectsAsked()).toBe(1);
    for (let round = 1; round <= 3; round += 1) {
      await laterElsewhere(119);
      expect(triggersAt(at.pagerduty)).toHaveLength(round);
      await laterElsewhere(1);
      expect(triggersAt(at.pagerduty)).toHaveLength(round + 1);
      expect(architectsAsked()).toBe(round + 1);
    }
    for (let round = 4; round <= 6; round += 1) await laterElsewhere(120);
    expect(triggersAt(at.pagerduty)).toHaveLength(4);
    expect(architectsAsked()).toBe(4);
    expect(await at.timeline(id, 'Escalated')).toEqual(
      Array(3).fill('Escalated by answer deadline: nobody answered the page within 2 min'),
    );
    expect(triggersAt(at.pagerduty).at(-1)?.payload?.custom_details['escalated']).toBe(
      'nobody answered the page within 2 min',
    );
    expect(new Set(triggersAt(at.pagerduty).map((each) => each.dedup_key)).size).toBe(1);
    expect(at.pagerduty.incidents).toHaveLength(1);
  });

  it.each<[string, () => Promise<unknown> | unknown]>([
    ['acknowledged', () => at.pagerduty.asUser('Lan Nguyen').acknowledge(pageId())],
    ['confirmed', () => at.say(id, 'sev1')],
    ['confirmed by a note', () => at.pagerduty.asUser('Lan Nguyen').annotate(pageId(), 'sev1')],
    ['commanded', () => at.say(id, 'ic me')],
  ])('that is %s calls nobody again', async (_, answer) => {
    await at.forward(60);
    await answer();
    await at.settle();
    for (let round = 0; round < 4; round += 1) await laterElsewhere(120);
    expect(await at.timeline(id, 'Escalated')).toEqual([]);
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    expect(architectsAsked()).toBe(1);
  });

  it('that is answered after the first call is not called a second time', async () => {
    await at.forward(120);
    await at.say(id, 'ic me');
    for (let round = 0; round < 4; round += 1) await laterElsewhere(120);
    expect(triggersAt(at.pagerduty)).toHaveLength(2);
  });
});

const ASKED_TO_JOIN = {
  times: 1000,
  when: ({ path }: { readonly path: string }) => path.endsWith('/responder_requests'),
};

describe('an architect who cannot be asked', () => {
  const noted = async () =>
    (await at.timeline(id, 'NoteTaken')).filter((text) => text.includes('architect'));

  it('is missed on the timeline, once at first and once when it is given up', async () => {
    at = await standHouse({ databaseUrl: await databases.empty(), config: CONFIG });
    at.pagerduty.fail(serverError(), ASKED_TO_JOIN);
    const [opened] = await at.alert(checkoutDown());
    id = opened?.id ?? '';
    const missed = expect.stringContaining(
      'the on-call architect could not be asked to join, call them yourself: unavailable: ',
    );
    expect(await noted()).toEqual([missed]);
    await at.say(id, 'ic me');
    for (let minute = 0; minute < 25; minute += 1) await at.forward(60);
    expect(await noted()).toEqual([missed, missed]);
  });

  it('that PagerDuty refuses is missed on the timeline at once', async () => {
    at = await standHouse({ databaseUrl: await databases.empty(), config: CONFIG });
    const body = { error: { message: 'Account does not have the ability', code: 2014 } };
    at.pagerduty.fail(answers(402, body), ASKED_TO_JOIN);
    const [opened] = await at.alert(checkoutDown());
    id = opened?.id ?? '';
    expect(await noted()).toEqual([expect.stringContaining('could not be asked to join')]);
  });
});

describe('a page about a later and worse alert', () => {
  it('names the alert that made it a SEV1, and what it began with', async () => {
    at = await standHouse({ databaseUrl: await databases.empty() });
    const together = { groupBy: ['service'] };
    const door = `${at.url}/webhooks/alertmanager`;
    await sendAlerts(door, { ...together, alerts: [checkoutSlow()] });
    await at.settle();
    expect(triggersAt(at.pagerduty)).toEqual([]);
    await sendAlerts(door, { ...together, alerts: [checkoutSlow(), checkoutDown()] });
    await at.settle();
    expect(triggersAt(at.pagerduty).map(({ payload }) => payload?.summary)).toEqual([
      expect.stringMatching(
        /^SEV1 CheckoutServiceDown: no checkout succeeds \(it began with CheckoutSlow: .+\) \[INC-/,
      ),
    ]);
  });
});

describe('where no updates are asked for', () => {
  it('the deadlines of triage and of the page, which pass together, call once; all in all three times', async () => {
    await stand('severities: {SEV1: {update_every: none}}');
    await laterElsewhere(300);
    expect(await at.timeline(id, 'Escalated')).toHaveLength(1);
    expect(triggersAt(at.pagerduty)).toHaveLength(2);
    for (let round = 2; round <= 6; round += 1) await laterElsewhere(300);
    expect(await at.timeline(id, 'Escalated')).toHaveLength(3);
    expect(triggersAt(at.pagerduty)).toHaveLength(4);
  });
});

describe('escalate', () => {
  beforeEach(() => stand(CONFIG));

  it.each<[string, () => Promise<unknown>]>([
    [
      'a note',
      async () => at.pagerduty.asUser('Lan Nguyen').annotate(pageId(), 'escalate the pool is gone'),
    ],
    ['the API', () => at.say(id, 'escalate the pool is gone')],
    [
      'the command line',
      async () => {
        const run = await runCli(['incident', 'escalate', id, 'the pool is gone', '--url', at.url]);
        expect(run).toMatchObject({ code: 0, stderr: '' });
      },
    ],
  ])('by %s rings at once, with the reason and the architect', async (_, escalate) => {
    await escalate();
    await at.settle();
    const [, again, ...more] = triggersAt(at.pagerduty);
    expect(again?.payload?.custom_details['escalated']).toBe('the pool is gone');
    expect(more).toEqual([]);
    expect(architectsAsked()).toBe(2);
    expect(await at.timeline(id, 'Escalated')).toEqual([
      expect.stringMatching(/^Escalated by .+: the pool is gone$/),
    ]);
  });
});

function pageId(): string {
  return at.pagerduty.incidents[0]?.id ?? '';
}
