/** Looks at a PostgreSQL server without changing anything: whether it lets us in, and whether Tocsin could work there. */
import pg from 'pg';
import { OLDEST_SERVER } from './migrate.ts';
import { MIGRATIONS } from './migrations/all-migrations.ts';
import { messageOf } from './store-errors.ts';

export interface SeenDatabase {
  /** `18.4` */
  readonly version: string;
  /** Host, port and name, without the password. */
  readonly place: string;
  /** Why Tocsin could not work there, in the words of a person; null when it could. */
  readonly obstacle: string | null;
}

const LOOK = `
select current_setting('server_version_num')::integer as number,
  current_setting('server_version') as version,
  current_setting('transaction_read_only')::boolean as read_only,
  to_regclass('tocsin.migrations') is not null as has_schema,
  has_database_privilege(current_database(), 'CREATE') as may_create`;

interface Row {
  readonly number: number;
  readonly version: string;
  readonly read_only: boolean;
  readonly has_schema: boolean;
  readonly may_create: boolean;
}

/** Throws an Error that names the place, not the password, when there is no answer within `timeoutMs`. */
export async function lookAtDatabase(url: string, timeoutMs: number): Promise<SeenDatabase> {
  const place = placeOf(url);
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tocsin doctor',
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Row>(LOOK);
    const [row] = rows;
    if (row === undefined) throw new Error('no answer');
    return { version: row.version, place, obstacle: obstacleIn(row, await stepOf(client, row)) };
  } catch (error) {
    throw new Error(`${place} cannot be used: ${messageOf(error)}`);
  } finally {
    // Not waited for: a server that hangs would not say goodbye either.
    client.end().catch(() => undefined);
  }
}

/** The last step of the schema that is there; 0 when there is none. */
async function stepOf(client: pg.Client, { has_schema: hasSchema }: Row): Promise<number> {
  if (!hasSchema) return 0;
  const { rows } = await client.query<{ step: number | null }>(
    'select max(version) as step from tocsin.migrations',
  );
  return rows[0]?.step ?? 0;
}

function obstacleIn(row: Row, step: number): string | null {
  if (row.number < OLDEST_SERVER)
    return `it is too old: Tocsin needs ${OLDEST_SERVER / 10_000} or newer`;
  if (row.read_only) return 'it is read-only: a standby, perhaps';
  if (step > MIGRATIONS.length) return 'its schema was written by a newer Tocsin';
  if (!row.has_schema && !row.may_create) return 'this account may not create the schema tocsin';
  return null;
}

/** Host, port and database without the password. */
export function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null) {
    throw new Error('DATABASE_URL is not a URL: it looks like postgres://user:password@host/name');
  }
  return `${parsed.host || 'the local socket'}${parsed.pathname}`;
}
