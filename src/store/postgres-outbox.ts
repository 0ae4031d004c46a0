/** The outbox on PostgreSQL: rows are claimed by lease, so that a crash gives them back by itself. */
import type { EffectKind, Lane } from '../domain/effect.ts';
import type { Instant } from '../domain/instant.ts';
import type { Outbox, OutboxRow } from '../ports/outbox.ts';
import { toText } from './json-text.ts';
import { ask, type Pool } from './pool.ts';

interface Row {
  readonly id: string;
  readonly incident_id: string;
  readonly kind: EffectKind;
  readonly dedupe: string;
  readonly payload: OutboxRow['payload'];
  readonly due_at: Date;
  readonly first_due_at: Date;
  readonly attempts: number;
  readonly was_taken: boolean;
}

const COLUMNS =
  'o.id, o.incident_id, o.kind, o.dedupe, o.payload, o.due_at, o.first_due_at, o.attempts';

/** `$2` is now. */
const IS_FREE = `
  o.state = 'undone' and o.due_at <= $2
  and (o.leased_until is null or o.leased_until <= $2)
  and (o.lane not in ('pager', 'note', 'chat') or not exists (
    select from tocsin.outbox earlier
    where earlier.incident_id = o.incident_id and earlier.lane = o.lane and earlier.state = 'undone'
      and earlier.id < o.id))`;

const CLAIM = `
with due as (
  select o.id, o.leased_until is not null as was_taken from tocsin.outbox o
  where o.lane = $1 and ${IS_FREE}
  order by o.due_at, o.id limit $4
  for update skip locked
)
update tocsin.outbox o set leased_until = $2::timestamptz + make_interval(secs => $3)
from due where o.id = due.id
returning ${COLUMNS}, due.was_taken`;

const CLAIM_OF = `
with due as (
  select o.id, o.leased_until is not null as was_taken, leases.seconds from tocsin.outbox o
  join unnest($3::text[], $4::float8[]) as leases (lane, seconds) on leases.lane = o.lane
  where o.incident_id = $1 and ${IS_FREE}
  order by o.due_at, o.id limit $5
  for update of o skip locked
)
update tocsin.outbox o set leased_until = $2::timestamptz + make_interval(secs => due.seconds)
from due where o.id = due.id
returning ${COLUMNS}, due.was_taken`;

const RETRY = `
update tocsin.outbox set due_at = $2, last_error = $3, attempts = attempts + 1, leased_until = null
where id = $1 and state = 'undone'`;

const FINISH = `
update tocsin.outbox set state = $2, finished_at = $3, last_error = coalesce($4, last_error), leased_until = null
where id = $1 and state = 'undone'`;

const PENDING = `
select count(*)::integer as count, min(first_due_at) as oldest from tocsin.outbox
where state = 'undone' and first_due_at <= $1`;

export class PostgresOutbox implements Outbox {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async claim(
    lane: Lane,
    now: Instant,
    leaseSeconds: number,
    limit: number,
  ): Promise<readonly OutboxRow[]> {
    const rows = await ask<Row>(this.#pool, CLAIM, [lane, now, leaseSeconds, limit]);
    return rows.map(rowOf).sort(byDue);
  }

  async claimOf(
    incidentId: string,
    now: Instant,
    leaseSeconds: Readonly<Partial<Record<Lane, number>>>,
    limit: number,
  ): Promise<readonly OutboxRow[]> {
    const lanes = Object.keys(leaseSeconds);
    const values = [incidentId, now, lanes, Object.values(leaseSeconds), limit];
    const rows = await ask<Row>(this.#pool, CLAIM_OF, values);
    return rows.map(rowOf).sort(byDue);
  }

  async undone(id: string): Promise<OutboxRow | null> {
    if (!isRowId(id)) return null;
    const rows = await ask<Row>(
      this.#pool,
      `select ${COLUMNS}, false as was_taken from tocsin.outbox o where o.id = $1 and o.state = 'undone'`,
      [id],
    );
    return rows[0] === undefined ? null : rowOf(rows[0]);
  }

  async done(id: string, at: Instant): Promise<void> {
    await ask(this.#pool, FINISH, [id, 'done', at, null]);
  }

  async retry(id: string, dueAt: Instant, error: string): Promise<void> {
    await ask(this.#pool, RETRY, [id, dueAt, toText(error)]);
  }

  async abandon(id: string, at: Instant, error: string): Promise<void> {
    await ask(this.#pool, FINISH, [id, 'abandoned', at, toText(error)]);
  }

  /** Counts what should be done by now, retries too: a timer of tomorrow is not pending. */
  async pending(now: Instant): Promise<{ readonly count: number; readonly oldestSeconds: number }> {
    const rows = await ask<{ count: number; oldest: Date | null }>(this.#pool, PENDING, [now]);
    const count = rows[0]?.count ?? 0;
    const oldest = rows[0]?.oldest ?? null;
    if (oldest === null) return { count, oldestSeconds: 0 };
    return { count, oldestSeconds: (Date.parse(now) - oldest.getTime()) / 1000 };
  }
}

/** Frees every row that somebody has taken, as if their time was over; for who knows that nobody is at work. */
export async function giveBack(pool: Pool): Promise<void> {
  await ask(
    pool,
    `update tocsin.outbox set leased_until = '-infinity' where state = 'undone' and leased_until is not null`,
  );
}

function rowOf(row: Row): OutboxRow {
  return {
    id: row.id,
    incidentId: row.incident_id,
    kind: row.kind,
    dedupe: row.dedupe,
    payload: row.payload,
    dueAt: row.due_at.toISOString(),
    firstDueAt: row.first_due_at.toISOString(),
    attempts: row.attempts,
    wasTaken: row.was_taken,
  };
}

/** The statement's own order is not kept by an update. */
function byDue(a: OutboxRow, b: OutboxRow): number {
  if (a.dueAt !== b.dueAt) return a.dueAt < b.dueAt ? -1 : 1;
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}

function isRowId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}
