/** Marks: what an incident remembers of its steps, its stakeholder updates, its actions, and incidents like it. */
import type { Instant } from './instant.ts';

export type StepNumber = 1 | 2 | 3 | 4;

/** A step of the workflow that began, with what its micro-file asked. */
export interface StepMark {
  readonly step: StepNumber;
  readonly workflow: string;
  readonly version: string;
  readonly file: string;
  readonly title: string;
  readonly beganAt: Instant;
  /** How often the incident had been reopened. */
  readonly round: number;
  readonly questions: readonly string[];
  readonly skills: readonly string[];
  /** What people were told when it began; empty: nothing. */
  readonly note: string;
}

export type ChangeMarkKind =
  | 'opened'
  | 'severity'
  | 'impact'
  | 'services'
  | 'commander'
  | 'firing'
  | 'clear'
  | 'cause'
  | 'fix'
  | 'verified'
  | 'not-verified'
  | 'resolved'
  | 'reopened'
  | 'escalated'
  | 'override';

/** Something that changed since the last stakeholder update. */
export interface ChangeMark {
  readonly at: Instant;
  readonly kind: ChangeMarkKind;
  /** The value only, `SEV2`, `checkout, cart`; the sentence around it is the catalogues'. */
  readonly text: string;
}

/** One stakeholder update, or one that was missed. */
export interface UpdateMark {
  readonly at: Instant;
  /** null: none was due. */
  readonly dueAt: Instant | null;
  readonly how: 'person' | 'prepared' | 'missed';
}

/** An earlier incident like this one, and what fixed it. */
export interface PastIncident {
  readonly id: string;
  readonly title: string;
  readonly likeness: 'key' | 'alert' | 'cause';
  readonly resolvedAt: Instant | null;
  readonly cause: string | null;
  readonly fix: string | null;
}

/** What users report, as a person tells it. */
export interface UserReports {
  readonly calm: boolean;
  readonly text: string;
  readonly by: string;
  readonly at: Instant;
}

export type ActionId = `A${number}`;

/** A query that must hold for so many days before an action counts as done. */
export interface Proof {
  readonly promql: string;
  readonly days: number;
}

export interface ActionItem {
  readonly id: ActionId;
  readonly text: string;
  readonly owner: string;
  /** A day, `2026-12-01`; empty when none was given. */
  readonly due: string;
  /** `proving`: somebody says it is done, and its proof runs. */
  readonly state: 'open' | 'proving' | 'done';
  readonly doneAt: Instant | null;
  readonly proof: Proof | null;
  readonly provingSince: Instant | null;
  /** What the last proof said; empty when there was none. */
  readonly finding: string;
  /** How often its incident came again after it was done. */
  readonly reopened: number;
}
