/** A command is what somebody asks of an incident; `decide` answers with events or a refusal. */
import type { Asked, AskedInRound } from './asked.ts';
import type { EvidenceDraft, EvidenceId, Hypothesis } from './evidence.ts';
import type { RecoveryCheck } from './gate-keys.ts';
import type { Instant } from './instant.ts';
import type { NeedName } from './refusal.ts';
import type { Proposal, Severity } from './severity.ts';
import type { Signal, SignalSource, SignalState } from './signal.ts';
import type { WorkflowCommand } from './workflow-command.ts';

/** Identity for an incident that may have to be opened; made outside, because the study throws no dice. */
export interface Birth {
  readonly id: string;
  readonly uid: string;
  /** Under which its pages ring; at most 255 characters. */
  readonly dedupKey: string;
  readonly correlationKey: string;
  readonly source: SignalSource;
  /** The incident before this one under the same key, when it was too late to reopen it. */
  readonly follows: string | null;
}

export interface ObserveSignals extends Asked<'ObserveSignals'> {
  readonly birth: Birth;
  readonly signals: readonly Signal[];
  /** What is known of these signals beside this incident, by signal key: yesterday's replay is not news. */
  readonly known: ReadonlyMap<string, SignalState>;
  readonly truncated: number;
  readonly proposal: Proposal;
}

export interface ReportIncident extends Asked<'ReportIncident'> {
  readonly birth: Birth;
  readonly title: string;
  readonly description: string;
  readonly services: readonly string[];
  readonly proposal: Proposal;
}

export interface ConfirmSeverity extends Asked<'ConfirmSeverity'> {
  readonly severity: Severity | 'proposed';
  readonly reason: string;
}

/** The triage deadline passed. */
export interface AcceptProposal extends AskedInRound<'AcceptProposal'> {}

export interface TakeCommand extends Asked<'TakeCommand'> {
  readonly commander: string;
}

export interface StateImpact extends Asked<'StateImpact'> {
  readonly impact: string;
}

export interface RecordEvidence extends Asked<'RecordEvidence'> {
  readonly drafts: readonly EvidenceDraft[];
}

export interface RankHypotheses extends Asked<'RankHypotheses'> {
  readonly hypotheses: readonly Hypothesis[];
  /** Why no cause could be named; empty, or absent, when one was. */
  readonly inconclusive?: string;
  /** What is missing and why, a line each. */
  readonly holes?: readonly string[];
  /** Whether looking again may fill a hole; unless told, it may. */
  readonly mayPass?: boolean;
}

export interface NameRootCause extends Asked<'NameRootCause'> {
  readonly text: string;
  readonly evidence: readonly EvidenceId[];
  /** `H1`: take its text and its evidence. */
  readonly hypothesis: Hypothesis['id'] | null;
}

export interface RecordFix extends Asked<'RecordFix'> {
  readonly text: string;
  readonly evidence: readonly EvidenceId[];
  readonly rollback: string;
}

export interface RecordCheck extends Asked<'RecordCheck'> {
  readonly verdict: 'recovered' | 'not-recovered' | 'inconclusive';
  readonly finding: string;
  /** Questions of the evidence that this check recorded just before. */
  readonly evidence: readonly EvidenceId[];
  readonly attempt: number;
  readonly checks?: readonly RecoveryCheck[];
  /** Which clearing was checked; a check of an older one is not news. */
  readonly clearedAt: Instant;
}

export interface VouchRecovery extends Asked<'VouchRecovery'> {
  readonly text: string;
}

export interface Resolve extends Asked<'Resolve'> {}

export interface OverrideGate extends Asked<'OverrideGate'> {
  /** null: whatever the next gate asks for first. */
  readonly need: NeedName | null;
  readonly reason: string;
}

export interface StatePrevention extends Asked<'StatePrevention'> {
  readonly text: string;
}

export interface ClosePostmortem extends Asked<'ClosePostmortem'> {}

/** `[C]`: go through the next gate, whichever it is. */
export interface Continue extends Asked<'Continue'> {}

export interface TakeNote extends Asked<'TakeNote'> {
  readonly text: string;
}

export interface Escalate extends Asked<'Escalate'> {
  readonly reason: string;
}

export interface NotePageAccepted extends Asked<'NotePageAccepted'> {
  readonly via: string;
  readonly dedupKey: string;
  readonly generation: number;
  readonly action: 'trigger' | 'resolve';
  /** What the page said; empty on resolve. */
  readonly summary: string;
}

export interface NotePageFailed extends Asked<'NotePageFailed'> {
  readonly via: string;
  readonly dedupKey: string;
  readonly generation: number;
  readonly action: 'trigger' | 'resolve';
  readonly reason: string;
  readonly willRetry: boolean;
}

export interface Acknowledge extends Asked<'Acknowledge'> {}

export interface LinkPagerduty extends Asked<'LinkPagerduty'> {
  readonly incidentId: string;
  readonly url: string;
  readonly keys: readonly string[];
}

export interface FollowPagerduty extends Asked<'FollowPagerduty'> {
  readonly change: string;
  readonly detail: string;
}

/** No pager accepted the page in time, or nobody saw it at the vendor. */
export interface DoubtPage extends Asked<'DoubtPage'> {
  readonly generation: number;
  readonly why: string;
}

export interface NoteFallback extends Asked<'NoteFallback'> {
  readonly via: string;
  readonly why: string;
  readonly failure: string;
}

export interface NoteRepair extends Asked<'NoteRepair'> {
  readonly what: string;
}

/** The page's deadline for an answer passed. */
export interface CallAgain extends Asked<'CallAgain'> {
  readonly generation: number;
  /** How often people had been called again when the deadline was set. */
  readonly round: number;
}

export type Command =
  | ObserveSignals
  | ReportIncident
  | ConfirmSeverity
  | AcceptProposal
  | TakeCommand
  | StateImpact
  | RecordEvidence
  | RankHypotheses
  | NameRootCause
  | RecordFix
  | RecordCheck
  | VouchRecovery
  | Resolve
  | OverrideGate
  | StatePrevention
  | ClosePostmortem
  | Continue
  | TakeNote
  | Escalate
  | NotePageAccepted
  | NotePageFailed
  | Acknowledge
  | LinkPagerduty
  | FollowPagerduty
  | DoubtPage
  | NoteFallback
  | NoteRepair
  | CallAgain
  | WorkflowCommand;
