/** The incident store on PostgreSQL: transactions for writing, plain statements for reading beside them. */
import type { EvidenceId } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { Instant } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import type {
  Delivery,
  DeliveryFilter,
  DeliveryPage,
  IncidentFilter,
  IncidentPage,
  IncidentStore,
  IncidentTransaction,
  KeptDelivery,
  Loaded,
  TimelineEntry,
  WaitingDelivery,
} from '../ports/incident-store.ts';
import { listDeliveries, readDelivery } from './delivery-list.ts';
import { forgetOld } from './forget-old.ts';
import { listIncidents } from './incident-list.ts';
import { INCIDENT_COLUMNS, type IncidentRow, loadedFrom } from './incident-rows.ts';
import { PostgresTransaction } from './incident-transaction.ts';
import { toText } from './json-text.ts';
import { pastIncidents } from './past-incidents.ts';
import { ask, type Pool } from './pool.ts';
import { prepared } from './prepared.ts';
import { runTransaction } from './run-transaction.ts';
import { readSignals } from './signal-rows.ts';
import { asStoreError } from './store-errors.ts';
import { claimWaiting, isWaiting } from './waiting-deliveries.ts';

export class PostgresIncidentStore implements IncidentStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async transaction<T>(work: (tx: IncidentTransaction) => Promise<T>): Promise<T> {
    return runTransaction(this.#pool, (client) => work(new PostgresTransaction(prepared(client))));
  }

  async load(id: string): Promise<Loaded | null> {
    return this.#reading(async () => {
      const { rows } = await this.#pool.query<IncidentRow>(
        `select ${INCIDENT_COLUMNS} from tocsin.incidents where id = $1`,
        [toText(id)],
      );
      return loadedFrom(this.#pool, rows);
    });
  }

  async list(filter: IncidentFilter): Promise<IncidentPage> {
    return this.#reading(() => listIncidents(this.#pool, filter));
  }

  async timeline(id: string): Promise<readonly TimelineEntry[]> {
    return ask<{ seq: number; event: IncidentEvent }>(
      this.#pool,
      'select seq, event from tocsin.incident_events where incident_id = $1 order by seq',
      [toText(id)],
    );
  }

  async past(incident: Incident): Promise<readonly Incident[]> {
    return this.#reading(() => pastIncidents(this.#pool, incident));
  }

  async signals(id: string, limit: number): Promise<readonly Signal[]> {
    return this.#reading(() => readSignals(this.#pool, toText(id), limit));
  }

  /** null when there is no such evidence. */
  async answer(id: string, evidence: EvidenceId): Promise<unknown> {
    const rows = await ask<{ answer: unknown }>(
      this.#pool,
      'select answer from tocsin.evidence where incident_id = $1 and evidence_id = $2',
      [toText(id), toText(evidence)],
    );
    return rows[0]?.answer ?? null;
  }

  async byPagerduty(vendorIncidentId: string): Promise<string | null> {
    return this.#newest('where i.pagerduty_id = $1', vendorIncidentId);
  }

  async byDedupKey(dedupKey: string): Promise<string | null> {
    return this.#newest(
      'join tocsin.incident_dedup_keys k on k.incident_id = i.id where k.dedup_key = $1',
      dedupKey,
    );
  }

  /** An open incident rather than a closed one, the newest of several. */
  async #newest(where: string, value: string): Promise<string | null> {
    const rows = await ask<{ id: string }>(
      this.#pool,
      `select i.id from tocsin.incidents i ${where}
       order by i.status in ('triage', 'diagnosing', 'recovering') desc, i.opened_at desc, i.id desc limit 1`,
      [toText(value)],
    );
    return rows[0]?.id ?? null;
  }

  async deliveries(filter: DeliveryFilter): Promise<DeliveryPage> {
    return listDeliveries(this.#pool, filter);
  }

  async delivery(
    id: string,
    most?: number,
  ): Promise<(KeptDelivery & Pick<Delivery, 'body'>) | null> {
    return readDelivery(this.#pool, id, most);
  }

  async isWaiting(thread: string): Promise<boolean> {
    return isWaiting(this.#pool, thread);
  }

  async claimWaiting(
    now: Instant,
    leaseSeconds: number,
    limit: number,
  ): Promise<readonly WaitingDelivery[]> {
    return claimWaiting(this.#pool, now, leaseSeconds, limit);
  }

  async forget(before: Instant): Promise<number> {
    return this.#reading(() => forgetOld(this.#pool, before));
  }

  async #reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw asStoreError(error);
    }
  }
}
