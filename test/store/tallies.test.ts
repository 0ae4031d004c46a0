/** Tallies are added to by many at once, and nothing is lost. */
import { expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';

const databases = givenDatabases();

it('counts begin at 0, and what many processes add at once is all there', async () => {
  const { tallies, store } = await databases.store();
  expect(await tallies.read()).toEqual(new Map());
  await tallies.add(new Map());
  const names = ['b', 'a', 'c 401'];
  await Promise.all(
    Array.from({ length: 20 }, (_, turn) =>
      tallies.add(new Map((turn % 2 === 0 ? names : names.toReversed()).map((name) => [name, 2]))),
    ),
  );
  expect(await tallies.read()).toEqual(new Map(names.map((name) => [name, 40])));
  // The day's incident numbers lie in the same table, and are no tallies.
  await store.transaction((tx) => tx.nextIncidentId('2026-03-17'));
  expect((await tallies.read()).size).toBe(3);
});
