/** A database that is away, full or in a hurry is an answer that a sender can act on, and never the end of the process. */
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/ports/incident-store.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { openPool, type Pool } from '../../src/store/pool.ts';
import { PostgresIncidentStore } from '../../src/store/postgres-incident-store.ts';
import { runTransaction } from '../../src/store/run-transaction.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { appendOf, live, opening } from '../given/incident.ts';
import { rememberingLog } from '../given/remembering-log.ts';
import { waitWatch } from '../given/stopwatch.ts';

const databases = givenDatabases();
let open: OpenStore;
let pool: Pool;

beforeAll(async () => {
  open = await databases.store();
  pool = openPool(open.url, rememberingLog());
});

afterAll(() => pool.end());

const raise = (client: pg.PoolClient, code: string) =>
  client.query(`do $$ begin raise exception 'made for a test' using errcode = '${code}'; end $$`);

describe('a transaction', () => {
  it.each([
    ['08006', 'the connection failed'],
    ['25006', 'the database is read-only'],
    ['40001', 'serialization failed, again and again'],
    ['40P01', 'a deadlock, again and again'],
    ['53100', 'the disk is full'],
    ['53200', 'out of memory'],
    ['53300', 'too many connections'],
    ['55P03', 'a lock was waited for too long'],
    ['57014', 'a statement took too long'],
    ['57P01', 'an administrator shut it down'],
    ['58030', 'the disk failed'],
  ])('with error %s (%s) is StoreUnavailable', async (code) => {
    const failing = runTransaction(pool, (client) => raise(client, code));
    await expect(failing).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(failing).rejects.toThrow('made for a test');
  });

  it.each(['22012', '42P01', '23503', 'XX000'])(
    'with error %s shows our mistake as it is',
    async (code) => {
      const failing = runTransaction(pool, (client) => raise(client, code));
      await expect(failing).rejects.toMatchObject({ code, name: 'error' });
    },
  );

  it.each(['40001', '40P01'])('with error %s is run again, three times at most', async (code) => {
    let runs = 0;
    const value = await runTransaction(pool, async (client) => {
      runs += 1;
      if (runs <= 3) await raise(client, code);
      return 'done';
    });
    expect([value, runs]).toEqual(['done', 4]);
  });

  it('does not pass for committed when a failed statement in it went unheard', async () => {
    const unheard = runTransaction(pool, async (client) => {
      await raise(client, '22012').catch(() => undefined);
    });
    await expect(unheard).rejects.toThrow('failed unheard');
  });

  it('that deadlocks with another is run again, and both are committed', async () => {
    await live(open.store, { id: 'INC-2026-03-17-001' });
    await live(open.store, { id: 'INC-2026-03-17-002' });
    const arrived = [gate(), gate()] as const;
    let runs = 0;
    const cross = (mine: 0 | 1, first: string, second: string) =>
      open.store.transaction(async (tx) => {
        runs += 1;
        await tx.load(first);
        arrived[mine].open();
        await arrived[mine === 0 ? 1 : 0].opened;
        return (await tx.load(second))?.incident.id;
      });
    const both = await Promise.all([
      cross(0, 'INC-2026-03-17-001', 'INC-2026-03-17-002'),
      cross(1, 'INC-2026-03-17-002', 'INC-2026-03-17-001'),
    ]);
    expect(both).toEqual(['INC-2026-03-17-002', 'INC-2026-03-17-001']);
    expect(runs).toBe(3);
  });
});

