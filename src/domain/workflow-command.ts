/** Commands of the workflow: what triage asks for, the clocks of updates, the steps, the chat, the action items. */
import type { Asked, AskedInRound } from './asked.ts';
import type { Instant } from './instant.ts';
import type { ActionId, PastIncident, Proof, StepNumber } from './marks.ts';

/** Adds services to the affected ones. */
export interface NameServices extends Asked<'NameServices'> {
  readonly services: readonly string[];
}

/** `calm`: users report no trouble any more. */
export interface ReportUsers extends Asked<'ReportUsers'> {
  readonly calm: boolean;
  readonly text: string;
}

/** Parts of the root cause chain, in their order. */
export interface StateWhy extends Asked<'StateWhy'> {
  readonly texts: readonly string[];
}

/** A person resolved it at the vendor. */
export interface HearResolved extends Asked<'HearResolved'> {
  readonly text: string;
}

/** Triage is nearly due. */
export interface NudgeTriage extends AskedInRound<'NudgeTriage'> {}

/** A stakeholder update is nearly due. */
export interface NudgeUpdate extends Asked<'NudgeUpdate'> {
  /** What the clock counted from; a clock of an older update is not news. */
  readonly base: Instant;
  /** The prepared text. */
  readonly text: string;
}

/** A stakeholder update is due and nobody wrote one. */
export interface UpdateFallsDue extends Asked<'UpdateFallsDue'> {
  readonly base: Instant;
  /** The prepared text. */
  readonly text: string;
}

export interface UpdateStakeholders extends Asked<'UpdateStakeholders'> {
  /** `ok` sends what was prepared. */
  readonly text: string;
  /** What was prepared; filled in by the service. */
  readonly prepared?: string;
}

export interface BeginStep extends Asked<'BeginStep'> {
  readonly step: StepNumber;
  readonly workflow: string;
  readonly version: string;
  readonly file: string;
  readonly title: string;
  readonly questions: readonly string[];
  readonly skills: readonly string[];
  /** The brief that is told to people; empty: none. */
  readonly note: string;
}

export interface LinkChat extends Asked<'LinkChat'> {
  readonly channel: string;
  /** Of the parent message, in the chat's own terms. */
  readonly ref: string;
}

export interface RecallPast extends Asked<'RecallPast'> {
  readonly items: readonly PastIncident[];
}

/** `[A]`: a wider diagnosis. */
export interface GoDeeper extends Asked<'GoDeeper'> {}

export interface AddAction extends Asked<'AddAction'> {
  readonly text: string;
  readonly owner: string;
  /** A day, `2026-12-01`; empty when none was given. */
  readonly due: string;
  readonly proof: Proof | null;
}

export interface FinishAction extends Asked<'FinishAction'> {
  readonly action: ActionId;
}

/** What the data says of an action that is being proved. */
export interface ProveAction extends Asked<'ProveAction'> {
  readonly action: ActionId;
  /** Since when it is being proved; an older proof is not news. */
  readonly since: Instant;
  readonly verdict: 'holds' | 'fails' | 'unknown';
  /** All its days are over. */
  readonly complete: boolean;
  readonly finding: string;
}

export interface RemindAction extends Asked<'RemindAction'> {
  readonly action: ActionId;
}

/** The same problem came again. */
export interface ReopenActions extends Asked<'ReopenActions'> {
  /** The incident that it came again as. */
  readonly because: string;
}

export interface RemindPostmortem extends AskedInRound<'RemindPostmortem'> {}

export type WorkflowCommand =
  | NameServices
  | ReportUsers
  | StateWhy
  | HearResolved
  | NudgeTriage
  | NudgeUpdate
  | UpdateFallsDue
  | UpdateStakeholders
  | BeginStep
  | LinkChat
  | RecallPast
  | GoDeeper
  | AddAction
  | FinishAction
  | ProveAction
  | RemindAction
  | ReopenActions
  | RemindPostmortem;
