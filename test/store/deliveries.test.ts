/** Deliveries are kept as they came, and a repeated one is recognised by any of its vendor's ids. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { Delivery } from '../../src/ports/incident-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { START } from '../given/story.ts';

const databases = givenDatabases();
let open: OpenStore;

beforeAll(async () => {
  open = await databases.store();
});

function delivery(over: Partial<Delivery> = {}): Delivery {
  return {
    id: randomUUID(),
    source: 'pagerduty',
    receivedAt: START,
    sha256: 'f'.repeat(64),
    body: new TextEncoder().encode('{"event":{}}'),
    state: 'accepted',
    reason: '',
    vendorIds: [],
    ...over,
  };
}

const record = (one: Delivery) => open.store.transaction((tx) => tx.recordDelivery(one));
const stored = (id: string) => sql(open.url, 'select * from tocsin.deliveries where id = $1', [id]);

it('keeps every byte, whatever it is', async () => {
  const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const one = delivery({ body: body.subarray(7), state: 'quarantined', reason: 'not JSON' });
  expect(await record(one)).toBe(true);
  expect(await stored(one.id)).toEqual([
    {
      id: one.id,
      source: 'pagerduty',
      received_at: new Date(START),
      sha256: one.sha256,
      body: Buffer.from(body.subarray(7)),
      state: 'quarantined',
      reason: 'not JSON',
      try_at: null,
      thread: null,
      turn: null,
    },
  ]);
});

it('recognises a delivery by any one of its ids, and writes nothing then', async () => {
  expect(await record(delivery({ vendorIds: ['webhook-1', 'event-1'] }))).toBe(true);
  const repeated = delivery({ vendorIds: ['webhook-2', 'event-1', 'event-2'] });
  expect(await record(repeated)).toBe(false);
  expect(await stored(repeated.id)).toEqual([]);
  // What only the refused one named is not known by it.
  expect(await record(delivery({ vendorIds: ['event-2'] }))).toBe(true);
});

it('does not take the id of one source for that of another', async () => {
  expect(await record(delivery({ vendorIds: ['same'] }))).toBe(true);
  expect(await record(delivery({ vendorIds: ['same'], source: 'alertmanager' }))).toBe(true);
});

it('takes deliveries without ids as often as they come', async () => {
  expect([await record(delivery()), await record(delivery())]).toEqual([true, true]);
});

it('takes one of many that arrive at once with the same id', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, () => record(delivery({ vendorIds: ['at once', 'and this'] }))),
  );
  expect(outcomes.filter((taken) => taken)).toHaveLength(1);
});

it('forgets the ids of a delivery whose transaction failed', async () => {
  const failing = open.store.transaction(async (tx) => {
    await tx.recordDelivery(delivery({ vendorIds: ['not yet'] }));
    throw new RangeError('later');
  });
  await expect(failing).rejects.toThrow(RangeError);
  expect(await record(delivery({ vendorIds: ['not yet'] }))).toBe(true);
});

it('takes ids of any length and any characters', async () => {
  const odd = ['x'.repeat(20_000), 'nul\u0000', '\ud800', ''];
  expect(await record(delivery({ vendorIds: odd }))).toBe(true);
  expect(await record(delivery({ vendorIds: odd.slice(1, 2) }))).toBe(false);
});
