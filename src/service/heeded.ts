/** What a PagerDuty event says to us, in our words; the door reads it from theirs. */
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/instant.ts';

/** For what a machine did there. */
export const PAGERDUTY: Actor = { kind: 'system', name: 'pagerduty', channel: 'pagerduty' };

export interface HeededNote {
  readonly kind: 'note';
  readonly vendorIncidentId: string;
  readonly noteId: string;
  readonly text: string;
  readonly trimmed: boolean;
  /** When it was written, as PagerDuty says; null when it does not. */
  readonly saidAt: Instant | null;
  /** null: not written by a person, so it commands nothing. */
  readonly by: Actor | null;
}

export interface HeededIncident {
  readonly kind: 'incident';
  readonly vendorIncidentId: string;
  /** When it happened, as PagerDuty says; null when it does not. */
  readonly saidAt: Instant | null;
  /** `triggered`, `acknowledged`, `priority_updated` … */
  readonly change: string;
  readonly by: Actor;
  readonly title: string;
  /** As it is after the change: `triggered`, `acknowledged`, `resolved`. */
  readonly status: string;
  readonly urgency: string;
  readonly url: string;
  readonly incidentKey: string | null;
  readonly service: string;
  readonly priority: string | null;
  readonly createdAt: Instant | null;
  readonly mergedInto: string | null;
}

export type Heeded = HeededNote | HeededIncident | { readonly kind: 'other' };

/** `quarantined`: kept, and the reason is kept with it; `waiting`: likewise, and done later by itself. */
export type Outcome = 'used' | 'duplicate' | 'quarantined' | 'waiting' | 'ignored';
