/** The outbox gives each due row to one claimant at a time, in order where order matters, until it is done. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Effect, EffectKind } from '../../src/domain/effect.ts';
import type { Outbox } from '../../src/ports/outbox.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { appendOf, opening } from '../given/incident.ts';
import { LAN, START, tPlus } from '../given/story.ts';

const databases = givenDatabases();
let open: OpenStore;
let outbox: Outbox;

const FIRST = 'INC-2026-03-17-001';
const SECOND = 'INC-2026-03-17-002';

beforeAll(async () => {
  open = await databases.store();
  outbox = open.outbox;
});

beforeEach(async () => {
  await sql(open.url, 'delete from tocsin.outbox');
});

function effect(kind: EffectKind, dedupe: string, dueAt = START, payload = {}): Effect {
  return { kind, dedupe, dueAt, payload };
}

/** An incident with these effects in the outbox and no others. */
async function incidentWith(id: string, ...effects: Effect[]): Promise<void> {
  const note = { type: 'TakeNote', at: tPlus(1), by: LAN, text: 'x' } as const;
  const loaded = await open.store.load(id);
  const change = appendOf(loaded, loaded === null ? opening({ id }) : note);
  await open.store.transaction((tx) => tx.append({ ...change, effects }));
}

const claimed = async (...args: Parameters<Outbox['claim']>) =>
  (await outbox.claim(...args)).map((row) => row.dedupe);

const claimedOf = async (...args: Parameters<Outbox['claimOf']>) =>
  (await outbox.claimOf(...args)).map((row) => row.dedupe);

describe('an effect', () => {
  it('is given with all that was put in', async () => {
    await incidentWith(FIRST, effect('page', 'page:1', START, { generation: 2, reason: 'x' }));
    const [row] = await outbox.claim('pager', tPlus(0), 10, 5);
    expect(row).toMatchObject({
      incidentId: FIRST,
      kind: 'page',
      dedupe: 'page:1',
      payload: { generation: 2, reason: 'x' },
      dueAt: START,
      firstDueAt: START,
      attempts: 0,
      wasTaken: false,
    });
    expect(await outbox.undone(row?.id ?? '')).toEqual(row);
  });

  it('with a dedupe key that was asked before is one row, even when that is done', async () => {
    await incidentWith(FIRST, effect('diagnose', 'same'), effect('diagnose', 'same'));
    const [row] = await outbox.claim('job', START, 10, 5);
    await outbox.done(row?.id ?? '', START);
    await incidentWith(FIRST, effect('diagnose', 'same'));
    expect(await claimed('job', tPlus(1000), 10, 5)).toEqual([]);
  });

  it('is not given before it is due, nor on another lane', async () => {
    await incidentWith(FIRST, effect('accept-proposal', 'timer', tPlus(300)));
    expect(await claimed('timer', tPlus(299), 10, 5)).toEqual([]);
    expect(await claimed('job', tPlus(300), 10, 5)).toEqual([]);
    expect(await claimed('timer', tPlus(300), 10, 5)).toEqual(['timer']);
  });
});

describe('a claim', () => {
  it('takes what is due longest first, and no more than the limit', async () => {
    await incidentWith(
      FIRST,
      effect('diagnose', 'late', tPlus(20)),
      effect('verify', 'early', tPlus(10)),
      effect('publish', 'middle', tPlus(15)),
    );
    expect(await claimed('job', tPlus(60), 10, 2)).toEqual(['early', 'middle']);
    expect(await claimed('job', tPlus(60), 10, 2)).toEqual(['late']);
  });

  it('keeps the row from others until the lease runs out', async () => {
    await incidentWith(FIRST, effect('diagnose', 'leased'));
    expect(await claimed('job', tPlus(0), 30, 5)).toEqual(['leased']);
    expect(await claimed('job', tPlus(29.999), 30, 5)).toEqual([]);
    const [again] = await outbox.claim('job', tPlus(30), 30, 5);
    expect(again).toMatchObject({ dedupe: 'leased', attempts: 0, wasTaken: true });
  });

  it('of one incident takes from all its lanes, each with its own lease, and leaves the others alone', async () => {
    await incidentWith(
      FIRST,
      effect('page', 'first page', tPlus(2)),
      effect('close-page', 'its close'),
      effect('diagnose', 'first job', tPlus(1)),
      effect('fallback', 'first call'),
      effect('accept-proposal', 'later', tPlus(300)),
    );
    await incidentWith(SECOND, effect('page', 'second'));
    const leases = { pager: 10, job: 30, timer: 10 };
    expect(await claimedOf(FIRST, tPlus(5), leases, 5)).toEqual(['first job', 'first page']);
    expect(await claimedOf(FIRST, tPlus(14), { pager: 10, job: 30, call: 5 }, 5)).toEqual([
      'first call',
    ]);
    expect(await claimedOf(FIRST, tPlus(15), leases, 5)).toEqual(['first page']);
    expect(await claimedOf(FIRST, tPlus(35), leases, 1)).toEqual(['first job']);
    expect(await claimed('pager', tPlus(0), 10, 5)).toEqual(['second']);
  });

  it('by many at once gives every row to one of them', async () => {
    const effects = Array.from({ length: 200 }, (_, index) => effect('publish', `p${index}`));
    await incidentWith(FIRST, ...effects);
    const taken = await Promise.all(
      Array.from({ length: 40 }, () => claimed('job', tPlus(0), 60, 10)),
    );
    const all = taken.flat();
    expect(new Set(all).size).toBe(all.length);
    const rest = await claimed('job', tPlus(0), 60, 200);
    expect(new Set([...all, ...rest]).size).toBe(200);
  });
});

