/** The sandbox's Events API refuses, joins, opens and closes like the real one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPagerDuty, type PagerDutySandbox } from '../../../src/sandbox/pagerduty.ts';
import { keyed, sendEvent, TRIGGER } from './pagerduty-client.ts';

let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  pagerduty = await openPagerDuty();
});

afterEach(() => pagerduty.close());

describe('an event', () => {
  it.each([
    ['no JSON', '{"routing_key"', 'JSON parse error'],
    ['a list', [], 'JSON parse error'],
    ['no routing key', { ...TRIGGER, routing_key: undefined }, 'routing_key'],
    ['a short routing key', { ...TRIGGER, routing_key: 'abc' }, '32 characters'],
    ['an unknown routing key', { ...TRIGGER, routing_key: 'f'.repeat(32) }, 'Invalid routing key'],
    ['no action', { ...TRIGGER, event_action: 'page' }, 'event_action'],
    ['no payload', { ...TRIGGER, payload: undefined }, "'payload'"],
    ['no summary', { ...TRIGGER, payload: { ...TRIGGER.payload, summary: '' } }, 'summary'],
    [
      'a long summary',
      { ...TRIGGER, payload: { ...TRIGGER.payload, summary: 'x'.repeat(1025) } },
      '1024',
    ],
    ['no source', { ...TRIGGER, payload: { ...TRIGGER.payload, source: '' } }, 'source'],
    [
      'a severity of ours',
      { ...TRIGGER, payload: { ...TRIGGER.payload, severity: 'SEV1' } },
      'severity',
    ],
    [
      'a broken time',
      { ...TRIGGER, payload: { ...TRIGGER.payload, timestamp: 'now' } },
      'timestamp',
    ],
    [
      'details that are text',
      { ...TRIGGER, payload: { ...TRIGGER.payload, custom_details: 'x' } },
      'custom_details',
    ],
    ['a long dedup key', { ...TRIGGER, dedup_key: 'k'.repeat(256) }, 'dedup_key'],
    ['a resolve without a key', keyed('resolve', ''), 'dedup_key'],
    ['a link to nowhere', { ...TRIGGER, links: [{ text: 'x' }] }, 'links'],
    ['a plain http image', { ...TRIGGER, images: [{ src: 'http://x' }] }, 'images'],
    [
      '600 kB',
      { ...TRIGGER, payload: { ...TRIGGER.payload, custom_details: { x: 'y'.repeat(600_000) } } },
      'too large',
    ],
  ])('with %s is refused with 400 and the reason', async (_, event, reason) => {
    const reply = await sendEvent(pagerduty, event);
    expect(reply.status).toBe(400);
    expect(reply.body.errors.join()).toContain(reason);
    expect(pagerduty.incidents).toHaveLength(0);
  });

  it('that is taken gets 202 and its key, or one of PagerDuty’s own', async () => {
    const own = await sendEvent(pagerduty, TRIGGER);
    expect(own).toEqual({
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: 'checkout-down' },
    });
    const given = await sendEvent(pagerduty, { ...TRIGGER, dedup_key: undefined });
    expect(given.body.dedup_key).toMatch(/^[0-9a-z]{32}$/);
  });
});

describe('the life of an alert', () => {
  it('joins what has the same key, and opens anew after a resolve', async () => {
    await sendEvent(pagerduty, TRIGGER);
    await sendEvent(pagerduty, { ...TRIGGER, payload: { ...TRIGGER.payload, summary: 'Worse' } });
    expect(pagerduty.incidents).toHaveLength(1);
    expect(pagerduty.incidents[0]?.alerts[0]?.summary).toBe('Worse');
    await sendEvent(pagerduty, keyed('acknowledge'));
    expect(pagerduty.incidents[0]?.status).toBe('acknowledged');
    await sendEvent(pagerduty, keyed('resolve'));
    expect(pagerduty.incidents[0]?.status).toBe('resolved');
    await sendEvent(pagerduty, TRIGGER);
    expect(pagerduty.incidents.map((incident) => incident.status)).toEqual([
      'resolved',
      'triggered',
    ]);
  });

  it('drops an acknowledge or resolve of an unknown key, and still says 202', async () => {
    expect((await sendEvent(pagerduty, keyed('resolve', 'nobody'))).status).toBe(202);
    expect((await sendEvent(pagerduty, keyed('acknowledge', 'nobody'))).status).toBe(202);
    expect(pagerduty.incidents).toHaveLength(0);
  });

  it('never crosses from one service to another', async () => {
    const other = await openPagerDuty({
      services: [
        { name: 'A', routingKey: 'a'.repeat(32) },
        { name: 'B', routingKey: 'b'.repeat(32) },
      ],
    });
    await sendEvent(other, { ...TRIGGER, routing_key: 'a'.repeat(32) });
    await sendEvent(other, { ...keyed('resolve'), routing_key: 'b'.repeat(32) });
    await other.close();
    expect(other.incidents.map((incident) => [incident.service.name, incident.status])).toEqual([
      ['A', 'triggered'],
    ]);
  });
});

it('a change event is taken, and opens nothing', async () => {
  const response = await fetch(`${pagerduty.url}/v2/change/enqueue`, {
    method: 'POST',
    body: JSON.stringify({
      routing_key: TRIGGER.routing_key,
      payload: { summary: 'Deployed 2.0' },
    }),
  });
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({ status: 'success', message: 'Change event processed' });
  expect(pagerduty.incidents).toHaveLength(0);
});
