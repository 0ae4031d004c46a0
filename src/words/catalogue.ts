/** A catalogue holds every sentence that Tocsin says to people, in one language; the compiler asks each for all of them. */
import type { Resolution } from '../domain/gate-keys.ts';
import type { Status } from '../domain/incident.ts';
import type { ChangeMarkKind, PastIncident } from '../domain/marks.ts';
import type { NeedName } from '../domain/refusal.ts';

/** A sentence with its parts put in. */
export type Says<Part extends string> = (parts: Readonly<Record<Part, string>>) => string;

/** Times are `10:05 UTC`, durations `12 min`; both come ready. */
export interface Sentences {
  /** The first line of whatever is about an incident. */
  readonly heading: Says<'id' | 'severity' | 'title'>;
  readonly statusIs: Says<'status'>;
  readonly severityIs: Says<'severity' | 'sure'>;
  readonly affects: Says<'services'>;
  readonly impactIs: Says<'impact'>;
  readonly commandedBy: Says<'commander'>;
  readonly since: Says<'at' | 'duration'>;
  readonly lastUpdate: Says<'at'>;
  readonly nextUpdate: Says<'at'>;

  readonly opened: Says<'source'>;
  readonly changedSince: Says<'at'>;
  readonly noChange: Says<'at' | 'status'>;
  readonly resolved: Says<'at' | 'duration'>;
  readonly reopened: Says<'at'>;
  readonly reopenedBecause: Says<'at' | 'reason'>;
  readonly causeIs: Says<'cause'>;
  readonly fixIs: Says<'fix'>;
  readonly verifiedBy: Says<'finding'>;
  readonly postmortemDue: Says<'at'>;
  readonly postmortemClosed: Says<'at'>;
  readonly escalated: Says<'reason'>;
  readonly callOn: Says<'contacts'>;

  readonly triageNearlyDue: Says<'at'>;
  readonly triageDue: Says<'severity'>;
  readonly missing: Says<'what' | 'remedy'>;
  readonly updateNearlyDue: Says<'at'>;
  readonly updateAnswer: Says<'quote'>;
  readonly postmortemOverdue: Says<'duration'>;

  readonly stepBegun: Says<'step' | 'title'>;
  readonly pastIncident: Says<'id' | 'title' | 'likeness'>;
  readonly pastFixed: Says<'fix'>;
  readonly pastCause: Says<'cause'>;

  readonly actionReminder: Says<'action' | 'text' | 'owner'>;
  readonly actionDue: Says<'due'>;
  readonly actionAnswer: Says<'action'>;
  readonly actionReopened: Says<'action' | 'text' | 'reason'>;
  readonly actionProved: Says<'action' | 'text' | 'finding'>;
  readonly actionDisproved: Says<'action' | 'text' | 'finding'>;
}

export interface Catalogue {
  readonly code: 'en' | 'vi';
  readonly sentences: Sentences;
  readonly status: Readonly<Record<Status, string>>;
  /** `told` where there is something to say of it, `bare` where there is not. */
  readonly changes: Readonly<
    Record<ChangeMarkKind, { readonly bare: string; readonly told: Says<'text'> }>
  >;
  /** What is missing, and the sentence that gives it. */
  readonly needs: Readonly<Record<NeedName, { readonly what: string; readonly remedy: string }>>;
  readonly resolutions: Readonly<Record<Resolution, string>>;
  readonly likeness: Readonly<Record<PastIncident['likeness'], string>>;
  readonly confirmed: string;
  readonly proposed: string;
  readonly nobody: string;
  /** `[A]` and `[C]`, with what they do. */
  readonly menu: string;
  readonly units: {
    readonly d: string;
    readonly h: string;
    readonly min: string;
    readonly s: string;
  };
}
