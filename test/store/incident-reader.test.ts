/** Reading beside transactions: lists page by page, and the ways from a pager's keys to an incident. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { IncidentFilter, IncidentStore } from '../../src/ports/incident-store.ts';
import { cause, check, confirm, evidence, fix, resolve, usersOk } from '../given/command.ts';
import { givenDatabases } from '../given/database.ts';
import { live, opening } from '../given/incident.ts';
import { LAN, signal, tPlus } from '../given/story.ts';

const databases = givenDatabases();
let store: IncidentStore;

const idOf = (number: number) => `INC-2026-03-17-${String(number).padStart(3, '0')}`;
const SEVERITIES = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;

beforeAll(async () => {
  store = (await databases.store()).store;
  // Two by two opened at the same moment, so that a page may end between them.
  for (let number = 1; number <= 25; number++) {
    const at = tPlus(Math.floor(number / 2) * 60);
    const severity = SEVERITIES[number % 4] ?? 'SEV1';
    const birth = { id: idOf(number), at, severity };
    await (number % 5 === 0 ? live(store, birth, confirm(severity, at)) : live(store, birth));
  }
});

const everything: IncidentFilter = {
  status: [],
  severity: [],
  service: null,
  limit: 200,
  cursor: null,
};
const ids = async (filter: Partial<IncidentFilter>) =>
  (await store.list({ ...everything, ...filter })).incidents.map((each) => each.id);

async function pages(filter: Partial<IncidentFilter>): Promise<string[][]> {
  const seen: string[][] = [];
  let cursor: string | null = null;
  do {
    const page = await store.list({ ...everything, ...filter, cursor });
    seen.push(page.incidents.map((each) => each.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return seen;
}

describe('the list', () => {
  it('is newest first', async () => {
    expect(await ids({})).toEqual(Array.from({ length: 25 }, (_, index) => idOf(25 - index)));
  });

  it.each([1, 2, 7, 24, 25, 26])('in pages of %i holds every incident once', async (limit) => {
    const seen = await pages({ limit });
    expect(seen.flat()).toEqual(await ids({}));
    expect(seen.slice(0, -1).every((page) => page.length === limit)).toBe(true);
  });

  it('keeps its place while new incidents come in', async () => {
    const first = await store.list({ ...everything, limit: 10 });
    await live(store, { id: idOf(900), at: tPlus(90_000) });
    const second = await store.list({ ...everything, limit: 10, cursor: first.nextCursor });
    expect(second.incidents[0]?.id).toBe(idOf(15));
    expect(await ids({ limit: 1 })).toEqual([idOf(900)]);
  });

  it('holds what the filter asks for', async () => {
    expect(await ids({ status: ['diagnosing'] })).toEqual([25, 20, 15, 10, 5].map(idOf));
    expect(await ids({ severity: ['SEV1'], limit: 3 })).toEqual([900, 24, 20].map(idOf));
    expect(await ids({ severity: ['SEV1'], status: ['diagnosing'] })).toEqual([idOf(20)]);
    expect(await ids({ status: ['resolved', 'postmortem'] })).toEqual([]);
    expect(await ids({ service: 'checkout', limit: 2 })).toEqual([900, 25].map(idOf));
    expect(await ids({ service: 'check' })).toEqual([]);
    expect(await ids({ service: "'; drop schema tocsin --" })).toEqual([]);
  });

  it('gives one to two hundred at a time, whatever is asked', async () => {
    expect(await ids({ limit: 0 })).toHaveLength(1);
    expect(await ids({ limit: 5000 })).toHaveLength(26);
  });

  it('refuses a cursor that is not ours with a RangeError', async () => {
    const first = await store.list({ ...everything, limit: 2 });
    const foreign = [
      '',
      'abc',
      Buffer.from('[]').toString('base64url'),
      Buffer.from('["2026-03-17T14:30:00.000Z"]').toString('base64url'),
      Buffer.from('["yesterday","INC-1"]').toString('base64url'),
      Buffer.from('["2026-03-17T14:30:00.000Z","x"]').toString('base64url'),
      Buffer.from('{"0":1}').toString('base64url'),
      `${first.nextCursor}AAAA`,
    ];
    for (const cursor of foreign) {
      await expect(store.list({ ...everything, cursor })).rejects.toThrow(RangeError);
    }
  });

  it('never throws anything but a RangeError for a cursor', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (cursor) => {
        await expect(store.list({ ...everything, cursor })).rejects.toThrow(RangeError);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a pager', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  it("'s incident id leads to the incident that it was linked to", async () => {
    const id = idOf(30);
    const link = {
      type: 'LinkPagerduty',
      at: tPlus(10),
      by: LAN,
      incidentId: 'Q1TOCSIN',
      url: 'https://example.pagerduty.com/incidents/Q1TOCSIN',
      keys: [],
    } as const;
    await live(store, { id }, link);
    expect(await store.byPagerduty('Q1TOCSIN')).toBe(id);
    expect(await store.byPagerduty('Q2')).toBeNull();
  });

  it("'s alert key leads to the incident by Alertmanager's way of making it", async () => {
    const groupKey = '{}/{team="web"}:{alertname="Giỏ hàng chậm"}';
    const signals = [signal({ fingerprint: 'by-group', groupKey })];
    await live(store, { id: idOf(31), signals });
    expect(await store.byDedupKey(sha256(groupKey))).toBe(idOf(31));
  });

  it("'s alert key of a closed incident leads to the open one that has it too", async () => {
    const groupKey = '{}:{alertname="TwoRounds"}';
    const fired = signal({ fingerprint: 'round', groupKey });
    const cleared = opening({
      id: idOf(32),
      at: tPlus(1200),
      signals: [{ ...fired, status: 'resolved', endsAt: tPlus(1200) }],
    });
    await live(
      store,
      { id: idOf(32), signals: [fired], correlationKey: 'rounds' },
      ...[confirm('SEV1'), evidence(), cause(), fix(), cleared],
      ...[check('recovered', tPlus(1200)), usersOk(), resolve()],
    );
    expect(await store.byDedupKey(sha256(groupKey))).toBe(idOf(32));
    await live(store, { id: idOf(33), signals: [fired], correlationKey: 'rounds', at: tPlus(-50) });
    expect(await store.byDedupKey(sha256(groupKey))).toBe(idOf(33));
  });
});
