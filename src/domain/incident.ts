/** An incident is our story of one problem, folded from its events; its phase keeps the keys of the gates it passed. */
import type { Evidence, Hypothesis } from './evidence.ts';
import type { CauseKey, Closing, Fix, Signed, TriageKey, VerificationKey } from './gate-keys.ts';
import { type Instant, secondsBetween } from './instant.ts';
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
}

export interface Check {
  readonly verdict: 'recovered' | 'not-recovered' | 'inconclusive';
  readonly finding: string;
  readonly attempt: number;
  readonly at: Instant;
}

export interface ActionItem {
  readonly id: `A${number}`;
  readonly text: string;
  readonly owner: string;
  readonly due: string;
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
  readonly impact: string | null;
  /** By signal key. */
  readonly signals: Readonly<Record<string, SignalState>>;
  /** Counted by the sender but never shown to us: the incident holds at least this many more. */
  readonly truncated: number;
  /** When the last firing signal resolved; null while any fires, or when there never was one. */
  readonly clearedAt: Instant | null;
  readonly evidence: readonly Evidence[];
  readonly hypotheses: readonly Hypothesis[];
  /** The last verification run of this clearing, whatever it said. */
  readonly lastCheck: Check | null;
  readonly verification: VerificationKey | null;
  readonly overrides: readonly Override[];
  readonly page: PageState;
  readonly acknowledged: Signed | null;
  readonly pagerduty: { readonly incidentId: string; readonly url: string } | null;
  /** Every PagerDuty incident that it was ever joined with; `pagerduty` is the latest. */
  readonly vendorIncidents: readonly string[];
  readonly lastStakeholderUpdateAt: Instant | null;
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

/** Somebody took it up since its page was accepted: acknowledged it, said a severity, or took command. */
export function isAnswered(incident: Incident): boolean {
  const { acknowledged, confirmed, commandedAt, page } = incident;
  if (acknowledged !== null) return true;
  const answers = [confirmed?.how === 'person' ? confirmed.at : null, commandedAt];
  return answers.some((at) => at !== null && page.acceptedAt !== null && at >= page.acceptedAt);
}

/** A re-fire this soon after `resolved` is the same problem. */
export function mayReopen(incident: Incident, at: Instant, reopenWithin: number): boolean {
  if (incident.phase.status !== 'resolved') return false;
  return secondsBetween(incident.phase.closing.at, at) <= reopenWithin;
}
