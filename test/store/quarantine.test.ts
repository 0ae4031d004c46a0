/** What is kept can be listed and read again, and what is in quarantine can be taken once more. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/ports/incident-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { tPlus } from '../given/story.ts';

const databases = givenDatabases();
let open: OpenStore;

beforeEach(async () => {
  open = await databases.store();
});

function delivery(number: number, over: Partial<Delivery> = {}): Delivery {
  const body = new TextEncoder().encode(`{"number":${number}}`);
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    source: 'pagerduty',
    // Two by two at the same moment, so that a page may end between them.
    receivedAt: tPlus(Math.floor(number / 2)),
    sha256: createHash('sha256').update(body).digest('hex'),
    body,
    state: 'quarantined',
    reason: 'none of ours',
    vendorIds: [`event:${number}`],
    ...over,
  };
}

const record = (one: Delivery) => open.store.transaction((tx) => tx.recordDelivery(one));
const used = (one: Delivery): Delivery => ({ ...one, state: 'accepted', reason: 'replayed' });

describe('the list of deliveries', () => {
  async function pages(state: Delivery['state'] | null, limit: number): Promise<string[][]> {
    const seen: string[][] = [];
    let cursor: string | null = null;
    do {
      const page = await open.store.deliveries({ state, limit, cursor });
      seen.push(page.deliveries.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return seen;
  }

  it('is newest first, by state, and every page goes on where the last one ended', async () => {
    for (let number = 1; number <= 9; number += 1) {
      await record(delivery(number, { state: number % 3 === 0 ? 'accepted' : 'quarantined' }));
    }
    const idsOf = (...numbers: number[]) => numbers.map((number) => delivery(number).id);
    expect(await pages(null, 200)).toEqual([idsOf(9, 8, 7, 6, 5, 4, 3, 2, 1)]);
    expect(await pages('accepted', 200)).toEqual([idsOf(9, 6, 3)]);
    for (const limit of [1, 2, 4]) {
      const seen = await pages('quarantined', limit);
      expect(seen.flat()).toEqual(idsOf(8, 7, 5, 4, 2, 1));
      expect(seen.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    }
  });

  it('tells sizes and digests, and no bytes', async () => {
    const one = delivery(1);
    await record(one);
    const { deliveries } = await open.store.deliveries({ state: null, limit: 1, cursor: null });
    const { body, vendorIds: _, ...kept } = one;
    expect(deliveries).toEqual([{ ...kept, bytes: body.length }]);
  });

  it.each(['', 'x', Buffer.from('["2026-03-17T14:30:00.000Z","\'; drop"]').toString('base64url')])(
    'refuses the cursor "%s"',
    async (cursor) => {
      const asked = open.store.deliveries({ state: null, limit: 1, cursor });
      await expect(asked).rejects.toThrow(RangeError);
    },
  );
});

describe('one delivery', () => {
  it('comes with all of its bytes, or with as many as are wanted', async () => {
    const body = Uint8Array.from({ length: 300 }, (_, byte) => byte % 256);
    await record(delivery(1, { body }));
    const whole = await open.store.delivery(delivery(1).id);
    expect(whole?.body).toEqual(Buffer.from(body));
    const first = await open.store.delivery(delivery(1).id, 7);
    expect(first).toMatchObject({ bytes: 300, body: Buffer.from(body.subarray(0, 7)) });
    expect(await open.store.delivery('nobody\u0000')).toBeNull();
  });
});

describe('a delivery in quarantine', () => {
  it('is taken once more under its own ids, and then not again', async () => {
    const one = delivery(1, { receivedAt: tPlus(0) });
    await record(one);
    expect(await record({ ...used(one), receivedAt: tPlus(500) })).toBe(true);
    const kept = await open.store.delivery(one.id);
    expect(kept).toMatchObject({ state: 'accepted', reason: 'replayed', receivedAt: tPlus(0) });
    expect(await record({ ...used(one), reason: 'a third time' })).toBe(false);
    expect((await open.store.delivery(one.id))?.reason).toBe('replayed');
  });

  it('stays there with the reason of the last try', async () => {
    await record(delivery(1));
    expect(await record(delivery(1, { reason: 'still none of ours' }))).toBe(true);
    expect(await open.store.delivery(delivery(1).id)).toMatchObject({
      state: 'quarantined',
      reason: 'still none of ours',
    });
  });

  it('brings ids that it did not have before, and is known by all of them', async () => {
    await record(delivery(1));
    expect(await record(used(delivery(1, { vendorIds: ['event:1', 'note:1'] })))).toBe(true);
    expect(await record(delivery(2, { vendorIds: ['note:1'] }))).toBe(false);
    expect(await record(delivery(3, { vendorIds: ['event:1'] }))).toBe(false);
  });

  it('is not taken when another delivery brought the same meanwhile, and stays known itself', async () => {
    await record(delivery(1));
    await record(delivery(2, { vendorIds: ['note:1'], state: 'accepted' }));
    expect(await record(used(delivery(1, { vendorIds: ['event:1', 'note:1'] })))).toBe(false);
    expect((await open.store.delivery(delivery(1).id))?.state).toBe('quarantined');
    expect(await record(delivery(3, { vendorIds: ['event:1'] }))).toBe(false);
  });

  it('is taken by one of many that replay it at once', async () => {
    await record(delivery(1));
    const taken = await Promise.all(Array.from({ length: 20 }, () => record(used(delivery(1)))));
    expect(taken.filter((one) => one)).toHaveLength(1);
  });

  it('is not taken when the transaction of its replay fails', async () => {
    await record(delivery(1));
    const failing = open.store.transaction(async (tx) => {
      await tx.recordDelivery(used(delivery(1)));
      throw new RangeError('later');
    });
    await expect(failing).rejects.toThrow('later');
    expect(await record(used(delivery(1)))).toBe(true);
  });

  it('is found by an index of its own', async () => {
    const plan = await sql(
      open.url,
      `explain select id from tocsin.deliveries where state = 'quarantined'
       order by received_at desc, id desc limit 10`,
    );
    expect(JSON.stringify(plan)).toContain('deliveries_quarantined');
  });
});
