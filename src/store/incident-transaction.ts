/** One transaction on incidents, as the ports promise it, over one connection. */
import { createHash } from 'node:crypto';
import type { Signal, SignalState } from '../domain/signal.ts';
import type { Append, Delivery, IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { appendIncident } from './append-incident.ts';
import { writeDelivery } from './delivery-rows.ts';
import { digestOf } from './digest.ts';
import { INCIDENT_COLUMNS, type IncidentRow, loadedFrom } from './incident-rows.ts';
import { toText } from './json-text.ts';
import type { Queryable } from './pool.ts';
import { readKnown, writeUnheld } from './signal-rows.ts';

/** Names our advisory locks beside those of others in the same database. */
const LOCK_SPACE = 710_635;
/** A server's lock table is finite: ten thousand keys in one delivery must fit. Strangers rarely share a lock. */
const LOCKS = 4096;

export class PostgresTransaction implements IncidentTransaction {
  readonly #db: Queryable;

  constructor(db: Queryable) {
    this.#db = db;
  }

  async holdCorrelation(correlationKeys: readonly string[]): Promise<void> {
    if (correlationKeys.length === 0) return;
    const locks = [...new Set(correlationKeys.map(lockOf))].sort((a, b) => a - b);
    await this.#db.query(
      'select pg_advisory_xact_lock($1, lock) from unnest($2::integer[]) as lock',
      [LOCK_SPACE, locks],
    );
  }

  /** Locks the row until the commit: who loads to change does not run into a conflict. */
  async load(id: string): Promise<Loaded | null> {
    const { rows } = await this.#db.query<IncidentRow>(
      `select ${INCIDENT_COLUMNS} from tocsin.incidents where id = $1 for no key update`,
      [toText(id)],
    );
    return loadedFrom(this.#db, rows);
  }

  async latest(correlationKey: string): Promise<Loaded | null> {
    const { rows } = await this.#db.query<IncidentRow>(
      `select ${INCIDENT_COLUMNS} from tocsin.incidents where correlation_digest = $1
       order by opened_at desc, id desc limit 1 for no key update`,
      [digestOf(correlationKey)],
    );
    return loadedFrom(this.#db, rows);
  }

  async byDedupKey(dedupKey: string): Promise<Loaded | null> {
    const { rows } = await this.#db.query<IncidentRow>(
      `select ${INCIDENT_COLUMNS} from tocsin.incidents where id = (
         select i.id from tocsin.incidents i join tocsin.incident_dedup_keys k on k.incident_id = i.id
         where k.dedup_key = $1
         order by i.status in ('triage', 'diagnosing', 'recovering') desc, i.opened_at desc, i.id desc limit 1
       ) for no key update`,
      [toText(dedupKey)],
    );
    return loadedFrom(this.#db, rows);
  }

  async holderOf(signalKeys: readonly string[]): Promise<Loaded | null> {
    const { rows } = await this.#db.query<IncidentRow>(
      `select ${INCIDENT_COLUMNS} from tocsin.incidents where id = (
         select i.id from tocsin.signals s join tocsin.incidents i on i.id = s.incident_id
         where s.key_digest = any($1::text[]) and i.status in ('triage', 'diagnosing', 'recovering')
         order by s.touch desc limit 1
       ) for no key update`,
      [signalKeys.map(digestOf)],
    );
    return loadedFrom(this.#db, rows);
  }

  async knownSignals(keys: readonly string[]): Promise<ReadonlyMap<string, SignalState>> {
    return readKnown(this.#db, keys);
  }

  async rememberSignals(signals: readonly Signal[]): Promise<void> {
    await writeUnheld(this.#db, signals);
  }

  async nextIncidentId(day: string): Promise<string> {
    const { rows } = await this.#db.query<{ value: string }>(
      `insert into tocsin.counters as c (name, value) values ($1, 1)
       on conflict (name) do update set value = c.value + 1 returning value`,
      [`incidents ${day}`],
    );
    return `INC-${day}-${(rows[0]?.value ?? '').padStart(3, '0')}`;
  }

  async append(change: Append): Promise<void> {
    await appendIncident(this.#db, change);
  }

  async recordDelivery(delivery: Delivery): Promise<boolean> {
    return writeDelivery(this.#db, delivery);
  }
}

function lockOf(correlationKey: string): number {
  return createHash('sha256').update(correlationKey).digest().readUInt32BE() % LOCKS;
}
