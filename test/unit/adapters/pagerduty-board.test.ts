/** Incidents as the duty board finds them on a PagerDuty that checks tokens, headers and windows. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PagerDutyBoardOptions } from '../../../src/adapters/pagerduty-board.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../../src/sandbox/pagerduty.ts';
import { sendEvent, TRIGGER } from '../sandbox/pagerduty-client.ts';
import { boardOn, NOON } from './a-board.ts';
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

function userNamed(name: string) {
  return { id: pagerduty.users.find((user) => user.name === name)?.id, name };
}

describe('open incidents', () => {
  it('are those that wait for somebody, newest first, as PagerDuty shows them', async () => {
    const first = opened('Checkout is slow');
    lan().resolve(opened('Gone already'));
    now = '2026-11-22T12:05:00.000Z';
    const second = opened('Search is\u0000 down\u202e');
    pagerduty.asUser('Minh Tran').acknowledge(second);
    pagerduty.asUser('Minh Tran').prioritize(second, 'P1');
    const found = await board().open('2026-11-22T00:00:00.000Z', 10);
    expect(found.map((one) => one.id)).toEqual([second, first]);
    expect(found[0]).toEqual({
      id: second,
      title: 'Search is\uFFFD down',
      url: `https://sandbox.pagerduty.com/incidents/${second}`,
      status: 'acknowledged',
      urgency: 'high',
      priority: 'P1',
      incidentKey: pagerduty.incident(second).key,
      service: { id: pagerduty.services[0]?.id, name: 'Checkout' },
      createdAt: '2026-11-22T12:05:00.000Z',
      acknowledgers: ['Minh Tran'],
      assignees: ['Lan Nguyen'],
      statusSince: '2026-11-22T12:05:00.000Z',
      statusBy: { ...userNamed('Minh Tran'), isUser: true },
      mergedInto: null,
    });
  });

  it.each([
    ['2026-11-22T12:00:00.000Z', 1],
    ['2026-11-22T12:00:00.700Z', 1],
    ['2026-11-22T12:00:01.000Z', 0],
    ['2026-10-01T00:00:00.000Z', 1],
    ['2020-01-01T00:00:00.000Z', 1],
  ])('are asked for since %s in a window that PagerDuty takes', async (since, count) => {
    opened('Checkout is slow');
    now = '2026-11-22T13:00:00.000Z';
    expect(await board().open(since, 10)).toHaveLength(count);
  });

  it('of long ago are found too, and a window of more than six months does not fail', async () => {
    now = '2025-11-22T12:00:00.000Z';
    opened('Nobody ever closed this');
    now = '2025-12-22T12:00:00.000Z';
    opened('Nor this');
    now = NOON;
    const found = await board().open('2025-12-01T00:00:00.000Z', 10);
    expect(found.map((one) => one.title)).toEqual(['Nor this']);
    expect(pagerduty.requests.at(-1)?.query.get('date_range')).toBe('all');
  });

  it('are read page by page until there are enough', async () => {
    for (let n = 0; n < 230; n += 1) opened(`Incident ${n}`);
    expect(await board().open('2026-11-22T00:00:00.000Z', 150)).toHaveLength(150);
    expect(pagerduty.requests.map((one) => one.query.get('offset'))).toEqual(['0', '100']);
    expect(await board().open('2026-11-22T00:00:00.000Z', 500)).toHaveLength(230);
  });

  it('that move from one page to the next while they are read are one incident', async () => {
    for (let n = 0; n < 150; n += 1) opened(`Incident ${n}`);
    const reading = board().open('2026-11-22T00:00:00.000Z', 500);
    while (pagerduty.requests.length === 0) await new Promise(setImmediate);
    // Newest first: this one pushes the last row of the first page onto the second.
    opened('One more');
    const found = await reading;
    expect(new Set(found.map((one) => one.id)).size).toBe(found.length);
    expect(found.length).toBeGreaterThanOrEqual(150);
  });

  it('end after ten pages, before PagerDuty refuses to go on', async () => {
    const incident = pagerduty.incident(opened('Checkout is slow'));
    for (let n = 1; n < 1200; n += 1) {
      Object.assign(pagerduty.incidents, { [n]: { ...incident, id: `Q${n}` } });
    }
    expect(await board().open('2026-11-22T00:00:00.000Z', 5000)).toHaveLength(1000);
    const last = pagerduty.requests.at(-1)?.query;
    expect([last?.get('offset'), last?.get('limit')]).toEqual(['900', '100']);
  });
});

describe('one incident', () => {
  it('says who resolved it, and whether that was a person', async () => {
    const id = opened('Checkout is slow');
    lan().resolve(id);
    now = '2026-11-22T12:05:00.000Z';
    // No change of its status.
    lan().prioritize(id, 'P1');
    expect(await board().incident(id)).toMatchObject({
      statusSince: NOON,
      statusBy: { ...userNamed('Lan Nguyen'), isUser: true },
    });
    const incident = pagerduty.incident(opened('Search is slow'));
    const [service] = pagerduty.services;
    if (service !== undefined) incident.lastChangeBy = { kind: 'integration', service };
    expect((await board().incident(incident.id))?.statusBy).toEqual({
      id: service?.integrationId,
      name: 'Events API v2',
      isUser: false,
    });
  });

  it('says which other one it was merged into', async () => {
    const id = opened('Checkout is slow');
    const other = opened('Checkout is down');
    lan().merge(id, other);
    expect(await board().incident(id)).toMatchObject({ status: 'resolved', mergedInto: other });
  });

  it('is found by its id, and null when there is none', async () => {
    const id = opened('Checkout is slow');
    expect(await board().incident(id)).toMatchObject({ id, title: 'Checkout is slow' });
    expect(await board().incident('QNOSUCH')).toBeNull();
  });

  it('is found by its dedup key, the newest, resolved or not, after any time', async () => {
    now = '2025-01-22T12:00:00.000Z';
    await sendEvent(pagerduty, TRIGGER);
    lan().resolve(pagerduty.incident('checkout-down').id);
    now = '2025-02-22T12:00:00.000Z';
    await sendEvent(pagerduty, TRIGGER);
    lan().resolve(pagerduty.incident('checkout-down').id);
    now = NOON;
    opened('Another');
    const found = await board().byKey('checkout-down');
    expect(found).toMatchObject({
      id: pagerduty.incident('checkout-down').id,
      status: 'resolved',
      createdAt: '2025-02-22T12:00:00.000Z',
      incidentKey: 'checkout-down',
    });
  });

  it('has no key that is empty or unknown', async () => {
    opened('Checkout is slow');
    expect(await board().byKey('')).toBeNull();
    expect(pagerduty.requests).toHaveLength(0);
    expect(await board().byKey('nobody-sent-this&date_range=')).toBeNull();
  });

  it.each(['../users', 'a/b', '', 'Q1?x=1'])('is never looked for at %j', async (id) => {
    for (const call of [board().incident(id), board().alerts(id), board().person(id)]) {
      expect((await portErrorOf(call)).reason).toBe('refused');
    }
    for (const call of [board().resolve(id), board().notes(id), board().enableSubscription(id)]) {
      expect((await portErrorOf(call)).reason).toBe('refused');
    }
    expect(pagerduty.requests).toHaveLength(0);
  });

  it('in a state that PagerDuty does not have yet still needs somebody', async () => {
    const id = opened('Checkout is slow');
    Object.assign(pagerduty.incident(id), { status: 'pondered', urgency: 'severe' });
    expect(await board().incident(id)).toMatchObject({ status: 'triggered', urgency: 'high' });
  });
});
