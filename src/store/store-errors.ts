/** Tells a database that is away or full from a mistake of ours. */
import pg from 'pg';
import { StoreUnavailable } from '../ports/incident-store.ts';

/** Serialization failure and deadlock: the same work may succeed when done again. */
const TRANSIENT = new Set(['40001', '40P01']);

/** SQLSTATE classes and codes that say "not now". */
const AWAY_CLASSES = new Set(['08', '53', '58']);
const AWAY_CODES = new Set([
  '57P01', // shut down by an administrator
  '57P02', // a backend crashed
  '57P03', // starting up or shutting down
  '57P05', // idle session timeout
  '57014', // statement timeout
  '55P03', // lock timeout
  '25P03', // idle-in-transaction timeout
  '25006', // read-only
  '28000', // not let in: a rotated password, a changed rule
  '28P01',
  '3D000', // the database is gone
]);

/** pg throws plain errors for what happens to a connection. */
const AWAY_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

export function isTransient(error: unknown): boolean {
  return error instanceof pg.DatabaseError && TRANSIENT.has(error.code ?? '');
}

/** Of unique and exclusion constraints; null for other errors. */
export function violatedConstraint(error: unknown): string | null {
  if (!(error instanceof pg.DatabaseError) || error.code !== '23505') return null;
  return error.constraint ?? '';
}

/** The error as the ports know it: StoreUnavailable for a store that is away, anything else as it is. */
export function asStoreError(error: unknown): unknown {
  if (!isAway(error)) return error;
  return new StoreUnavailable(`the database is not available: ${messageOf(error)}`, {
    cause: error,
  });
}

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's error for several failed addresses has an empty message of its own.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ');
  return error.message;
}

function isAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return isAwayCode(error.code ?? '') || isTransient(error);
  if (!(error instanceof Error)) return false;
  return isSystemError(error) || AWAY_MESSAGE.test(error.message);
}

function isAwayCode(code: string): boolean {
  return AWAY_CODES.has(code) || AWAY_CLASSES.has(code.slice(0, 2));
}

/** ECONNREFUSED, ECONNRESET, EPIPE, ENOTFOUND and their like: errors of the socket, never of our code. */
function isSystemError(error: Error): boolean {
  return 'syscall' in error || error instanceof AggregateError;
}
