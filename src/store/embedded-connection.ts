/** Connections to the embedded server while it starts: whether it answers, and the database that Tocsin uses. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { SUPERUSER } from './embedded-cluster.ts';

const DATABASE = 'tocsin';

/** The URL of Tocsin's database, with the password in it. */
export function databaseUrl(port: number, password: string): string {
  return urlOf(port, password, DATABASE);
}

/**
 * Whether a connection succeeds before the time is up or `hasEnded` says that there is no point. Throws when the
 * server is up and does not take the password.
 */
export async function answers(
  port: number,
  password: string,
  timeoutMs: number,
  hasEnded: () => Promise<boolean>,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline && !(await hasEnded())) {
    if (await connects(urlOf(port, password, 'postgres'))) return true;
    await delay(25);
  }
  return false;
}

/** Creates Tocsin's database when it is not there yet. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(port, password, 'postgres') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function connects(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    const isRefused = error instanceof pg.DatabaseError && error.code?.startsWith('28') === true;
    if (!isRefused) return false;
    throw new Error(
      `the embedded PostgreSQL does not take the password in postgres.password (${error.message}): put that file back from the backup that holds the data folder`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}
