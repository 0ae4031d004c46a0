/** An incident is our story of one problem, folded from its events; its phase keeps the keys of the gates it passed. */
import type { Actor } from './actor.ts';
import type { DiagnosisMark, Evidence, Hypothesis } from './evidence.ts';
import type {
  CauseKey,
  Closing,
  Fix,
  RecoveryCheck,
  Signed,
  TriageKey,
  VerificationKey,
} from './gate-keys.ts';
import { type Instant, secondsBetween } from './instant.ts';
import type {
  ActionItem,
  ChangeMark,
  PastIncident,
  StepMark,
  StepNumber,
  UpdateMark,
  UserReports,
} from './marks.ts';
import type { NeedName } from './refusal.ts';
import type { Proposal, Severity } from './severity.ts';
import type { SignalSource, SignalState } from './signal.ts';

export const STATUSES = ['triage', 'diagnosing', 'recovering', 'resolved', 'postmortem'] as const;
export type Status = (typeof STATUSES)[number];

export type Phase =
  | { readonly status: 'triage' }
  | { readonly status: 'diagnosing'; readonly triage: TriageKey }
  | {
      readonly status: 'recovering';
      readonly triage: TriageKey;
      readonly cause: CauseKey;
      readonly fixes: readonly Fix[];
    }
  | { readonly status: 'resolved'; readonly triage: TriageKey | null; readonly closing: Closing }
  | {
      readonly status: 'postmortem';
      readonly triage: TriageKey | null;
      readonly closing: Closing;
      readonly closedAt: Instant;
    };

/** The five fields of the seed workflow; null until it happened. */
export interface Timeline {
  readonly detected_at: Instant;
  readonly triage_completed_at: Instant | null;
  readonly root_cause_identified_at: Instant | null;
  readonly fix_applied_at: Instant | null;
  readonly resolved_at: Instant | null;
}

/** The page of one generation; a reopened incident rings anew, under the same dedup key. */
export interface PageState {
  readonly generation: number;
  readonly dedupKey: string;
  readonly state: 'none' | 'accepted' | 'failed' | 'closed';
  readonly acceptedAt: Instant | null;
  /** What accepted it; `log` rang nobody. null until then. */
  readonly via: string | null;
}

export interface Override extends Signed {
  readonly need: NeedName;
  readonly reason: string;
  /** It let its one cause or fix through, and opens nothing any more. */
  readonly spent?: true;
}

export interface Check {
  readonly verdict: 'recovered' | 'not-recovered' | 'inconclusive';
  readonly finding: string;
  readonly attempt: number;
  readonly at: Instant;
  /** What was looked at, one by one; none: the judgement is all that is known. */
  readonly checks: readonly RecoveryCheck[];
}

/** What a person said at the vendor; `at`: when. */
export interface Word {
  readonly by: Actor;
  readonly at: Instant;
  readonly text: string;
}

/** `at`: when it was said. */
export interface Confirmation extends Signed {
  readonly severity: Severity;
  readonly how: 'person' | 'deadline';
}