describe.each([
  ['pager', 'page', 'close-page'],
  ['note', 'note', 'note'],
  ['chat', 'chat', 'chat'],
] as const)('on the %s lane', (lane, one, other) => {
  it('a row waits until every earlier one of its incident is done', async () => {
    await incidentWith(FIRST, effect(one, 'a', tPlus(5)), effect(other, 'b', tPlus(0)));
    await incidentWith(SECOND, effect(one, 'c', tPlus(1)));
    // b is due, and still a goes before it.
    expect(await claimed(lane, tPlus(2), 10, 5)).toEqual(['c']);
    const [first] = await outbox.claim(lane, tPlus(5), 10, 5);
    expect(first?.dedupe).toBe('a');
    expect(await claimed(lane, tPlus(9), 10, 5)).toEqual([]);
    await outbox.done(first?.id ?? '', tPlus(9));
    expect(await claimed(lane, tPlus(9), 10, 5)).toEqual(['b']);
  });

  it('a row that is to be tried again holds up those behind it, an abandoned one does not', async () => {
    await incidentWith(FIRST, effect(one, 'a'), effect(other, 'b'));
    const [row] = await outbox.claim(lane, START, 10, 5);
    await outbox.retry(row?.id ?? '', tPlus(60), '503');
    expect(await claimed(lane, tPlus(59), 10, 5)).toEqual([]);
    await outbox.abandon(row?.id ?? '', tPlus(59), 'wrong routing key');
    expect(await claimed(lane, tPlus(59), 10, 5)).toEqual(['b']);
  });
});

describe('a slow note', () => {
  it('does not hold up a page', async () => {
    await incidentWith(FIRST, effect('note', 'note'), effect('page', 'page'));
    expect(await claimed('note', START, 600, 5)).toEqual(['note']);
    expect(await claimed('pager', START, 10, 5)).toEqual(['page']);
  });
});

describe('a row that failed', () => {
  it('comes again when it is due, with its tries counted', async () => {
    await incidentWith(FIRST, effect('page', 'page'));
    for (const tries of [0, 1, 2]) {
      const [row] = await outbox.claim('pager', tPlus(tries * 100), 10, 5);
      expect(row?.attempts).toBe(tries);
      await outbox.retry(row?.id ?? '', tPlus((tries + 1) * 100), 'timeout: \u0000 no answer');
      expect((await outbox.undone(row?.id ?? ''))?.dueAt).toBe(tPlus((tries + 1) * 100));
    }
  });

  it('and was abandoned is never tried again', async () => {
    await incidentWith(FIRST, effect('page', 'page'));
    const [row] = await outbox.claim('pager', START, 10, 5);
    await outbox.abandon(row?.id ?? '', START, 'refused');
    await outbox.retry(row?.id ?? '', START, 'too late');
    expect(await outbox.undone(row?.id ?? '')).toBeNull();
    expect(await claimed('pager', tPlus(1e6), 10, 5)).toEqual([]);
  });
});

describe('what is pending', () => {
  it('is what is due and not done, and how long the oldest has waited', async () => {
    await incidentWith(
      FIRST,
      effect('page', 'due', tPlus(0)),
      effect('publish', 'due too', tPlus(30)),
      effect('verify', 'later', tPlus(500)),
    );
    expect(await outbox.pending(tPlus(60))).toEqual({ count: 2, oldestSeconds: 60 });
    const [row] = await outbox.claim('pager', tPlus(60), 10, 5);
    expect(await outbox.pending(tPlus(60))).toEqual({ count: 2, oldestSeconds: 60 });
    await outbox.done(row?.id ?? '', tPlus(60));
    expect(await outbox.pending(tPlus(60))).toEqual({ count: 1, oldestSeconds: 30 });
    expect(await outbox.pending(tPlus(-60))).toEqual({ count: 0, oldestSeconds: 0 });
  });

  it('is also what waits for its next try, since it was due first', async () => {
    await incidentWith(FIRST, effect('page', 'refused', tPlus(0)));
    const [row] = await outbox.claim('pager', tPlus(10), 10, 5);
    await outbox.retry(row?.id ?? '', tPlus(600), 'PagerDuty is away');
    expect(await outbox.pending(tPlus(60))).toEqual({ count: 1, oldestSeconds: 60 });
  });

  it('by an id that is not ours is nothing', async () => {
    for (const id of ['', 'x', '0', '-1', '1e3', '9'.repeat(40), '1; drop table']) {
      expect(await outbox.undone(id)).toBeNull();
    }
  });
});
