/** Deliveries as rows: the raw bytes, and the vendor ids by which a repeated one is recognised. */
import type { Delivery } from '../ports/incident-store.ts';
import { digestOf } from './digest.ts';
import { toText } from './json-text.ts';
import type { Queryable } from './pool.ts';

/**
 * The ids first: a delivery with the same id that is not committed yet is waited for. Ids that are its own, and its own
 * row while that is quarantined, are no obstacle: what is replayed is written over what was kept.
 */
const INSERT = `
with own as (
  insert into tocsin.delivery_ids as known (vendor_digest, delivery_id)
  select digest, $1 from unnest($2::text[]) as digest
  on conflict (vendor_digest) do update set delivery_id = excluded.delivery_id
  where known.delivery_id = excluded.delivery_id returning 1
)
insert into tocsin.deliveries as kept (id, source, received_at, sha256, body, state, reason, thread, try_at,
  turn)
select $1, $3, $4, $5, $6, $7, $8, $9, $10,
  case when $10::timestamptz is null then null else nextval('tocsin.waiting_turns') end
where (select count(*) from own) = cardinality($2::text[])
on conflict (id) do update set state = excluded.state, reason = excluded.reason, thread = excluded.thread,
  try_at = excluded.try_at, turn = coalesce(kept.turn, excluded.turn)
where kept.state = 'quarantined'`;

const FORGET_IDS = `
delete from tocsin.delivery_ids
where delivery_id = $1 and not exists (select from tocsin.deliveries where id = $1)`;

/** False when one of its vendor ids is known, or its own row was used already; then nothing is written. */
export async function writeDelivery(db: Queryable, delivery: Delivery): Promise<boolean> {
  const ids = new Set(delivery.vendorIds.map((id) => digestOf(`${delivery.source}:${id}`)));
  const { rowCount } = await db.query(INSERT, [
    delivery.id,
    // The same order everywhere, so that two deliveries never wait for each other.
    [...ids].sort(),
    toText(delivery.source),
    delivery.receivedAt,
    delivery.sha256,
    Buffer.from(delivery.body.buffer, delivery.body.byteOffset, delivery.body.byteLength),
    delivery.state,
    toText(delivery.reason),
    delivery.waiting === undefined ? null : toText(delivery.waiting.thread),
    delivery.waiting?.tryAt ?? null,
  ]);
  if (rowCount === 1) return true;
  // Ids that came new beside the known one belong to a delivery that is not kept.
  await db.query(FORGET_IDS, [delivery.id]);
  return false;
}
