import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { live } from '../given/incident.ts';
import { rememberingLog } from '../given/remembering-log.ts';
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

it('groups go a while after they were last heard of, but for the latest of each receiver', async () => {
  const { store, ledger, url } = await databases.store();
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000).toISOString();
  const hear = (receiver: string, alertname: string) =>
    ledger.hear({ receiver, labels: { alertname }, groupKey: alertname });
  const age = (alertname: string, days: number) =>
    sql(
      url,
      `update tocsin.alert_groups set heard_at = now() - interval '${days} days' where group_key = '${alertname}'`,
    );
  for (const [name, days] of [
    ['Gone', 40],
    ['Living', 35],
    ['Fresh', 1],
  ] as const) {
    await hear('tocsin', name);
    await age(name, days);
  }
  await hear('quiet', 'Only');
  await age('Only', 50);
  const again = await openStore({ databaseUrl: url, dataDir: '', log: rememberingLog() });
  const living = { receiver: 'tocsin', labels: { alertname: 'Living' }, groupKey: 'Living' };
  await again.ledger.hear(living);
  await again.close();

  expect(await store.forget(daysAgo(30))).toBe(1);

  const heard = await ledger.heard('tocsin', living.labels, 10);
  expect(heard.map(({ groupKey }) => groupKey)).toEqual(['Living', 'Fresh']);
  expect([...(await ledger.receivers())].sort()).toEqual(['quiet', 'tocsin']);
});
