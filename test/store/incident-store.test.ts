/** What the incident store promises about one transaction, and about several at once. */
import { beforeAll, describe, expect, it } from 'vitest';
import { isOpen } from '../../src/domain/incident.ts';
import { type IncidentStore, VersionConflict } from '../../src/ports/incident-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { cause, check, confirm, evidence, fix, resolve, usersOk } from '../given/command.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { appendOf, live, opening, stateAfter } from '../given/incident.ts';
import { LAN, signal, tPlus } from '../given/story.ts';

const databases = givenDatabases();
let open: OpenStore;
let store: IncidentStore;

beforeAll(async () => {
  open = await databases.store();
  store = open.store;
});

const note = (text: string, at = tPlus(60)) => ({ type: 'TakeNote', at, by: LAN, text }) as const;

describe('an append', () => {
  it('is read back as the incident it folded to, with every event in order', async () => {
    const id = 'INC-2026-03-17-001';
    const lived = await live(store, { id }, note('first'), note('second'), confirm('SEV1'));
    expect(await store.load(id)).toEqual(lived);
    const timeline = await store.timeline(id);
    expect(timeline.map((entry) => entry.seq)).toEqual(timeline.map((_, index) => index + 1));
    expect(timeline.map((entry) => entry.event.type)).toEqual([
      'IncidentOpened',
      'SignalsObserved',
      'SeverityProposed',
      'NoteTaken',
      'NoteTaken',
      'SeverityConfirmed',
      'CommandTaken',
      'TriageCompleted',
    ]);
  });

  it('is not there at all when the work throws after it', async () => {
    const id = 'INC-2026-03-17-002';
    const failing = store.transaction(async (tx) => {
      await tx.append(appendOf(null, opening({ id })));
      throw new RangeError('something later failed');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await store.load(id)).toBeNull();
    expect(await store.timeline(id)).toEqual([]);
  });

  it('with a version that is not the last one is a VersionConflict and changes nothing', async () => {
    const opened = await live(store, { id: 'INC-2026-03-17-003' });
    const first = appendOf(opened, note('first'));
    const second = appendOf(opened, note('second'));
    await store.transaction((tx) => tx.append(first));
    const late = store.transaction((tx) => tx.append(second));
    await expect(late).rejects.toBeInstanceOf(VersionConflict);
    expect(await store.load('INC-2026-03-17-003')).toEqual(stateAfter(first));
  });

  it('of two writers at the same moment lets exactly one through', async () => {
    const opened = await live(store, { id: 'INC-2026-03-17-004' });
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((text) =>
        store.transaction((tx) => tx.append(appendOf(opened, note(text)))),
      ),
    );
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(7);
    for (const { reason } of lost) expect(reason).toBeInstanceOf(VersionConflict);
    expect((await store.load('INC-2026-03-17-004'))?.version).toBe(opened.version + 1);
  });

  it('after a conflict works on the same connections', async () => {
    const opened = await live(store, { id: 'INC-2026-03-17-005' });
    const change = appendOf(opened, note('once'));
    await store.transaction((tx) => tx.append(change));
    for (let times = 0; times < 12; times++) {
      await expect(store.transaction((tx) => tx.append(change))).rejects.toThrow(VersionConflict);
    }
    const next = appendOf(stateAfter(change), note('twice'));
    await store.transaction((tx) => tx.append(next));
    expect(await store.load('INC-2026-03-17-005')).toEqual(stateAfter(next));
  });

  it('that opens a second incident under an open correlation key is a VersionConflict', async () => {
    await live(store, { id: 'INC-2026-03-17-006', correlationKey: 'checkout' });
    const second = appendOf(
      null,
      opening({ id: 'INC-2026-03-17-007', correlationKey: 'checkout' }),
    );
    const late = store.transaction((tx) => tx.append(second));
    await expect(late).rejects.toBeInstanceOf(VersionConflict);
  });

  it('may open another incident under the key of a resolved one, which is then the latest', async () => {
    const clearing = {
      ...opening({ id: 'INC-2026-03-17-008', correlationKey: 'carts', at: tPlus(1200) }),
      signals: [
        signal({ status: 'resolved', fingerprint: 'of INC-2026-03-17-008', endsAt: tPlus(1200) }),
      ],
    };
    const first = await live(
      store,
      { id: 'INC-2026-03-17-008', correlationKey: 'carts' },
      confirm('SEV1'),
      evidence(),
      cause(),
      fix(),
      clearing,
      check('recovered', tPlus(1200)),
      usersOk(),
      resolve(),
    );
    expect(isOpen(first.incident)).toBe(false);
    await live(store, { id: 'INC-2026-03-17-009', correlationKey: 'carts', at: tPlus(9000) });
    const latest = await store.transaction((tx) => tx.latest('carts'));
    expect(latest?.incident.id).toBe('INC-2026-03-17-009');
  });
});

