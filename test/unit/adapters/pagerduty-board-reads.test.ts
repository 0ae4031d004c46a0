/** What the duty board reads beside incidents: alerts, notes, people, and the account. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PagerDutyBoardOptions } from '../../../src/adapters/pagerduty-board.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../../src/sandbox/pagerduty.ts';
import { sendEvent, TRIGGER } from '../sandbox/pagerduty-client.ts';
import { boardOn, NOON, userIdOf } from './a-board.ts';
import { portErrorOf } from './port-error-of.ts';

let now: string;
let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  now = NOON;
  pagerduty = await openPagerDuty({ clock: { now: () => now } });
});

afterEach(() => pagerduty.close());

const board = (options: Partial<PagerDutyBoardOptions> = {}) =>
  boardOn(pagerduty, { clock: { now: () => now }, ...options });

function opened(title: string): string {
  return pagerduty.asUser('Lan Nguyen').triggerIncident({ title, service: 'Checkout' }).id;
}

function lan() {
  return pagerduty.asUser('Lan Nguyen');
}

describe('alerts and notes', () => {
  it('come with what their sender said, flattened', async () => {
    const details = {
      firing: 'Labels:\n - alertname = Down\u0000',
      labels: { service: 'checkout', zones: ['a', 'b'] },
      num_firing: 2,
      'empty list': [],
      none: null,
      ['__proto__']: 'hello',
    };
    const payload = { ...TRIGGER.payload, custom_details: details };
    await sendEvent(pagerduty, { ...TRIGGER, payload });
    const [alert, ...others] = await board().alerts(pagerduty.incident('checkout-down').id);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      key: 'checkout-down',
      summary: 'Checkout is down',
      status: 'triggered',
      severity: 'critical',
      createdAt: NOON,
    });
    expect(Object.entries(alert?.details ?? {})).toEqual([
      ['firing', 'Labels:\n - alertname = Down\uFFFD'],
      ['labels_service', 'checkout'],
      ['labels_zones_0', 'a'],
      ['labels_zones_1', 'b'],
      ['num_firing', '2'],
      ['none', ''],
      ['__proto__', 'hello'],
    ]);
  });

  it('of a thousand are all read', async () => {
    await sendEvent(pagerduty, TRIGGER);
    const incident = pagerduty.incident('checkout-down');
    const [alert] = incident.alerts;
    if (alert === undefined) throw new Error('the sandbox made no alert');
    for (let n = 1; n < 1000; n += 1) incident.alerts.push({ ...alert, id: `A${n}` });
    expect(await board({ timeoutMs: 8000 }).alerts(incident.id)).toHaveLength(1000);
  });

  it('are signed by those who wrote them, in our time', async () => {
    const id = opened('Checkout is slow');
    const note = lan().annotate(id, 'Rolling back\n1.42 \u0007now');
    expect(await board().notes(id)).toEqual([
      {
        id: note.id,
        text: 'Rolling back\n1.42 now',
        createdAt: NOON,
        author: { id: userIdOf(pagerduty, 'Lan Nguyen'), name: 'Lan Nguyen' },
      },
    ]);
  });

  it('by a bot are nobody’s', async () => {
    const user = { id: 'PBOT', type: 'bot_user_reference', summary: 'Workflow' };
    const note = { id: 'PN1', content: 'hi', created_at: '2026-11-22T19:00:00+07:00', user };
    pagerduty.fail(faults.answers(200, { notes: [note, { ...note, id: 'PN2', user: null }] }));
    expect(await board().notes('Q1')).toMatchObject([{ author: null }, { author: null }]);
  });
});

describe('people', () => {
  it('have a role, an email and teams', async () => {
    expect(await board().person(userIdOf(pagerduty, 'Minh Tran'))).toEqual({
      id: userIdOf(pagerduty, 'Minh Tran'),
      name: 'Minh Tran',
      email: 'minh.tran@example.com',
      role: 'admin',
      teams: [{ id: expect.stringMatching(/^PT/), name: 'Architects' }],
    });
    expect(await board().person('PNOBODY')).toBeNull();
  });

  it('are found by the whole of their email, whatever its case', async () => {
    const found = await board().personByEmail('LAN.Nguyen@example.com');
    expect(found).toMatchObject({ id: userIdOf(pagerduty, 'Lan Nguyen'), role: 'user' });
    expect(await board().personByEmail('nguyen@example.com')).toBeNull();
  });

  it('are reached through a policy, known by its id', async () => {
    const policy = { id: 'PESC001', name: 'On call, then the architect' };
    expect(await board().escalationPolicy('PESC001')).toEqual(policy);
    expect(await board().escalationPolicy('PNONE')).toBeNull();
    expect((await portErrorOf(board().escalationPolicy('../users'))).reason).toBe('refused');
  });

  it('are on call once each, at their lowest level, the lowest level first', async () => {
    expect(await board().onCall()).toEqual([
      { id: userIdOf(pagerduty, 'Lan Nguyen'), name: 'Lan Nguyen', level: 1 },
      { id: userIdOf(pagerduty, 'Minh Tran'), name: 'Minh Tran', level: 2 },
    ]);
  });

  it('are on call for an incident by its escalation policy', async () => {
    const lan = pagerduty.asUser('Lan Nguyen');
    const { id } = lan.triggerIncident({ title: 'Checkout is slow', service: 'Checkout' });
    const people = await board().onCall(id);
    expect(people.map(({ name }) => name)).toEqual(['Lan Nguyen', 'Minh Tran']);
    const asked = pagerduty.requests.at(-1)?.query.getAll('escalation_policy_ids[]');
    expect(asked).toEqual(['PESC001']);
    const other = { incident: { id, escalation_policy: { id: 'POTHER1', summary: 'Others' } } };
    pagerduty.fail(faults.answers(200, other));
    expect(await board().onCall(id)).toEqual([]);
  });
});

describe('the account', () => {
  it('has its priorities in order, and none without the ability', async () => {
    const names = (await board().priorities()).map((one) => one.name);
    expect(names).toEqual(['P1', 'P2', 'P3', 'P4', 'P5']);
    for (const status of [402, 404]) {
      pagerduty.fail(faults.answers(status, { error: { message: 'No', code: 2014 } }));
      expect(await board().priorities()).toEqual([]);
    }
    expect((await portErrorOf(board({ apiToken: 'wrong' }).priorities())).reason).toBe('auth');
  });

  it('tells of subscriptions that it switched off, and switches them on again', async () => {
    const dead = pagerduty.subscribe({ url: 'http://127.0.0.1:1/hook', events: ['incident.x'] });
    pagerduty.subscribe({ url: 'https://tocsin.example.com/hook', active: false });
    dead.disabled = true;
    const duty = board();
    const told = await duty.subscriptions();
    expect(told).toEqual([
      {
        id: dead.id,
        url: 'http://127.0.0.1:1/hook',
        active: true,
        disabled: true,
        events: ['incident.x'],
      },
      expect.objectContaining({ active: false, disabled: false }),
    ]);
    await duty.enableSubscription(dead.id);
    expect((await duty.subscriptions())[0]).toMatchObject({ id: dead.id, disabled: false });
  });

  it.each([0, 90, -3600])('whose clock is %d s ahead of ours is seen to be so', async (ahead) => {
    now = '2026-11-22T12:00:00.400Z';
    const ours = new Date(Date.parse(now) - ahead * 1000).toISOString();
    expect(await board({ clock: { now: () => ours } }).clockSkew()).toBe(ahead);
  });

  it('that tells no time is malformed', async () => {
    pagerduty.fail(faults.answers(200, {}, { date: 'yesterday' }));
    expect((await portErrorOf(board().clockSkew())).reason).toBe('malformed');
  });
});
