/** The schema only moves forward, one step at a time, and knows when it is not this program's. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { migrate, SchemaMismatch } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/all-migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { rememberingLog } from '../given/remembering-log.ts';

const databases = givenDatabases();
const log = rememberingLog();

/** Everything in the schema, as PostgreSQL describes it. */
const described = (url: string) =>
  sql(
    url,
    `select table_name, column_name, data_type from information_schema.columns
     where table_schema = 'tocsin' order by table_name, ordinal_position`,
  );

describe('the migrations', () => {
  it('are numbered from one without a gap, each from a file of its own', () => {
    const folder = fileURLToPath(new URL('../../src/store/migrations', import.meta.url));
    const files = readdirSync(folder).filter((name) => /^\d/.test(name));
    const expected = MIGRATIONS.map(
      ({ version, name }) => `${String(version).padStart(4, '0')}-${name}.ts`,
    );
    expect(files.toSorted()).toEqual(expected);
    expect(MIGRATIONS.map((step) => step.version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  it('run on an empty database, and a second time do nothing', async () => {
    const url = await databases.empty();
    expect(await migrate(url, log)).toBe(MIGRATIONS.length);
    const before = await described(url);
    expect(before.length).toBeGreaterThan(50);
    expect(await migrate(url, log)).toBe(0);
    expect(await described(url)).toEqual(before);
  });

  it('run once when several instances start together', async () => {
    const url = await databases.empty();
    const steps = await Promise.all(Array.from({ length: 5 }, () => migrate(url, log)));
    expect(steps.toSorted()).toEqual([0, 0, 0, 0, MIGRATIONS.length]);
  });

  it('touch nothing outside the schema tocsin', async () => {
    const url = await databases.empty();
    await sql(url, 'create table public.incidents (theirs text)');
    await migrate(url, log);
    const tables = await sql(
      url,
      "select distinct table_schema from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') order by 1",
    );
    expect(tables.map((row) => row['table_schema'])).toEqual(['public', 'tocsin']);
  });

  it('keep what was there before a step that fails, and name it', async () => {
    const url = await databases.empty();
    const broken = [
      { version: 1, name: 'fine', sql: 'create table tocsin.fine (n integer)' },
      {
        version: 2,
        name: 'broken',
        sql: 'create table tocsin.half (n integer); select 1 / 0',
      },
    ];
    await expect(migrate(url, log, broken)).rejects.toThrow('step 2 (broken) failed');
    const tables = (await described(url)).map((row) => row['table_name']);
    expect(tables).toContain('fine');
    expect(tables).not.toContain('half');
    const repaired = [...broken.slice(0, 1), { version: 2, name: 'repaired', sql: 'select 1' }];
    expect(await migrate(url, log, repaired)).toBe(1);
  });
});

describe('a schema', () => {
  it('newer than the program is refused, and says which is the newer', async () => {
    const url = await databases.empty();
    const next = MIGRATIONS.length + 1;
    await migrate(url, log, [...MIGRATIONS, { version: next, name: 'later', sql: 'select 1' }]);
    const opening = openStore({ databaseUrl: url, dataDir: '', log });
    await expect(opening).rejects.toBeInstanceOf(SchemaMismatch);
    await expect(opening).rejects.toThrow(
      `the database schema is newer than this program: it has step ${next} (later)`,
    );
  });

  it('of which a step was changed since it ran is refused', async () => {
    const url = await databases.empty();
    await migrate(url, log, [{ version: 1, name: 'one', sql: 'select 1' }]);
    const changed = migrate(url, log, [{ version: 1, name: 'one', sql: 'select 2' }]);
    await expect(changed).rejects.toBeInstanceOf(SchemaMismatch);
    await expect(changed).rejects.toThrow('step 1 (one) ran with another text');
  });

  it('that became newer under a running program stops its ping', async () => {
    const url = await databases.empty();
    const open = await openStore({ databaseUrl: url, dataDir: '', log });
    await open.ping();
    await sql(url, "insert into tocsin.migrations values (999, 'from the future', 'x')");
    await expect(open.ping()).rejects.toThrow('newer than this program');
    await open.close();
  });
});
