/** Opens the store: the embedded server or the one that DATABASE_URL names, migrated and ready. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { AlertLedger } from '../ports/alert-ledger.ts';
import type { Census } from '../ports/census.ts';
import type { Changes } from '../ports/changes.ts';
import { type IncidentStore, StoreUnavailable } from '../ports/incident-store.ts';
import type { Log } from '../ports/log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { Tallies } from '../ports/tallies.ts';
import type { Turns } from '../ports/turns.ts';
import { type EmbeddedServer, openEmbeddedServer } from './embedded-server.ts';
import { placeOf } from './look-at-database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/all-migrations.ts';
import { ask, openPool, type Pool } from './pool.ts';
import { PostgresAlertLedger } from './postgres-alert-ledger.ts';
import { PostgresCensus } from './postgres-census.ts';
import { PostgresChanges } from './postgres-changes.ts';
import { PostgresIncidentStore } from './postgres-incident-store.ts';
import { giveBack, PostgresOutbox } from './postgres-outbox.ts';
import { PostgresTallies } from './postgres-tallies.ts';
import { endTurns, PostgresTurns } from './postgres-turns.ts';
import { asStoreError, messageOf } from './store-errors.ts';

export interface StoreOptions {
  /** null: the embedded server in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly log: Log;
  /** How long an external database may take to appear; 30 when not given. */
  readonly waitSeconds?: number;
}

export interface OpenStore {
  readonly store: IncidentStore;
  readonly outbox: Outbox;
  readonly ledger: AlertLedger;
  readonly turns: Turns;
  readonly census: Census;
  readonly tallies: Tallies;
  readonly changes: Changes;
  /** With the password in it: for other parts of this process, never for a log. */
  readonly url: string;
  /** Throws StoreUnavailable, saying why, when the store cannot take a write now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Throws FolderInUse, SchemaMismatch, or an Error that says what to do. */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { databaseUrl, log } = options;
  if (databaseUrl !== null) {
    await awaitServer(databaseUrl, options.waitSeconds ?? 30, log);
    return storeOn(databaseUrl, log, null);
  }
  const server = await openEmbeddedServer(options);
  try {
    return await storeOn(server.url, log, server);
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function storeOn(url: string, log: Log, own: EmbeddedServer | null): Promise<OpenStore> {
  await migrate(url, log);
  const pool = openPool(url, log);
  // Nobody else works in a folder of our own: what the process before us had taken need not wait for its lease.
  if (own !== null) await Promise.all([giveBack(pool), endTurns(pool)]);
  return {
    store: new PostgresIncidentStore(pool),
    outbox: new PostgresOutbox(pool),
    ledger: new PostgresAlertLedger(pool),
    turns: new PostgresTurns(pool),
    census: new PostgresCensus(pool),
    tallies: new PostgresTallies(pool),
    changes: new PostgresChanges(pool),
    url,
    ping: () => ping(pool),
    async close() {
      await pool.end();
      await own?.close();
    },
  };
}

async function ping(pool: Pool): Promise<void> {
  const rows = await ask<{ read_only: boolean; version: number }>(
    pool,
    `select current_setting('transaction_read_only')::boolean as read_only, max(version) as version
     from tocsin.migrations`,
  );
  if (rows[0]?.read_only === true) throw new StoreUnavailable('the database is read-only');
  if ((rows[0]?.version ?? 0) > MIGRATIONS.length) {
    throw new StoreUnavailable('the database schema is newer than this program');
  }
}

/** Databases often start beside us; a wrong password or name will not get better by waiting. */
async function awaitServer(url: string, waitSeconds: number, log: Log): Promise<void> {
  const where = placeOf(url);
  const deadline = performance.now() + waitSeconds * 1000;
  for (let tries = 0; ; tries++) {
    const problem = await tryConnect(url);
    if (problem === null) return;
    const isAway = asStoreError(problem) instanceof StoreUnavailable && !isRefused(problem);
    if (!isAway || performance.now() > deadline) {
      throw new Error(`DATABASE_URL: ${where} cannot be used: ${messageOf(problem)}`);
    }
    if (tries % 5 === 0) log.warn(`waiting for PostgreSQL at ${where}: ${messageOf(problem)}`);
    await delay(Math.min(1000, Math.max(0, deadline - performance.now())));
  }
}

async function tryConnect(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return null;
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Not let in, or no such database: said by a server that is up. */
function isRefused(error: unknown): boolean {
  const code = error instanceof pg.DatabaseError ? (error.code ?? '') : '';
  return code.startsWith('28') || code === '3D000';
}
