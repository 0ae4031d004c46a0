/** A database is looked at without being changed: whether it lets us in, and what stands in the way. */
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/store/folder-lock.ts';
import { lookAtDatabase } from '../../src/store/look-at-database.ts';
import { lookAtFolder } from '../../src/store/look-at-folder.ts';
import { openStore } from '../../src/store/open-store.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { rememberingLog } from '../given/remembering-log.ts';

const databases = givenDatabases();
const look = (url: string) => lookAtDatabase(url, 5000);

describe('a database', () => {
  it('that is empty is fine, and stays empty', async () => {
    const url = await databases.empty();
    const { host, pathname } = new URL(url);
    expect(await look(url)).toEqual({
      version: expect.stringMatching(/^18\./),
      place: `${host}${pathname}`,
      obstacle: null,
    });
    expect(await sql(url, "select from pg_namespace where nspname = 'tocsin'")).toEqual([]);
  });

  it('with our schema is fine', async () => {
    expect((await look((await databases.store()).url)).obstacle).toBeNull();
  });

  it('of a newer Tocsin is not', async () => {
    const { url } = await databases.store();
    await sql(url, "insert into tocsin.migrations values (9999, 'later', '')");
    expect((await look(url)).obstacle).toBe('its schema was written by a newer Tocsin');
  });

  it('that is read-only is not', async () => {
    const url = await databases.empty();
    await sql(url, `alter database ${nameOf(url)} set default_transaction_read_only = on`);
    expect((await look(url)).obstacle).toContain('it is read-only');
  });

  it('where the account may not create its schema is not, until somebody made it', async () => {
    const url = await databases.empty();
    await sql(url, `create role guest_of_${nameOf(url)} login password 'hush-hush'`);
    const guest = new URL(url);
    guest.username = `guest_of_${nameOf(url)}`;
    guest.password = 'hush-hush';
    expect((await look(guest.href)).obstacle).toContain('may not create the schema tocsin');
    const store = await openStore({ databaseUrl: url, dataDir: '', log: rememberingLog() });
    await store.close();
    await sql(url, `grant usage on schema tocsin to ${guest.username}`);
    await sql(url, `grant select on all tables in schema tocsin to ${guest.username}`);
    expect((await look(guest.href)).obstacle).toBeNull();
  });

  it('that does not let us in says so, and the password is not shown', async () => {
    const wrong = new URL(await databases.empty());
    wrong.password = 'hush-hush';
    const refused = await look(wrong.href).catch((error: Error) => error.message);
    expect(refused).toContain(`${wrong.host}${wrong.pathname} cannot be used: password auth`);
    expect(refused).not.toContain('hush-hush');
  });

  it('that is not there says so', async () => {
    const other = new URL(await databases.empty());
    other.pathname = '/nowhere';
    await expect(look(other.href)).rejects.toThrow('database "nowhere" does not exist');
  });
});

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

describe('the folder of the embedded server', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-look-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const locked = (pid: number, start: string, space: string) =>
    writeFile(join(folder, 'tocsin.lock'), JSON.stringify({ pid, start, space }));

  it('that is not there yet is held by nobody', async () => {
    expect(await lookAtFolder(join(folder, 'later'))).toEqual({ holder: null, version: null });
  });

  it('where somebody works names that process, and leaves its lock alone', async () => {
    const lock = await lockFolder(folder);
    expect((await lookAtFolder(folder)).holder).toEqual({ pid: process.pid, elsewhere: null });
    await lock.release();
    expect((await lookAtFolder(folder)).holder).toBeNull();
  });

  it('with the lock of another machine is held while that is fresh', async () => {
    await locked(7, 'then', 'other-machine/pid:[1]');
    expect((await lookAtFolder(folder)).holder).toEqual({ pid: 7, elsewhere: 'other-machine' });
    const long = new Date(Date.now() - 60_000);
    await utimes(join(folder, 'tocsin.lock'), long, long);
    expect((await lookAtFolder(folder)).holder).toBeNull();
  });

  it('with data of this version is fine, and of another is not', async () => {
    const pgdata = join(folder, 'postgres');
    await mkdir(pgdata);
    await writeFile(join(pgdata, 'PG_VERSION'), '18\n');
    expect((await lookAtFolder(folder)).version).toBe('18');
    await writeFile(join(pgdata, 'PG_VERSION'), '15\n');
    await expect(lookAtFolder(folder)).rejects.toThrow(
      `${pgdata} was written by PostgreSQL 15, and the programs here are version 18`,
    );
  });
});
