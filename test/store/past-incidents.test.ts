/** What is remembered of past incidents: those of the same correlation, and closed ones of the same services. */
import { beforeAll, expect, it } from 'vitest';
import type { IncidentStore } from '../../src/ports/incident-store.ts';
import { cause, check, confirm, evidence, fix, resolve, usersOk } from '../given/command.ts';
import { givenDatabases } from '../given/database.ts';
import { type Birth, live, opening } from '../given/incident.ts';
import { signal, tPlus } from '../given/story.ts';

const databases = givenDatabases();
let store: IncidentStore;

beforeAll(async () => {
  store = (await databases.store()).store;
  await closed({ id: 'INC-2026-03-17-001', correlationKey: 'checkout' });
  await closed({ id: 'INC-2026-03-17-002', correlationKey: 'cart' });
  await live(store, { id: 'INC-2026-03-17-003', correlationKey: 'payments' });
});

async function closed(birth: Birth) {
  const signals = [
    signal({ fingerprint: `of ${birth.id}`, status: 'resolved', endsAt: tPlus(900) }),
  ];
  const cleared = { ...opening({ ...birth, signals }), at: tPlus(1000) };
  const work = [evidence(), confirm('SEV1'), cause(), fix(), cleared];
  const checked = check('recovered', tPlus(1000));
  return live(store, birth, ...work, checked, usersOk(), resolve());
}

it('the closed ones of its services are found, the newest first; an open one of another key is not', async () => {
  const birth = { id: 'INC-2026-03-18-001', correlationKey: 'checkout', at: tPlus(90_000) };
  const { incident } = await live(store, birth);
  const past = await store.past(incident);
  expect(past.map(({ id }) => id)).toEqual(['INC-2026-03-17-002', 'INC-2026-03-17-001']);
  expect(past[1]?.timeline.resolved_at).toBe(tPlus(1600));
});

it('those of its correlation are found whatever its services are; none that began later', async () => {
  const birth = { id: 'INC-2026-03-19-001', correlationKey: 'cart', at: tPlus(180_000) };
  const { incident } = await live(store, birth);
  const found = async (over: Partial<typeof incident>) =>
    (await store.past({ ...incident, ...over })).map(({ id }) => id);
  const began = (seconds: number) => ({ ...incident.timeline, detected_at: tPlus(seconds) });

  expect(await found({ affectedServices: ['search'] })).toEqual(['INC-2026-03-17-002']);
  expect(await found({ affectedServices: [], timeline: began(0) })).toHaveLength(1);
  expect(await found({ timeline: began(-1) })).toEqual([]);
});
