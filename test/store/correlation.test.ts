/** Many deliveries at once: the right to open incidents of a correlation key is held by one at a time. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loaded } from '../../src/ports/incident-store.ts';
import { StoreUnavailable } from '../../src/ports/incident-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { appendOf, opening } from '../given/incident.ts';
import { waitWatch } from '../given/stopwatch.ts';
import { signal } from '../given/story.ts';

const databases = givenDatabases();
let open: OpenStore;

beforeAll(async () => {
  open = await databases.store();
});

/** As the service does it: hold, look, open if there is none. */
function deliver(correlationKey: string): Promise<string> {
  return open.store.transaction(async (tx) => {
    await tx.holdCorrelation([correlationKey]);
    const latest: Loaded | null = await tx.latest(correlationKey);
    if (latest !== null) return latest.incident.id;
    const id = await tx.nextIncidentId('2026-03-17');
    const signals = [signal({ fingerprint: randomUUID() })];
    await tx.append(appendOf(null, opening({ id, correlationKey, signals })));
    return id;
  });
}

/** A sender that is told that the store is busy comes again. */
async function deliverUntilTaken(correlationKey: string): Promise<string> {
  for (;;) {
    try {
      return await deliver(correlationKey);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
}

describe('a thousand deliveries of one correlation key at once', () => {
  it('open one incident', async () => {
    const ids = await Promise.all(
      Array.from({ length: 1000 }, () => deliverUntilTaken('{}:{alertname="CheckoutDown"}')),
    );
    expect(new Set(ids)).toEqual(new Set(['INC-2026-03-17-001']));
    expect(await sql(open.url, 'select id, version from tocsin.incidents')).toEqual([
      { id: 'INC-2026-03-17-001', version: 3 },
    ]);
  });
});

describe('deliveries of many keys at once', () => {
  it('open one incident each, and each gets its own number', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `key ${index % 50}`);
    const ids = await Promise.all(keys.map(deliverUntilTaken));
    const byKey = new Map(keys.map((key, index) => [key, ids[index]]));
    expect(new Set(byKey.values()).size).toBe(50);
    expect(ids).toEqual(keys.map((key) => byKey.get(key)));
  });

  it('that name the same keys in other orders do not wait for each other for ever', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `shared ${index}`);
    const both = [keys, keys.toReversed()];
    const rounds = Array.from({ length: 40 }, (_, index) => both[index % 2] ?? keys);
    const held = await Promise.all(
      rounds.map((order) =>
        open.store.transaction(async (tx) => {
          await tx.holdCorrelation(order);
          return order.length;
        }),
      ),
    );
    expect(held).toEqual(rounds.map(() => 20));
  });
});

describe('one delivery with ten thousand correlation keys', () => {
  it('holds them all', async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `group ${index}`);
    const held = open.store.transaction((tx) => tx.holdCorrelation(keys));
    await expect(held).resolves.toBeUndefined();
  });
});

describe('who waits for a key too long', () => {
  it('is told that the store is not available', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isHeld = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const holder = open.store.transaction(async (tx) => {
      await tx.holdCorrelation(['slow']);
      isHeld();
      await released;
    });
    await held;
    const waited = waitWatch();
    const waiting = open.store.transaction((tx) => tx.holdCorrelation(['slow']));
    await expect(waiting).rejects.toBeInstanceOf(StoreUnavailable);
    expect(waited()).toBeLessThan(6000);
    release();
    await holder;
  });
});