export interface Incident {
  readonly id: string;
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly source: SignalSource;
  readonly correlationKey: string;
  readonly follows: string | null;
  readonly startedAt: Instant;
  readonly timeline: Timeline;
  readonly lastUpdated: Instant;
  readonly phase: Phase;
  /** In force: the confirmed one, unless a later and worse proposal raised it. */
  readonly severity: Severity;
  readonly proposal: Proposal;
  readonly confirmed: Confirmation | null;
  readonly affectedServices: readonly string[];
  readonly commander: string | null;
  /** When the commander's taking of command was said. */
  readonly commandedAt: Instant | null;
  /** A word about command, or with the confirmation of the severity; null while nobody took it. */
  readonly commandBy: 'word' | 'confirmation' | null;
  /** What a person said. */
  readonly impact: string | null;
  /** What the rules or the alert's annotations say of the impact, until somebody does. */
  readonly assumedImpact: string | null;
  /** By signal key. */
  readonly signals: Readonly<Record<string, SignalState>>;
  /** Counted by the sender but never shown to us: the incident holds at least this many more. */
  readonly truncated: number;
  /** When the last firing signal resolved; null while any fires, or when there never was one. */
  readonly clearedAt: Instant | null;
  readonly evidence: readonly Evidence[];
  readonly hypotheses: readonly Hypothesis[];
  /** null: nobody looked yet in this round. */
  readonly diagnosis: DiagnosisMark | null;
  /** The last verification run of this clearing, whatever it said. */
  readonly lastCheck: Check | null;
  readonly verification: VerificationKey | null;
  /** The latest word of this round that it is over, where something spoke against it. */
  readonly overAccordingTo: Word | null;
  readonly overrides: readonly Override[];
  readonly page: PageState;
  readonly acknowledged: Signed | null;
  readonly pagerduty: { readonly incidentId: string; readonly url: string } | null;
  /** Every PagerDuty incident that it was ever joined with; `pagerduty` is the latest. */
  readonly vendorIncidents: readonly string[];
  readonly lastStakeholderUpdateAt: Instant | null;
  /** Every stakeholder update, and every one that was missed. */
  readonly updates: readonly UpdateMark[];
  /** Updates in a row that fell due without a person's words. */
  readonly unansweredUpdates: number;
  /** What changed since the last stakeholder update. */
  readonly changes: readonly ChangeMark[];
  /** When the severity in force became what it is. */
  readonly severitySince: Instant;
  /** When it was opened, or last reopened. */
  readonly roundBeganAt: Instant;
  /** The parent message in the incident channel. */
  readonly chat: { readonly channel: string; readonly ref: string } | null;
  readonly steps: readonly StepMark[];
  readonly past: readonly PastIncident[];
  /** How often a wider diagnosis was asked for in this round. */
  readonly deepenings: number;
  /** The root cause chain, from the symptom down. */
  readonly whys: readonly string[];
  readonly userReports: UserReports | null;
  readonly actions: readonly ActionItem[];
  readonly prevention: readonly string[];
  readonly reopened: number;
  /** How often people were called again in this round. */
  readonly escalations: number;
}

export function isOpen(incident: Incident): boolean {
  return incident.phase.status !== 'resolved' && incident.phase.status !== 'postmortem';
}

/** Alerts that fire; an open incident at PagerDuty is somebody's claim, not a measurement, and does not count. */
export function firingCount(incident: Incident): number {
  return Object.entries(incident.signals).filter(
    ([key, signal]) => signal.status === 'firing' && !isVendorClaim(key),
  ).length;
}

export function isVendorClaim(signalKey: string): boolean {
  return signalKey.startsWith('pagerduty:');
}

/** What is known of the impact: a person's words, else what the rules or the alert say. */
export function impactOf(incident: Incident): string | null {
  return incident.impact ?? incident.assumedImpact;
}

/** Who has command: whoever took it, else the engineer on call. */
export function commanderOf(
  incident: Incident,
  policy: { readonly onCallEngineer: string | null },
): string | null {
  return incident.commander ?? policy.onCallEngineer;
}

/** The step of the workflow; null once it is done. */
export function stepOf(status: Status): StepNumber | null {
  return STEPS[status];
}

const STEPS: Readonly<Record<Status, StepNumber | null>> = {
  triage: 1,
  diagnosing: 2,
  recovering: 3,
  resolved: 4,
  postmortem: null,
};

/** Somebody took it up since its page was accepted: acknowledged it, said a severity, or took command. */
export function isAnswered(incident: Incident): boolean {
  const { acknowledged, confirmed, commandedAt } = incident;
  if (acknowledged !== null) return true;
  const since = calledAt(incident);
  const answers = [confirmed?.how === 'person' ? confirmed.at : null, commandedAt];
  return answers.some((at) => at !== null && since !== null && at >= since);
}

/** Where nobody had to be paged, the first round's opening is the call; a page that was refused called nobody. */
function calledAt({ page, reopened, timeline }: Incident): Instant | null {
  const isUnpaged = page.state === 'none' && reopened === 0;
  return page.acceptedAt ?? (isUnpaged ? timeline.detected_at : null);
}

/** A re-fire this soon after `resolved` is the same problem. */
export function mayReopen(incident: Incident, at: Instant, reopenWithin: number): boolean {
  if (incident.phase.status !== 'resolved') return false;
  return secondsBetween(incident.phase.closing.at, at) <= reopenWithin;
}