describe('the events', () => {
  it.each([
    "update tocsin.incident_events set event = '{}'",
    'delete from tocsin.incident_events',
    'truncate tocsin.incident_events',
  ])('cannot be changed: %s', async (statement) => {
    await expect(sql(open.url, statement)).rejects.toThrow('append-only');
  });
});

describe('a projection of an older shape', () => {
  it('is folded again from the events when it is loaded or listed', async () => {
    const id = 'INC-2026-03-17-010';
    const lived = await live(store, { id, at: tPlus(50_000) }, note('kept'), confirm('SEV2'));
    await sql(open.url, "update tocsin.incidents set shape = 0, state = '{}' where id = $1", [id]);
    expect(await store.load(id)).toEqual(lived);
    expect(await store.transaction((tx) => tx.load(id))).toEqual(lived);
    const everything = { status: [], severity: [], service: null, limit: 1, cursor: null };
    expect((await store.list(everything)).incidents).toEqual([lived.incident]);
  });

  it('is written in the new shape by the next append', async () => {
    const id = 'INC-2026-03-17-011';
    const lived = await live(store, { id });
    await sql(open.url, "update tocsin.incidents set shape = 0, state = '{}' where id = $1", [id]);
    const next = appendOf(lived, note('more'));
    await store.transaction((tx) => tx.append(next));
    const [row] = await sql(open.url, 'select state from tocsin.incidents where id = $1', [id]);
    expect(row?.['state']).toEqual(next.incident);
  });
});

describe('incident numbers', () => {
  it('count from 001 for each day, without a gap for a transaction that failed', async () => {
    const next = (day: string) => store.transaction((tx) => tx.nextIncidentId(day));
    expect(await next('2031-01-01')).toBe('INC-2031-01-01-001');
    const failing = store.transaction(async (tx) => {
      await tx.nextIncidentId('2031-01-01');
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await next('2031-01-01')).toBe('INC-2031-01-01-002');
    expect(await next('2031-01-02')).toBe('INC-2031-01-02-001');
  });

  it('are given once each to many at the same time, and go on after 999', async () => {
    await sql(open.url, "insert into tocsin.counters values ('incidents 2031-01-03', 990)");
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => store.transaction((tx) => tx.nextIncidentId('2031-01-03'))),
    );
    expect(new Set(ids).size).toBe(20);
    expect(ids.toSorted()).toContain('INC-2031-01-03-1010');
  });
});

describe('the answers of evidence', () => {
  it('are kept whole with the append that records the evidence', async () => {
    const id = 'INC-2026-03-17-012';
    const opened = await live(store, { id });
    const answer = { series: [{ labels: { pod: 'a' }, points: [[1, 0.25]] }], note: null };
    const change = { ...appendOf(opened, evidence()), answers: [{ id: 'E1', answer }] as const };
    await store.transaction((tx) => tx.append(change));
    expect(await store.answer(id, 'E1')).toEqual(answer);
    expect(await store.answer(id, 'E2')).toBeNull();
  });

  it('stay as they were recorded first', async () => {
    const id = 'INC-2026-03-17-013';
    const opened = await live(store, { id });
    const first = {
      ...appendOf(opened, evidence()),
      answers: [{ id: 'E1', answer: [1] }] as const,
    };
    await store.transaction((tx) => tx.append(first));
    const again = {
      ...appendOf(stateAfter(first), note('x')),
      answers: [{ id: 'E1', answer: [2] }] as const,
    };
    await store.transaction((tx) => tx.append(again));
    expect(await store.answer(id, 'E1')).toEqual([1]);
  });
});

describe('what is not there', () => {
  it('is null or empty, never an error', async () => {
    for (const id of ['INC-2099-01-01-001', '', '\u0000', 'x'.repeat(10_000), "'; drop table"]) {
      expect(await store.load(id)).toBeNull();
      expect(await store.timeline(id)).toEqual([]);
      expect(await store.signals(id === '' ? 'none' : id, 10)).toEqual([]);
      expect(await store.byPagerduty(id)).toBeNull();
      expect(await store.byDedupKey(id)).toBeNull();
      expect(await store.transaction((tx) => tx.load(id))).toBeNull();
      expect(await store.transaction((tx) => tx.latest(id))).toBeNull();
    }
  });
});