describe('when every connection is taken', () => {
  it('the next one is told within five seconds, and those that work are not disturbed', async () => {
    const release = gate();
    const taken = Array.from({ length: 10 }, () => gate());
    const working = taken.map((each) =>
      open.store.transaction(async (tx) => {
        await tx.latest('nothing');
        each.open();
        await release.opened;
        return true;
      }),
    );
    await Promise.all(taken.map((each) => each.opened));
    const waited = waitWatch();
    await expect(open.ping()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(waited()).toBeLessThan(5000);
    release.open();
    expect(await Promise.all(working)).toEqual(taken.map(() => true));
    await open.ping();
  });
});

async function loadOnEveryConnection(id: string): Promise<readonly unknown[]> {
  const load = () => open.store.load(id).catch((error: Error) => error.message);
  return [...new Set(await Promise.all(Array.from({ length: 10 }, load)))];
}

describe('a connection that is cut in the middle of a transaction', () => {
  it('loses all of it, and the next transaction works', async () => {
    const cut = open.store.transaction(async (tx) => {
      await tx.append(appendOf(null, opening({ id: 'INC-2026-03-17-003' })));
      await terminateAll(open.url);
      await tx.append(appendOf(null, opening({ id: 'INC-2026-03-17-004' })));
    });
    await expect(cut).rejects.toBeInstanceOf(StoreUnavailable);
    // Idle connections were cut too: each is noticed, at the latest, by the first who uses it.
    await expect
      .poll(() => loadOnEveryConnection('INC-2026-03-17-003'), { timeout: 20_000 })
      .toEqual([null]);
    await live(open.store, { id: 'INC-2026-03-17-005' });
  });
});

describe('a connection that breaks while nobody asks it anything', () => {
  const broken = async (client: pg.PoolClient) => {
    const ended = new Promise((resolve) => client.once('end', resolve));
    await terminateAll(open.url);
    await ended;
    await expect(client.query('select 1')).rejects.toThrow('not queryable');
  };

  // An error that nobody hears ends the process, and fails this run.
  it('is no more than that in the hands of somebody', async () => {
    const client = await pool.connect();
    await broken(client);
    client.release();
  });

  it('is no more than that while its pool is closed', async () => {
    const closing = openPool(open.url, rememberingLog());
    const client = await closing.connect();
    const closed = closing.end();
    await broken(client);
    client.release();
    await closed;
  });
});

describe('a read-only database', () => {
  afterEach(async () => {
    await makeReadOnly(open.url, 'off');
  });

  it('is not available for writing, and the ping says why', async () => {
    await makeReadOnly(open.url, 'on');
    await expect(open.ping()).rejects.toThrow('the database is read-only');
    const writing = live(open.store, { id: 'INC-2026-03-17-006' });
    await expect(writing).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

describe('a server that is not there', () => {
  it('is StoreUnavailable for reading and writing', async () => {
    const nowhere = openPool('postgres://tocsin@127.0.0.1:1/tocsin', rememberingLog());
    const store = new PostgresIncidentStore(nowhere);
    await expect(store.load('INC-2026-03-17-001')).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.transaction(async () => 1)).rejects.toBeInstanceOf(StoreUnavailable);
    await nowhere.end();
  });

  it('is waited for at start, and then named without its password', async () => {
    const log = rememberingLog();
    const databaseUrl = 'postgres://tocsin:hunter2@127.0.0.1:1/ours';
    const starting = openStore({ databaseUrl, dataDir: '', log, waitSeconds: 0.2 });
    await expect(starting).rejects.toThrow(/DATABASE_URL: 127\.0\.0\.1:1\/ours .*ECONNREFUSED/);
    expect(log.lines.map((line) => line.message)).toEqual([
      expect.stringContaining('waiting for PostgreSQL at 127.0.0.1:1/ours'),
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('hunter2');
    await expect(starting).rejects.not.toThrow('hunter2');
  });

  it('that is there but does not let us in is not waited for', async () => {
    const wrong = new URL(open.url);
    wrong.password = 'not the password';
    const waited = waitWatch();
    const refused = openStore({ databaseUrl: wrong.href, dataDir: '', log: rememberingLog() });
    await expect(refused).rejects.toThrow('password authentication failed');
    const none = new URL(open.url);
    none.pathname = 'no_such_database';
    const missing = openStore({ databaseUrl: none.href, dataDir: '', log: rememberingLog() });
    await expect(missing).rejects.toThrow('does not exist');
    expect(waited()).toBeLessThan(5000);
  });

  it('whose address is no URL is told how one looks', async () => {
    const starting = openStore({ databaseUrl: 'localhost', dataDir: '', log: rememberingLog() });
    await expect(starting).rejects.toThrow('postgres://user:password@host/name');
  });
});

function gate() {
  let openIt = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    openIt = resolve;
  });
  return { open: () => openIt(), opened };
}

async function terminateAll(url: string): Promise<void> {
  await sql(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

/** In force for connections made afterwards. */
async function makeReadOnly(url: string, value: 'on' | 'off'): Promise<void> {
  const database = new URL(url).pathname.slice(1);
  await sql(
    url,
    `begin; set transaction read write; alter database ${database} set default_transaction_read_only = ${value}; commit`,
  );
  await terminateAll(url);
  await expect
    .poll(() => loadOnEveryConnection('INC-2026-03-17-000'), { timeout: 20_000 })
    .toEqual([null]);
}
