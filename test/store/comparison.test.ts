/** What comparing remembers from one round, and one start, to the next; and whose turn it is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { signalKey } from '../../src/domain/signal.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { givenDatabases } from '../given/database.ts';
import { live } from '../given/incident.ts';
import { rememberingLog } from '../given/remembering-log.ts';
import { signal, tPlus } from '../given/story.ts';

const databases = givenDatabases();
let url: string;
let one: OpenStore;
let other: OpenStore;

const openOn = () => openStore({ databaseUrl: url, dataDir: '', log: rememberingLog() });

beforeAll(async () => {
  url = await databases.empty();
  one = await openOn();
  other = await openOn();
  return () => Promise.all([one.close(), other.close()]);
});

describe('a group', () => {
  const labels = { alertname: 'Down', cluster: 'eu1' };

  it('is remembered by its receiver, with its latest key, by every instance', async () => {
    expect(await one.ledger.receivers()).toEqual([]);
    for (const receiver of ['tocsin', 'backup']) {
      await one.ledger.hear({ receiver, labels, groupKey: 'first' });
    }
    await one.ledger.hear({ receiver: 'tocsin', labels, groupKey: 'second' });
    expect([...(await other.ledger.receivers())].sort()).toEqual(['backup', 'tocsin']);
    const sameInAnotherOrder = { cluster: 'eu1', alertname: 'Down' };
    expect(await other.ledger.heard('tocsin', sameInAnotherOrder, 10)).toEqual([
      { receiver: 'tocsin', labels, groupKey: 'second' },
    ]);
  });

  it('comes before others of its receiver, of which there are only so many', async () => {
    for (let each = 0; each < 5; each += 1) {
      const others = { alertname: `Other${each}` };
      await one.ledger.hear({ receiver: 'many', labels: others, groupKey: `${each}` });
    }
    await one.ledger.hear({ receiver: 'many', labels, groupKey: 'mine' });
    await one.ledger.hear({ receiver: 'many', labels: { alertname: 'Z' }, groupKey: 'latest' });
    const found = await other.ledger.heard('many', labels, 3);
    expect(found.map(({ groupKey }) => groupKey)).toEqual(['mine', 'latest', '4']);
  });

  it('with hostile text is remembered all the same', async () => {
    const hostile = { alertname: "'; drop table tocsin.signals; --\u0000\ud800" };
    await one.ledger.hear({ receiver: 'odd\u0000', labels: hostile, groupKey: '\u0000' });
    expect(await other.ledger.receivers()).toContain('odd\uFFFD');
  });
});

describe('an alert', () => {
  const fired = signal({ fingerprint: 'listed-one', groupKey: 'its group' });
  const key = signalKey(fired);

  it('is known with the group key under which it last came', async () => {
    await live(one.store, { id: 'INC-2026-03-17-001', signals: [fired] });
    const known = await other.ledger.known([key, 'alertmanager:never']);
    expect([...known]).toEqual([
      [key, expect.objectContaining({ status: 'firing', groupKey: 'its group', endsAt: null })],
    ]);
    expect(await other.ledger.known([])).toEqual(new Map());
  });

  it('counts as listed from the first time on, and in no other’s name', async () => {
    expect(await other.ledger.listed([key])).toEqual(new Set());
    await one.ledger.noteListed([key, 'alertmanager:never']);
    await one.ledger.noteListed([]);
    expect(await other.ledger.listed([key, 'alertmanager:never'])).toEqual(new Set([key]));
    expect(await other.ledger.listed([])).toEqual(new Set());
  });

  it('of no incident is not marked', async () => {
    const early = signal({ fingerprint: 'early', status: 'resolved', endsAt: tPlus(1) });
    await one.store.transaction((tx) => tx.rememberSignals([early]));
    await one.ledger.noteListed([signalKey(early)]);
    expect(await one.ledger.listed([signalKey(early)])).toEqual(new Set());
  });
});

describe('a turn', () => {
  it('is one instance’s at a time, which may renew it and give it up', async () => {
    expect(await one.turns.take('a', 60)).toBe(true);
    expect(await other.turns.take('a', 60)).toBe(false);
    expect(await other.turns.take('b', 60)).toBe(true);
    expect(await one.turns.take('a', 60)).toBe(true);
    await other.turns.release('a');
    expect(await other.turns.take('a', 60)).toBe(false);
    await one.turns.release('a');
    expect(await other.turns.take('a', 60)).toBe(true);
  });

  it('of one who died ends by itself', async () => {
    expect(await one.turns.take('c', 0)).toBe(true);
    expect(await other.turns.take('c', 60)).toBe(true);
    expect(await one.turns.take('c', 60)).toBe(false);
  });

  it('goes to one of many who ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, each) => (each % 2 ? one : other).turns.take('d', 60)),
    );
    const won = new Set(asked.flatMap((taken, each) => (taken ? [each % 2] : [])));
    expect(won.size).toBe(1);
  });
});
