/** Runs work in one transaction: committed whole or not at all, and done again when only the timing was bad. */
import type pg from 'pg';
import type { Pool } from './pool.ts';
import { asStoreError, isTransient } from './store-errors.ts';

const TRIES = 4;

/** `work` may run several times: what it does outside the transaction must bear that. */
export async function runTransaction<T>(
  pool: Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (tries >= TRIES || !isTransient(error)) throw asStoreError(error);
    }
  }
}

async function once<T>(pool: Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: unknown = null;
  try {
    await client.query('begin');
    const value = await work(client);
    await commit(client);
    return value;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    // A connection that could not even roll back is thrown away.
    client.release(broken !== null);
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit');
  // A work that swallowed a failed statement would otherwise think that its changes are on disk.
  if (command !== 'COMMIT') throw new Error('a statement of this transaction failed unheard');
}

async function rollback(client: pg.PoolClient): Promise<unknown> {
  return client.query('rollback').then(
    () => null,
    (error: unknown) => error,
  );
}
