/** An embedded server that dies under a running store is started again, and what was committed is there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { findPostmaster } from '../../src/store/postmaster.ts';
import { live } from '../given/incident.ts';
import { rememberingLog } from '../given/remembering-log.ts';

describe('an embedded server that dies under a running store', () => {
  let folder: string;
  let own: OpenStore;
  const log = rememberingLog();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-outage-'));
    own = await openStore({ databaseUrl: null, dataDir: folder, log });
  });

  afterAll(async () => {
    await own.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'by %s is away, comes again by itself, and has lost nothing',
    async (signal) => {
      const id = `INC-2026-03-17-${signal === 'SIGINT' ? '010' : '011'}`;
      const lived = await live(own.store, { id });
      const postmaster = await findPostmaster(join(folder, 'postgres'));
      process.kill(postmaster?.pid ?? 0, signal);
      const outcomes = new Set<string>();
      await expect
        .poll(
          async () => {
            const outcome = await own.store.load(id).catch((error: Error) => error.name);
            outcomes.add(typeof outcome === 'string' ? outcome : 'loaded');
            return outcomes.has('StoreUnavailable') ? outcome : 'not away yet';
          },
          { timeout: 40_000, interval: 20 },
        )
        .toEqual(lived);
      expect([...outcomes].toSorted()).toEqual(expect.arrayContaining(['StoreUnavailable']));
      expect(outcomes).toSatisfy((seen: Set<string>) =>
        [...seen].every((each) => each === 'loaded' || each === 'StoreUnavailable'),
      );
      await live(own.store, { id: `${id}9` });
      expect(log.lines.some((line) => line.message.includes('starting it again'))).toBe(true);
    },
  );
});

describe('an embedded store that is opened again', () => {
  it('gives at once what the process before it had taken and not done', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-again-'));
    const wish = { databaseUrl: null, dataDir: folder, log: rememberingLog() };
    const now = '2026-03-17T15:00:00.000Z';
    const before = await openStore(wish);
    await live(before.store, { id: 'INC-2026-03-17-001' });
    const taken = await before.outbox.claim('pager', now, 600, 10);
    expect(taken.map(({ kind }) => kind)).toEqual(['page']);
    expect(await before.outbox.claim('pager', now, 600, 10)).toEqual([]);
    await before.close();
    const after = await openStore(wish);
    const again = await after.outbox.claim('pager', now, 600, 10);
    expect(again).toEqual(taken.map((row) => ({ ...row, wasTaken: true })));
    await after.close();
    await rm(folder, { recursive: true, force: true });
  });
});
