/** The outbox holds every effect until it is done: what a crash left behind is found here. */
import type { EffectKind, Lane } from '../domain/effect.ts';
import type { Instant } from '../domain/instant.ts';

export interface OutboxRow {
  readonly id: string;
  readonly incidentId: string;
  readonly kind: EffectKind;
  readonly dedupe: string;
  readonly payload: Readonly<Record<string, string | number>>;
  readonly dueAt: Instant;
  /** Before any retry moved it. */
  readonly firstDueAt: Instant;
  /** Earlier tries. */
  readonly attempts: number;
  /** Somebody claimed it before and died, or took too long: what it asks for may have been done. */
  readonly wasTaken: boolean;
}

export interface Outbox {
  /**
   * Takes due rows of a lane for `leaseSeconds`; nobody else gets them meanwhile. On the `pager`, `note` and `chat`
   * lanes a row is given only when no earlier row of the same incident and lane is still undone, so sends stay in order.
   */
  claim(
    lane: Lane,
    now: Instant,
    leaseSeconds: number,
    limit: number,
  ): Promise<readonly OutboxRow[]>;
  /** Likewise the due rows of one incident, on all lanes that have a lease here. */
  claimOf(
    incidentId: string,
    now: Instant,
    leaseSeconds: Readonly<Partial<Record<Lane, number>>>,
    limit: number,
  ): Promise<readonly OutboxRow[]>;
  /** One row that is not done yet, by id; null otherwise. */
  undone(id: string): Promise<OutboxRow | null>;
  done(id: string, at: Instant): Promise<void>;
  retry(id: string, dueAt: Instant, error: string): Promise<void>;
  /** Given up: kept with its reason, never tried again. */
  abandon(id: string, at: Instant, error: string): Promise<void>;
  pending(now: Instant): Promise<{ readonly count: number; readonly oldestSeconds: number }>;
}
