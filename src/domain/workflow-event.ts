/** Events of the workflow: triage, the clocks of updates, the steps, the chat, the action items. */
import type { Fact } from './fact.ts';
import type { TriageKey } from './gate-keys.ts';
import type { Instant } from './instant.ts';
import type { ActionId, PastIncident, Proof, StepNumber } from './marks.ts';
import type { NeedName } from './refusal.ts';

/** Opens `diagnosing`. */
export interface TriageCompleted extends Fact<'TriageCompleted'> {
  readonly key: TriageKey;
}

export interface ServicesNamed extends Fact<'ServicesNamed'> {
  readonly services: readonly string[];
}

export interface UsersReported extends Fact<'UsersReported'> {
  readonly calm: boolean;
  readonly text: string;
}

/** One part of the root cause chain. */
export interface WhyStated extends Fact<'WhyStated'> {
  readonly text: string;
}

/** People are reminded of what is due soon. */
export interface Nudged extends Fact<'Nudged'> {
  readonly about: 'triage' | 'update' | 'postmortem';
  readonly needs: readonly NeedName[];
  /** The prepared text of an update; empty otherwise. */
  readonly text: string;
}

export interface StakeholdersUpdated extends Fact<'StakeholdersUpdated'> {
  readonly text: string;
  /** `prepared`: nobody wrote one in time, so what was prepared was sent. */
  readonly how: 'person' | 'prepared';
  /** When it was due; null when none was. */
  readonly dueAt: Instant | null;
}

/** An update fell due and none was sent. */
export interface UpdateMissed extends Fact<'UpdateMissed'> {
  readonly dueAt: Instant;
}

export interface StepBegun extends Fact<'StepBegun'> {
  readonly step: StepNumber;
  readonly workflow: string;
  readonly version: string;
  readonly file: string;
  readonly title: string;
  readonly questions: readonly string[];
  readonly skills: readonly string[];
  readonly note: string;
}

export interface ChatLinked extends Fact<'ChatLinked'> {
  readonly channel: string;
  readonly ref: string;
}

export interface PastRecalled extends Fact<'PastRecalled'> {
  readonly items: readonly PastIncident[];
}

/** A wider diagnosis was asked for, the `n`th of this round. */
export interface DeepeningAsked extends Fact<'DeepeningAsked'> {
  readonly n: number;
}

export interface ActionAdded extends Fact<'ActionAdded'> {
  readonly text: string;
  readonly owner: string;
  /** A day, `2026-12-01`; empty when none was given. */
  readonly due: string;
  readonly proof: Proof | null;
}

/** Somebody says that it is done; what has a proof must still hold. */
export interface ActionFinished extends Fact<'ActionFinished'> {
  readonly action: ActionId;
}

export interface ActionProved extends Fact<'ActionProved'> {
  readonly action: ActionId;
  readonly finding: string;
}

export interface ActionDisproved extends Fact<'ActionDisproved'> {
  readonly action: ActionId;
  readonly finding: string;
}

export interface ActionReminded extends Fact<'ActionReminded'> {
  readonly action: ActionId;
}

export interface ActionReopened extends Fact<'ActionReopened'> {
  readonly action: ActionId;
  readonly reason: string;
}

export type WorkflowEvent =
  | TriageCompleted
  | ServicesNamed
  | UsersReported
  | WhyStated
  | Nudged
  | StakeholdersUpdated
  | UpdateMissed
  | StepBegun
  | ChatLinked
  | PastRecalled
  | DeepeningAsked
  | ActionAdded
  | ActionFinished
  | ActionProved
  | ActionDisproved
  | ActionReminded
  | ActionReopened;
