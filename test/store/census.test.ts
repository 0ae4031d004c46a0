/** The census counts what the incidents' own events say, and a restart changes nothing of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import type { Duration } from '../../src/ports/census.ts';
import type { Loaded } from '../../src/ports/incident-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { openPool } from '../../src/store/pool.ts';
import { PostgresCensus } from '../../src/store/postgres-census.ts';
import { cause, check, confirm, evidence, fix, resolve, usersOk } from '../given/command.ts';
import { givenDatabases } from '../given/database.ts';
import { appendOf, live, opening, stateAfter } from '../given/incident.ts';
import { rememberingLog } from '../given/remembering-log.ts';
import { LAN, signal, TOCSIN, tPlus } from '../given/story.ts';

const databases = givenDatabases();

const idOf = (number: number) => `INC-2026-03-17-00${number}`;
const ack = (at: string): Command => ({ type: 'Acknowledge', at, by: LAN });
const accept = (at: string): Command => ({ type: 'AcceptProposal', at, by: TOCSIN });
const page = (loaded: Loaded, at: string, via: 'pagerduty' | 'log' = 'pagerduty'): Command => ({
  type: 'NotePageAccepted',
  at,
  by: TOCSIN,
  via,
  dedupKey: loaded.incident.page.dedupKey,
  generation: loaded.incident.page.generation,
  action: 'trigger',
  summary: 'SEV1 checkout is down',
});
const pageFailed = (loaded: Loaded, at: string): Command => ({
  type: 'NotePageFailed',
  at,
  by: TOCSIN,
  via: 'pagerduty',
  dedupKey: loaded.incident.page.dedupKey,
  generation: loaded.incident.page.generation,
  action: 'trigger',
  reason: 'timeout',
  willRetry: true,
});

async function take(open: OpenStore, loaded: Loaded, ...commands: Command[]): Promise<Loaded> {
  let last = loaded;
  for (const command of commands) {
    const change = appendOf(last, command);
    await open.store.transaction((tx) => tx.append(change));
    last = stateAfter(change);
  }
  return last;
}

const fired = (id: string, startsAt = tPlus(-60)) => signal({ fingerprint: `of ${id}`, startsAt });
const cleared = (id: string, at: string) =>
  opening({ id, at, signals: [{ ...fired(id), status: 'resolved', endsAt: at }] });
/** Everything from the evidence to the resolve; resolved 1600 seconds after it was detected. */
const mended = (id: string): Command[] => [
  evidence(),
  cause(),
  fix(),
  cleared(id, tPlus(1200)),
  check('recovered', tPlus(1200)),
  usersOk(),
  resolve(),
];

/** Where the single observation of a duration lies, in buckets that separate the numbers of this story. */
async function observed(open: OpenStore, of: Duration, bounds: number[]) {
  const found = await open.census.durations(of, bounds);
  return found
    .filter((each) => each.counts.some((count) => count > 0))
    .map(({ severity, counts, sum }) => `${severity} ${counts.join(',')} ${sum}`);
}

describe('of one incident from the alert to the resolve', () => {
  let open: OpenStore;

  beforeAll(async () => {
    open = await databases.store();
    const id = idOf(1);
    const opened = await live(open.store, { id, signals: [fired(id)] });
    const paged = await take(open, opened, pageFailed(opened, tPlus(1)), page(opened, tPlus(3)));
    await take(open, paged, ack(tPlus(40)), confirm('SEV1', tPlus(120)), ...mended(id));
  });

  it.each([
    ['page', 'SEV1 1,0 3'],
    ['acknowledge', 'SEV1 1,0 40'],
    ['triage', 'SEV1 1,0 120'],
    ['confirm', 'SEV1 1,0 120'],
    ['root-cause', 'SEV1 0,1 600'],
  ] as const)('the time to %s is counted from its detection', async (duration, expected) => {
    expect(await observed(open, duration, [300])).toEqual([expected]);
  });

  it('the time to recover is counted from its start', async () => {
    expect(await observed(open, 'recover', [300])).toEqual(['SEV1 0,1 1660']);
  });

  it('is counted as opened, resolved and paged', async () => {
    expect(await open.census.opened()).toEqual([{ labels: { source: 'alertmanager' }, value: 1 }]);
    expect(await open.census.resolved()).toEqual([
      { labels: { severity: 'SEV1', resolution: 'fixed' }, value: 1 },
    ]);
    expect(await open.census.active()).toEqual([]);
    expect(await open.census.reopened()).toBe(0);
    expect(await open.census.pages()).toEqual([
      { labels: { outcome: 'accepted' }, value: 1 },
      { labels: { outcome: 'logged' }, value: 0 },
      { labels: { outcome: 'failed' }, value: 1 },
      { labels: { outcome: 'suppressed' }, value: 0 },
    ]);
    expect(await open.census.proposals()).toEqual([
      { labels: { rule: 'shop/CheckoutDown', proposed: 'SEV1', confirmed: 'SEV1' }, value: 1 },
    ]);
  });

  it('is counted the same by a process that starts afterwards', async () => {
    const pool = openPool(open.url, rememberingLog());
    const later = new PostgresCensus(pool);
    expect(await later.durations('recover', [10, 10_000])).toEqual(
      await open.census.durations('recover', [10, 10_000]),
    );
    await pool.end();
  });
});

