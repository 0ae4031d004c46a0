import { expect, it } from 'vitest';
import { givenDatabases, sql } from '../given/database.ts';
import { live } from '../given/incident.ts';
import { START, signal, tPlus } from '../given/story.ts';

const databases = givenDatabases();

it('old deliveries and finished work go; undone work, pages and incidents stay', async () => {
  const { store, outbox, url } = await databases.store();
  const record = (id: string, receivedAt: string) =>
    store.transaction((tx) =>
      tx.recordDelivery({
        id,
        source: 'pagerduty',
        receivedAt,
        sha256: '',
        body: new Uint8Array(),
        state: 'accepted',
        reason: '',
        vendorIds: [`event:${id}`],
      }),
    );
  await record('old', START);
  await record('new', tPlus(100));
  await live(store, { id: 'INC-2026-03-17-001' });
  for (const lane of ['pager', 'job'] as const) {
    for (const row of await outbox.claim(lane, tPlus(10), 30, 10))
      await outbox.done(row.id, tPlus(10));
  }

  await store.forget(tPlus(50));

  expect(await sql(url, 'select id from tocsin.deliveries')).toEqual([{ id: 'new' }]);
  const left =
    "select distinct lane, state from tocsin.outbox where kind <> 'publish' order by lane";
  expect(await sql(url, left)).toEqual([
    { lane: 'call', state: 'undone' },
    { lane: 'chat', state: 'undone' },
    { lane: 'pager', state: 'done' },
    { lane: 'timer', state: 'undone' },
  ]);
  expect((await store.load('INC-2026-03-17-001'))?.incident.severity).toBe('SEV1');
  expect(await record('old', tPlus(200))).toBe(true);
  expect(await record('new', tPlus(200))).toBe(false);
});

it('signals that no incident holds go a while after they were last seen; those of incidents stay', async () => {
  const { store, url } = await databases.store();
  const day = 24 * 3600 * 1000;
  const daysAgo = (days: number) => new Date(Date.now() - days * day).toISOString();
  const stray = (fingerprint: string) =>
    signal({ fingerprint, status: 'resolved', endsAt: tPlus(10) });
  const age = "update tocsin.signals set seen_at = now() - interval '31 days'";
  const remember = (...names: string[]) =>
    store.transaction((tx) => tx.rememberSignals(names.map(stray)));
  await remember('old', 'seen again');
  await live(store, { id: 'INC-2026-03-17-001', signals: [signal({ fingerprint: 'held' })] });
  await sql(url, age);
  await remember('seen again', 'new');

  expect(await store.forget(daysAgo(30))).toBe(1);

  const keys = ['old', 'seen again', 'new', 'held'].map((name) => `alertmanager:${name}`);
  const known = await store.transaction((tx) => tx.knownSignals(keys));
  expect([...known.keys()].sort()).toEqual(keys.slice(1).sort());
});
