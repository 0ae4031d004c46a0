/** What a PagerDuty event says to us, in our words; the door reads it from theirs. */
import type { Actor } from '../domain/actor.ts';

export type Heeded =
  | {
      readonly kind: 'note';
      readonly vendorIncidentId: string;
      readonly noteId: string;
      readonly text: string;
      readonly trimmed: boolean;
      /** null: not written by a person, so it commands nothing. */
      readonly by: Actor | null;
    }
  | {
      readonly kind: 'incident';
      readonly vendorIncidentId: string;
      readonly url: string;
      readonly incidentKey: string | null;
      readonly change: string;
      readonly by: Actor;
    }
  | { readonly kind: 'other' };

export type HeededNote = Extract<Heeded, { kind: 'note' }>;
export type HeededIncident = Extract<Heeded, { kind: 'incident' }>;

/** `quarantined`: kept, and the reason is kept with it. */
export type Outcome = 'used' | 'duplicate' | 'quarantined' | 'ignored';
