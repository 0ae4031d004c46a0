/** The incident store keeps events, the projection folded from them, and everything that must commit with them. */
import type { Effect } from '../domain/effect.ts';
import type { EvidenceId } from '../domain/evidence.ts';
import type { Incident, Status } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { Instant } from '../domain/instant.ts';
import type { Severity } from '../domain/severity.ts';
import type { Signal, SignalState } from '../domain/signal.ts';

/** Somebody else appended first; load again and decide again. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/** The store cannot be reached or cannot write now: answer 503, the sender comes again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export interface Loaded {
  readonly incident: Incident;
  /** Number of events so far; the next append must name it. */
  readonly version: number;
}

export interface Append {
  /** The incident after the events. */
  readonly incident: Incident;
  /** 0 for a new incident. */
  readonly expectedVersion: number;
  readonly events: readonly IncidentEvent[];
  readonly effects: readonly Effect[];
  /** Whole answers of the evidence that these events record. */
  readonly answers: readonly EvidenceAnswer[];
  /** Keys under which a pager may know the incident from now on, beside those it has. */
  readonly dedupKeys: readonly string[];
}

export interface EvidenceAnswer {
  readonly id: EvidenceId;
  /** JSON value; frozen, its canonical text has the evidence's sha256. */
  readonly answer: unknown;
}

export interface Delivery {
  readonly id: string;
  readonly source: string;
  readonly receivedAt: Instant;
  readonly sha256: string;
  /** Raw bytes as they came. */
  readonly body: Uint8Array;
  /** `accepted`: used; `quarantined`: kept, but nothing could be made of it, and `reason` says why. */
  readonly state: 'accepted' | 'quarantined';
  readonly reason: string;
  /** The vendor's own ids of this delivery; a repeated one is recognised. */
  readonly vendorIds: readonly string[];
  /** Of one in quarantine that is tried again by itself; those of one thread in the order in which they came. */
  readonly waiting?: { readonly thread: string; readonly tryAt: Instant };
}

/** One transaction; everything in it is on disk together or not at all. */
export interface IncidentTransaction {
  /** Waits for, and holds until the commit, the right to open or change incidents of this correlation key. */
  holdCorrelation(correlationKeys: readonly string[]): Promise<void>;
  load(id: string): Promise<Loaded | null>;
  /** The newest incident of a correlation key, open or not. */
  latest(correlationKey: string): Promise<Loaded | null>;
  /** The incident that a pager knows under this key: an open one rather than a closed one, the newest of several. */
  byDedupKey(dedupKey: string): Promise<Loaded | null>;
  /** An open incident that holds one of these signals; null when none does. */
  holderOf(signalKeys: readonly string[]): Promise<Loaded | null>;
  /** What is known of signals, by signal key, whether or not an incident holds them. */
  knownSignals(keys: readonly string[]): Promise<ReadonlyMap<string, SignalState>>;
  /** Remembers signals that belong to no incident (a resolve that came before its firing). */
  rememberSignals(signals: readonly Signal[]): Promise<void>;
  /** `INC-YYYY-MM-DD-NNN`, counted per day. */
  nextIncidentId(day: string): Promise<string>;
  /** Throws VersionConflict when the incident moved on. */
  append(change: Append): Promise<void>;
  /**
   * False when a delivery with one of its vendor ids is known already; then nothing is written. One that is kept as
   * quarantined under the same id is taken once more: its state and reason are replaced, and its ids added.
   */
  recordDelivery(delivery: Delivery): Promise<boolean>;
}

/** A delivery as it is kept, without its bytes. */
export interface KeptDelivery extends Omit<Delivery, 'body' | 'vendorIds' | 'waiting'> {
  /** Size of the body. */
  readonly bytes: number;
}

/** A delivery that is tried again, as it was kept. */
export type WaitingDelivery = Omit<Delivery, 'vendorIds' | 'waiting'>;

export interface DeliveryFilter {
  /** null: all. */
  readonly state: Delivery['state'] | null;
  /** 1 to 200. */
  readonly limit: number;
  /** Opaque, from an earlier page; null for the first. */
  readonly cursor: string | null;
}

export interface DeliveryPage {
  readonly deliveries: readonly KeptDelivery[];
  readonly nextCursor: string | null;
}

export interface TimelineEntry {
  readonly seq: number;
  readonly event: IncidentEvent;
}

export interface IncidentFilter {
  readonly status: readonly Status[];
  readonly severity: readonly Severity[];
  readonly service: string | null;
  /** 1 to 200. */
  readonly limit: number;
  /** Opaque, from an earlier page; null for the first. */
  readonly cursor: string | null;
}

export interface IncidentPage {
  readonly incidents: readonly Incident[];
  readonly nextCursor: string | null;
}

/** Reading beside transactions, for people, jobs and metrics. */
export interface IncidentReader {
  load(id: string): Promise<Loaded | null>;
  /** Newest first. Throws RangeError for a cursor that is not ours. */
  list(filter: IncidentFilter): Promise<IncidentPage>;
  timeline(id: string): Promise<readonly TimelineEntry[]>;
  /** Incidents that may be like this one: of its correlation, or closed ones of its services. Newest first, at most 70. */
  past(incident: Incident): Promise<readonly Incident[]>;
  /** Signals of an incident with labels and annotations as last seen; at most `limit`. */
  signals(id: string, limit: number): Promise<readonly Signal[]>;
  answer(id: string, evidence: EvidenceId): Promise<unknown>;
  byPagerduty(vendorIncidentId: string): Promise<string | null>;
  byDedupKey(dedupKey: string): Promise<string | null>;
  /** Newest first, without their bytes. Throws RangeError for a cursor that is not ours. */
  deliveries(filter: DeliveryFilter): Promise<DeliveryPage>;
  /** Whether a delivery of this thread is to be tried again. */
  isWaiting(thread: string): Promise<boolean>;
  /** With the first `most` bytes of its body; with all of it when that is not given. */
  delivery(id: string, most?: number): Promise<(KeptDelivery & Pick<Delivery, 'body'>) | null>;
}

export interface IncidentStore extends IncidentReader {
  /** Drops raw deliveries and finished work from before then; incidents are kept for ever. Returns how many rows went. */
  forget(before: Instant): Promise<number>;
  /**
   * Takes deliveries that are due to be tried again, the first of each thread, for `leaseSeconds`; nobody else gets
   * them meanwhile. Whoever records one anew ends its waiting, or sets when it is tried next.
   */
  claimWaiting(
    now: Instant,
    leaseSeconds: number,
    limit: number,
  ): Promise<readonly WaitingDelivery[]>;
  /** Runs `work` in one transaction; throws StoreUnavailable when the store is away. */
  transaction<T>(work: (tx: IncidentTransaction) => Promise<T>): Promise<T>;
}
