/** Forgets what was needed only for a while: deliveries and the names they are known by, finished work, stray signals, changes, groups. */
import type { Instant } from '../domain/instant.ts';
import type { Pool } from './pool.ts';

const STATEMENTS = [
  'delete from tocsin.delivery_ids where delivery_id in (select id from tocsin.deliveries where received_at < $1)',
  'delete from tocsin.deliveries where received_at < $1',
  // Pages stay: they are counted.
  "delete from tocsin.outbox where state <> 'undone' and lane <> 'pager' and finished_at < $1",
  // No incident holds them; they are known so that a delivery that comes late is no news.
  "delete from tocsin.signals where incident_id = '' and seen_at < $1",
  'delete from tocsin.changes where received_at < $1',
  // The latest of a receiver stays: by it the receiver is known.
  `delete from tocsin.alert_groups g where g.heard_at < $1 and exists (
     select from tocsin.alert_groups later where later.receiver = g.receiver and later.heard_at > g.heard_at)`,
] as const;

/** Returns how many rows went. */
export async function forgetOld(pool: Pool, before: Instant): Promise<number> {
  let gone = 0;
  for (const statement of STATEMENTS) gone += (await pool.query(statement, [before])).rowCount ?? 0;
  return gone;
}