describe('an open incident', () => {
  let open: OpenStore;

  beforeAll(async () => {
    open = await databases.store();
    const opened = await live(open.store, { id: idOf(1) });
    await take(open, opened, page(opened, tPlus(2)), ack(tPlus(9)), confirm('SEV2', tPlus(30)));
    await live(open.store, { id: idOf(2), severity: 'SEV3' });
    await live(open.store, { id: idOf(3), severity: 'SEV3' });
  });

  it('is counted by severity and status', async () => {
    expect(await open.census.active()).toEqual([
      { labels: { severity: 'SEV2', status: 'diagnosing' }, value: 1 },
      { labels: { severity: 'SEV3', status: 'triage' }, value: 2 },
    ]);
  });

  it('has its page counted at once, under the severity that rang, and nothing else', async () => {
    expect(await observed(open, 'page', [5])).toEqual(['SEV1 1,0 2']);
    for (const duration of ['triage', 'acknowledge', 'confirm', 'root-cause', 'recover'] as const) {
      expect(await observed(open, duration, [5])).toEqual([]);
    }
  });

  it('shows what was proposed and what was made of it', async () => {
    expect((await open.census.proposals()).map((tally) => tally.labels)).toEqual([
      { rule: 'shop/CheckoutDown', proposed: 'SEV1', confirmed: 'SEV2' },
      { rule: 'shop/CheckoutDown', proposed: 'SEV3', confirmed: 'none' },
    ]);
  });
});

describe('a reopened incident', () => {
  it('stays counted as it was until it is resolved again, and is then counted once, as it ended', async () => {
    const open = await databases.store();
    const id = idOf(1);
    const opened = await live(open.store, { id, signals: [fired(id)] });
    const first = await take(open, opened, ack(tPlus(10)), confirm('SEV1'), ...mended(id));
    const refired = opening({ id, at: tPlus(1800), signals: [fired(id, tPlus(1790))] });
    const again = await take(open, first, refired);
    expect(again.incident.reopened).toBe(1);
    expect(await open.census.reopened()).toBe(1);
    expect(await observed(open, 'recover', [300])).toEqual(['SEV1 0,1 1660']);

    await take(
      open,
      again,
      ack(tPlus(1900)),
      ...[cause(['E1'], tPlus(2000)), fix(['E1'], tPlus(2100)), cleared(id, tPlus(2200))],
      ...[
        check('recovered', tPlus(2200), 1, tPlus(2300)),
        usersOk(tPlus(2350)),
        resolve(tPlus(2400)),
      ],
    );
    expect(await observed(open, 'recover', [300])).toEqual(['SEV1 0,1 2460']);
    expect(await observed(open, 'acknowledge', [300])).toEqual(['SEV1 1,0 10']);
    expect(await open.census.resolved()).toEqual([
      { labels: { severity: 'SEV1', resolution: 'fixed' }, value: 2 },
    ]);
  });
});

describe('a duration', () => {
  it('on a bound belongs to the bucket below it', async () => {
    const open = await databases.store();
    for (const [number, seconds] of [29.999, 30, 30.001, 60, 61].entries()) {
      const opened = await live(open.store, { id: idOf(number) });
      await take(open, opened, page(opened, tPlus(seconds)));
    }
    expect(await observed(open, 'page', [30, 60])).toEqual(['SEV1 2,2,1 211']);
    expect(await observed(open, 'page', [])).toEqual(['SEV1 5 211']);
  });

  it('to a page that rang nobody is none', async () => {
    const open = await databases.store();
    const opened = await live(open.store, { id: idOf(1) });
    await take(open, opened, page(opened, tPlus(3), 'log'));
    expect(await observed(open, 'page', [])).toEqual([]);
  });

  it('that would be negative counts as zero', async () => {
    const open = await databases.store();
    const opened = await live(open.store, { id: idOf(1) });
    await take(open, opened, page(opened, tPlus(-5)));
    expect(await observed(open, 'page', [1])).toEqual(['SEV1 1,0 0']);
  });

  it('of a triage that nobody did in time is no confirmation by a person', async () => {
    const open = await databases.store();
    const id = idOf(1);
    const opened = await live(open.store, { id, signals: [fired(id)] });
    await take(open, opened, accept(tPlus(300)), ...mended(id));
    expect(await observed(open, 'triage', [300])).toEqual(['SEV1 1,0 300']);
    expect(await observed(open, 'confirm', [300])).toEqual([]);
  });

  it('has a distribution for every severity, also where there is nothing', async () => {
    const open = await databases.store();
    expect(await open.census.durations('recover', [1, 2])).toEqual(
      ['SEV1', 'SEV2', 'SEV3', 'SEV4'].map((severity) => ({ severity, counts: [0, 0, 0], sum: 0 })),
    );
  });
});

describe('a page', () => {
  it('that was done without being sent is suppressed', async () => {
    const open = await databases.store();
    const id = idOf(1);
    const opened = await live(open.store, { id, signals: [fired(id)] });
    const [row] = await open.outbox.claim('pager', tPlus(0), 10, 5);
    expect(row?.kind).toBe('page');
    await open.outbox.done(row?.id ?? '', tPlus(1));
    const suppressed = async () =>
      (await open.census.pages()).find((tally) => tally.labels['outcome'] === 'suppressed')?.value;
    expect(await suppressed()).toBe(1);
    await take(open, opened, page(opened, tPlus(2)));
    expect(await suppressed()).toBe(0);
  });
});
