/** Incident events are the truth: append-only facts in the past tense, from which everything else is derived. */
import type { Evidence, EvidenceId, Hypothesis } from './evidence.ts';
import type { Fact } from './fact.ts';
import type { Closing, RecoveryCheck } from './gate-keys.ts';
import type { Instant } from './instant.ts';
import type { NeedName } from './refusal.ts';
import type { Proposal, Severity } from './severity.ts';
import type { Signal, SignalSource } from './signal.ts';
import type { WorkflowEvent } from './workflow-event.ts';

export interface IncidentOpened extends Fact<'IncidentOpened'> {
  readonly id: string;
  /** Unique over all installations. */
  readonly uid: string;
  /** Under which its pages ring, all its life. */
  readonly dedupKey: string;
  readonly title: string;
  readonly source: SignalSource;
  readonly correlationKey: string;
  readonly startedAt: Instant;
  readonly affectedServices: readonly string[];
  readonly description: string;
  /** The incident this one follows under the same correlation key, when it was too late to reopen it. */
  readonly follows: string | null;
}

/** What one delivery changed: only news, never a repetition. */
export interface SignalsObserved extends Fact<'SignalsObserved'> {
  readonly fired: readonly Signal[];
  readonly resolved: readonly Signal[];
  /** Alerts that the sender counted but left out of its payload. */
  readonly truncated: number;
}

export interface SeverityProposed extends Fact<'SeverityProposed'>, Proposal {}

export interface SeverityConfirmed extends Fact<'SeverityConfirmed'> {
  readonly severity: Severity;
  /** `deadline`: nobody spoke within the triage deadline, so the proposal was taken. */
  readonly how: 'person' | 'deadline';
  readonly reason: string;
}

export interface CommandTaken extends Fact<'CommandTaken'> {
  readonly commander: string;
  /** Nobody had it, so it went with the confirmation of the severity; a word about command counts for more. */
  readonly implied?: true;
}

export interface ImpactStated extends Fact<'ImpactStated'> {
  readonly impact: string;
}

export interface EvidenceRecorded extends Fact<'EvidenceRecorded'> {
  readonly evidence: Evidence;
}

export interface HypothesesRanked extends Fact<'HypothesesRanked'> {
  readonly hypotheses: readonly Hypothesis[];
  /** Why no cause could be named; empty, or absent, when one was. */
  readonly inconclusive?: string;
  /** What is missing and why, a line each. */
  readonly holes?: readonly string[];
  /** Whether looking again may fill a hole; absent: it may. */
  readonly mayPass?: boolean;
}

export interface RootCauseNamed extends Fact<'RootCauseNamed'> {
  readonly text: string;
  readonly evidence: readonly EvidenceId[];
}

export interface FixRecorded extends Fact<'FixRecorded'> {
  readonly text: string;
  readonly evidence: readonly EvidenceId[];
  readonly rollback: string;
}

/** One verification run: the data was good, was not, or could not say. */
export interface RecoveryChecked extends Fact<'RecoveryChecked'> {
  readonly verdict: 'recovered' | 'not-recovered' | 'inconclusive';
  readonly finding: string;
  readonly evidence: readonly EvidenceId[];
  readonly attempt: number;
  /** What was looked at, each for itself. */
  readonly checks?: readonly RecoveryCheck[];
}

/** A person vouches for the recovery: user reports, or what no query can show. */
export interface RecoveryVouched extends Fact<'RecoveryVouched'> {
  readonly text: string;
}

export interface GateOverridden extends Fact<'GateOverridden'> {
  readonly need: NeedName;
  readonly reason: string;
}

export interface IncidentResolved extends Fact<'IncidentResolved'> {
  readonly closing: Closing;
}

export interface IncidentReopened extends Fact<'IncidentReopened'> {
  readonly reason: string;
}

export interface PostmortemClosed extends Fact<'PostmortemClosed'> {}

export interface PreventionStated extends Fact<'PreventionStated'> {
  readonly text: string;
}

export interface NoteTaken extends Fact<'NoteTaken'> {
  readonly text: string;
}

export interface Escalated extends Fact<'Escalated'> {
  readonly reason: string;
}

export interface PageAccepted extends Fact<'PageAccepted'> {
  /** `log`: no pager is configured, so nobody was rung; the summary is what would have been sent. */
  readonly via: string;
  readonly dedupKey: string;
  /** Which ringing: 1, and one more each time the incident is reopened. */
  readonly generation: number;
  readonly action: 'trigger' | 'resolve';
  readonly summary: string;
}

export interface PageFailed extends Fact<'PageFailed'> {
  readonly via: string;
  readonly dedupKey: string;
  /** Which ringing: 1, and one more each time the incident is reopened. */
  readonly generation: number;
  readonly action: 'trigger' | 'resolve';
  readonly reason: string;
  /** False: it will not be sent again by itself. */
  readonly willRetry: boolean;
}

export interface Acknowledged extends Fact<'Acknowledged'> {}

export interface PagerdutyLinked extends Fact<'PagerdutyLinked'> {
  readonly incidentId: string;
  readonly url: string;
  /** Dedup keys under which PagerDuty knows it. */
  readonly keys: readonly string[];
}

/** What happened to the incident in PagerDuty and changes nothing here: escalated, reassigned, merged … */
export interface PagerdutyChanged extends Fact<'PagerdutyChanged'> {
  readonly change: string;
  readonly detail: string;
  /** A person's word there that it is over, when something here speaks against it. */
  readonly over?: string;
}

/** A page that was not accepted in time, or that was accepted but never seen. */
export interface PageDoubted extends Fact<'PageDoubted'> {
  readonly generation: number;
  readonly why: string;
}

export interface FallbackCalled extends Fact<'FallbackCalled'> {
  readonly via: string;
  readonly why: string;
  /** Empty when it was accepted, else why nobody could be reached. */
  readonly failure: string;
}

/** Something that a lost webhook should have told us, found by comparing. */
export interface RepairMade extends Fact<'RepairMade'> {
  readonly what: string;
}

export type IncidentEvent =
  | IncidentOpened
  | SignalsObserved
  | SeverityProposed
  | SeverityConfirmed
  | CommandTaken
  | ImpactStated
  | EvidenceRecorded
  | HypothesesRanked
  | RootCauseNamed
  | FixRecorded
  | RecoveryChecked
  | RecoveryVouched
  | GateOverridden
  | IncidentResolved
  | IncidentReopened
  | PostmortemClosed
  | PreventionStated
  | NoteTaken
  | Escalated
  | PageAccepted
  | PageFailed
  | Acknowledged
  | PagerdutyLinked
  | PagerdutyChanged
  | PageDoubted
  | FallbackCalled
  | RepairMade
  | WorkflowEvent;
