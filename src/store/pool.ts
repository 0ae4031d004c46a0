/** The pool of connections, with every wait bounded. */
import pg from 'pg';
import type { Log } from '../ports/log.ts';
import { asStoreError, messageOf } from './store-errors.ts';

/** Longer than any statement of ours takes, shorter than a sender waits. */
const STATEMENT_MS = 20_000;

export type Pool = pg.Pool;
/** Something that runs a statement: the pool, or one connection inside a transaction. */
export interface Queryable {
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<R>>;
}

export function openPool(url: string, log: Log): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'tocsin',
    max: 10,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 60_000,
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: STATEMENT_MS,
    lock_timeout: 4_000,
    idle_in_transaction_session_timeout: 15_000,
    // For a network that swallows packets: the server's own timeout cannot reach us then.
    query_timeout: STATEMENT_MS + 5_000,
  });
  // A connection that breaks in somebody's hands, or while it is being closed, would otherwise end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  // Likewise an idle one; that is the only one of the three that nobody else hears of.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn(`a database connection broke: ${messageOf(error)}`);
  });
  return pool;
}

/** A statement outside a transaction; throws StoreUnavailable when the store is away. */
export async function ask<R extends pg.QueryResultRow>(
  pool: Pool,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  try {
    return (await pool.query<R>(text, values)).rows;
  } catch (error) {
    throw asStoreError(error);
  }
}
