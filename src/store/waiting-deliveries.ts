/** Deliveries that wait to be tried again: one thread's in their order, each taken by one process at a time. */
import type { Instant } from '../domain/instant.ts';
import type { WaitingDelivery } from '../ports/incident-store.ts';
import { toText } from './json-text.ts';
import { ask, type Pool } from './pool.ts';

/** One that left the quarantine another way waits no longer. */
const WAITS = "try_at is not null and state = 'quarantined'";

const IS_WAITING = `
select exists (select from tocsin.deliveries where thread = $1 and ${WAITS}) as waits`;

const CLAIM = `
with heads as (
  select distinct on (thread) id, turn, try_at from tocsin.deliveries where ${WAITS} order by thread, turn
),
due as (select id from heads where try_at <= $1 order by turn limit $3),
taken as (
  select d.id from tocsin.deliveries d join due using (id) where d.try_at <= $1 for update of d skip locked
)
update tocsin.deliveries d set try_at = $1::timestamptz + make_interval(secs => $2) from taken
where d.id = taken.id
returning d.id, d.source, d.received_at, d.sha256, d.body, d.state, d.reason`;

interface Row extends Omit<WaitingDelivery, 'receivedAt'> {
  readonly received_at: Date;
}

export async function isWaiting(pool: Pool, thread: string): Promise<boolean> {
  const [row] = await ask<{ waits: boolean }>(pool, IS_WAITING, [toText(thread)]);
  return row?.waits === true;
}

export async function claimWaiting(
  pool: Pool,
  now: Instant,
  leaseSeconds: number,
  limit: number,
): Promise<readonly WaitingDelivery[]> {
  const rows = await ask<Row>(pool, CLAIM, [now, leaseSeconds, limit]);
  return rows.map(({ received_at: receivedAt, ...row }) => ({
    ...row,
    receivedAt: receivedAt.toISOString(),
  }));
}
