import { expect, it } from 'vitest';
import { givenDatabases, sql } from '../given/database.ts';
import { live } from '../given/incident.ts';
import { START, tPlus } from '../given/story.ts';

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
  expect(await sql(url, 'select lane, state from tocsin.outbox order by id')).toEqual([
    { lane: 'timer', state: 'undone' },
    { lane: 'pager', state: 'done' },
    { lane: 'timer', state: 'undone' },
  ]);
  expect((await store.load('INC-2026-03-17-001'))?.incident.severity).toBe('SEV1');
  expect(await record('old', tPlus(200))).toBe(true);
  expect(await record('new', tPlus(200))).toBe(false);
});
