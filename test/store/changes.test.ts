/** The book of changes keeps each once, and finds those that may concern a service. */
import { beforeAll, expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import { plusSeconds } from '../../src/domain/instant.ts';
import { StoreUnavailable } from '../../src/ports/incident-store.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { givenDatabases } from '../given/database.ts';
import { rememberingLog } from '../given/remembering-log.ts';
import { START } from '../given/story.ts';

const databases = givenDatabases();
let open: OpenStore;

beforeAll(async () => {
  open = await databases.store();
});

function change(over: Partial<Change> = {}): Change {
  return {
    key: 'k',
    source: 'ci',
    kind: 'deploy',
    at: START,
    summary: 'Checkout 1.42',
    services: ['checkout'],
    version: '1.42',
    link: 'https://ci.example.com/42',
    ...over,
  };
}

const HOUR = {
  from: plusSeconds(START, -3600),
  to: START,
  services: [] as readonly string[],
  limit: 50,
};

it('keeps a change as it was told', async () => {
  const { changes } = await databases.store();
  expect(await changes.record(change(), START)).toBe(true);
  expect(await changes.between(HOUR)).toEqual([change()]);
});

it('knows one that is told again, and keeps the earlier of its times, in either order', async () => {
  const { changes } = await databases.store();
  const begun = change({ at: plusSeconds(START, -600) });
  expect(await changes.record(change(), START)).toBe(true);
  expect(await changes.record(begun, START)).toBe(false);
  expect(await changes.record(change(), START)).toBe(false);
  expect(await changes.between(HOUR)).toEqual([begun]);
  expect(await changes.record(change({ source: 'github' }), START)).toBe(true);
});

it('takes one of many that are told at once', async () => {
  const { changes } = open;
  const told = Array.from({ length: 20 }, () => changes.record(change({ key: 'at once' }), START));
  expect((await Promise.all(told)).filter((isNew) => isNew)).toHaveLength(1);
});

it('finds those of a window that may concern these services, the latest first', async () => {
  const { changes } = await databases.store();
  const at = (seconds: number) => plusSeconds(START, seconds);
  const told = [
    change({ key: '1', at: at(-3600), services: ['cart', 'checkout'] }),
    change({ key: '2', at: at(-60), services: [] }),
    change({ key: '3', at: START, services: ['search'] }),
    change({ key: '4', at: at(1), services: ['checkout'] }),
    change({ key: '5', at: at(-3601), services: ['checkout'] }),
  ];
  for (const one of told) await changes.record(one, START);
  const keys = async (over: Partial<typeof HOUR>) =>
    (await changes.between({ ...HOUR, ...over })).map(({ key }) => key);
  expect(await keys({ services: ['checkout', 'pay'] })).toEqual(['2', '1']);
  expect(await keys({ services: [] })).toEqual(['3', '2', '1']);
  expect(await keys({ limit: 1 })).toEqual(['3']);
  expect(await keys({ limit: 0 })).toEqual(['3']);
});

it('keeps any text', async () => {
  const { changes } = await databases.store();
  const odd = 'a\u0000\ud800 {\'"},\\ \u202E';
  const told = change({ key: 'x'.repeat(9000), summary: odd, services: [odd], version: odd });
  await changes.record(told, START);
  const [kept] = await changes.between({ ...HOUR, services: [odd] });
  expect(kept?.summary).toBe('a\uFFFD\uFFFD {\'"},\\ \u202E');
});

it('forgets what was received long ago', async () => {
  const { changes, store } = await databases.store();
  await changes.record(change({ key: 'old' }), plusSeconds(START, -100));
  await changes.record(change({ key: 'new' }), START);
  expect(await store.forget(START)).toBe(1);
  expect((await changes.between(HOUR)).map(({ key }) => key)).toEqual(['new']);
});

it('says so when the store is away', async () => {
  const options = {
    databaseUrl: await databases.empty(),
    dataDir: 'unused',
    log: rememberingLog(),
  };
  const { changes, close } = await openStore(options);
  await close();
  await expect(changes.record(change(), START)).rejects.toThrow(StoreUnavailable);
  await expect(changes.between(HOUR)).rejects.toThrow(StoreUnavailable);
});
