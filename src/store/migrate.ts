/** Brings the schema `tocsin` up to this program, one numbered step at a time, forward only. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Log } from '../ports/log.ts';
import { MIGRATIONS, type Migration } from './migrations/all-migrations.ts';

/** The schema is not one that this program can work with. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
}

/** Any number, as long as every Tocsin asks for the same one. */
const MIGRATION_LOCK = 7_106_357_401;

/** Features that the statements use are all in 14. */
export const OLDEST_SERVER = 140_000;

/**
 * Runs what is missing, alone: other instances wait. Returns how many steps ran. Throws SchemaMismatch when the schema
 * is newer than this program, or when a step that ran was changed since.
 */
export async function migrate(
  url: string,
  log: Log,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'tocsin migrations' });
  client.on('error', (error) => log.warn(`the connection of the migrations broke: ${error}`));
  await client.connect();
  try {
    await checkServer(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await ensureLedger(client);
    const missing = await missingSteps(client, migrations);
    for (const migration of missing) await run(client, migration, log);
    return missing.length;
  } finally {
    // The end of the session frees the lock.
    await client.end();
  }
}

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "select current_setting('server_version_num')::integer as number, current_setting('server_version') as version",
  );
  const [server] = rows;
  if (server !== undefined && server.number >= OLDEST_SERVER) return;
  throw new SchemaMismatch(`PostgreSQL ${server?.version} is too old: Tocsin needs 14 or newer`);
}

async function ensureLedger(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select to_regclass('tocsin.migrations') as found");
  // Asked first, so that an account without the right to create needs it only once.
  if (rows[0]?.found !== null) return;
  await client.query(`
    create schema if not exists tocsin;
    create table tocsin.migrations (
      version integer primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`);
}

async function missingSteps(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const { rows } = await client.query<{ version: number; name: string; checksum: string }>(
    'select version, name, checksum from tocsin.migrations order by version',
  );
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, name, checksum } of rows) {
    const known = byVersion.get(version);
    if (known === undefined) {
      throw new SchemaMismatch(
        `the database schema is newer than this program: it has step ${version} (${name}), and the program ends at ${migrations.length}. Start the newer Tocsin, or restore the backup from before its upgrade`,
      );
    }
    if (checksumOf(known) === checksum) continue;
    throw new SchemaMismatch(
      `schema step ${version} (${name}) ran with another text than this program has: the database was written by a different build of Tocsin`,
    );
  }
  const applied = new Set(rows.map((row) => row.version));
  return migrations.filter((migration) => !applied.has(migration.version));
}

async function run(client: pg.Client, migration: Migration, log: Log): Promise<void> {
  const { version, name, sql } = migration;
  log.info(`database schema: step ${version} (${name})`);
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query(
      'insert into tocsin.migrations (version, name, checksum) values ($1, $2, $3)',
      [version, name, checksumOf(migration)],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`database schema: step ${version} (${name}) failed: ${String(error)}`, {
      cause: error,
    });
  }
}
