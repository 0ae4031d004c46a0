/** Deliveries as they are kept, for those who look after the quarantine: newest first, page by page. */
import type { DeliveryFilter, DeliveryPage, KeptDelivery } from '../ports/incident-store.ts';
import { toText } from './json-text.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { ask, type Pool } from './pool.ts';

const MOST = 200;

const COLUMNS = 'id, source, received_at, sha256, state, reason, octet_length(body) as bytes';

const LIST = `
select ${COLUMNS} from tocsin.deliveries
where ($1::timestamptz is null or (received_at, id) < ($1, $2))`;

/** Written out, so that the index on what is quarantined serves it. */
const WHERE = {
  accepted: "and state = 'accepted'",
  quarantined: "and state = 'quarantined'",
} as const;

interface Row {
  readonly id: string;
  readonly source: string;
  readonly received_at: Date;
  readonly sha256: string;
  readonly state: KeptDelivery['state'];
  readonly reason: string;
  readonly bytes: number;
}

export async function listDeliveries(pool: Pool, filter: DeliveryFilter): Promise<DeliveryPage> {
  const limit = Math.max(1, Math.min(MOST, Math.trunc(filter.limit)));
  const after = filter.cursor === null ? null : readCursor(filter.cursor, isDeliveryId);
  const state = filter.state === null ? '' : WHERE[filter.state];
  // One more than asked for shows whether there is another page.
  const rows = await ask<Row>(
    pool,
    `${LIST} ${state} order by received_at desc, id desc limit $3`,
    [after?.at ?? null, after?.id ?? null, limit + 1],
  );
  const deliveries = rows.slice(0, limit).map(keptFrom);
  const last = deliveries.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    deliveries,
    nextCursor: hasMore ? writeCursor({ at: last.receivedAt, id: last.id }) : null,
  };
}

const ONE = `
select ${COLUMNS}, substring(body from 1 for $2) as body from tocsin.deliveries where id = $1`;

/** PostgreSQL's largest length. */
const ALL = 2_147_483_647;

export async function readDelivery(
  pool: Pool,
  id: string,
  most = ALL,
): Promise<(KeptDelivery & { readonly body: Uint8Array }) | null> {
  const [row] = await ask<Row & { readonly body: Buffer }>(pool, ONE, [toText(id), most]);
  return row === undefined ? null : { ...keptFrom(row), body: row.body };
}

function keptFrom(row: Row): KeptDelivery {
  const { id, source, received_at: receivedAt, sha256, state, reason, bytes } = row;
  return { id, source, receivedAt: receivedAt.toISOString(), sha256, state, reason, bytes };
}

function isDeliveryId(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id);
}
