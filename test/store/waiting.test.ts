/** A delivery that waits is tried again by one process at a time, and behind those of its thread that came before. */
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

function waiting(id: string, thread: string, tryAt: string): Delivery {
  return {
    id,
    source: 'pagerduty',
    receivedAt: tPlus(0),
    sha256: '',
    body: new TextEncoder().encode(id),
    state: 'quarantined',
    reason: 'PagerDuty was away',
    vendorIds: [`event:${id}`],
    waiting: { thread, tryAt },
  };
}

const record = (one: Delivery) => open.store.transaction((tx) => tx.recordDelivery(one));
const claim = async (at: string, limit = 10) =>
  (await open.store.claimWaiting(at, 30, limit)).map(({ id }) => id);
const used = ({ waiting: _, ...one }: Delivery): Delivery => ({ ...one, state: 'accepted' });

describe('a delivery that waits', () => {
  it('is given when it is due, as it came, and to nobody else while its lease lasts', async () => {
    const one = waiting('a', 'P1', tPlus(10));
    await record(one);
    expect(await claim(tPlus(9))).toEqual([]);
    const [taken] = await open.store.claimWaiting(tPlus(10), 30, 10);
    const { vendorIds: _v, waiting: _w, ...kept } = one;
    expect(taken).toEqual({ ...kept, body: Buffer.from(kept.body) });
    expect(await claim(tPlus(39))).toEqual([]);
    expect(await claim(tPlus(40))).toEqual(['a']);
  });

  it('goes in the order in which its thread came, whatever is due first; other threads go beside it', async () => {
    await record(waiting('z-first', 'P1', tPlus(20)));
    await record(waiting('a-second', 'P1', tPlus(5)));
    await record(waiting('other', 'P2', tPlus(5)));
    expect(await claim(tPlus(10))).toEqual(['other']);
    expect(await claim(tPlus(20))).toEqual(['z-first']);
    // It is put off once more, and keeps its turn.
    await record(waiting('z-first', 'P1', tPlus(30)));
    expect(await claim(tPlus(25))).toEqual([]);
    await record(used(waiting('z-first', 'P1', tPlus(30))));
    expect(await claim(tPlus(25))).toEqual(['a-second']);
  });

  it('waits no more once it is used, or left in quarantine for good', async () => {
    await record(waiting('a', 'P1', tPlus(0)));
    await record(waiting('b', 'P2', tPlus(0)));
    expect(await open.store.isWaiting('P1')).toBe(true);
    await record(used(waiting('a', 'P1', tPlus(0))));
    const { waiting: _, ...forGood } = waiting('b', 'P2', tPlus(0));
    await record(forGood);
    expect(await claim(tPlus(100))).toEqual([]);
    expect([await open.store.isWaiting('P1'), await open.store.isWaiting('P2')]).toEqual([
      false,
      false,
    ]);
  });

  it('waits no more when an older Tocsin, which does not know of waiting, replayed it', async () => {
    await record(waiting('a', 'P1', tPlus(0)));
    await sql(open.url, "update tocsin.deliveries set state = 'accepted' where id = 'a'");
    expect(await claim(tPlus(100))).toEqual([]);
    expect(await open.store.isWaiting('P1')).toBe(false);
  });

  it('is taken by one of many that ask at once', async () => {
    await record(waiting('a', 'P1', tPlus(0)));
    const taken = await Promise.all(Array.from({ length: 10 }, () => claim(tPlus(1))));
    expect(taken.flat()).toEqual(['a']);
  });

  it('is found among thirty thousand others of its thread', async () => {
    const others = `insert into tocsin.deliveries
        (id, source, received_at, sha256, body, state, reason, thread, try_at, turn)
      select 'after-' || each, source, received_at, sha256, body, state, reason, thread, try_at,
        nextval('tocsin.waiting_turns')
      from tocsin.deliveries, generate_series(1, 30000) as each`;
    await record(waiting('first', 'P1', tPlus(0)));
    await sql(open.url, others);
    expect(await claim(tPlus(1))).toEqual(['first']);
  });

  it('is given no more than asked for', async () => {
    for (const name of ['a', 'b', 'c']) await record(waiting(name, name, tPlus(0)));
    expect((await claim(tPlus(1), 2)).toSorted()).toEqual(['a', 'b']);
    expect(await claim(tPlus(1), 2)).toEqual(['c']);
  });
});
