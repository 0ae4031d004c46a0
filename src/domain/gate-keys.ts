/** Gate keys: what each gate asked for and got; a phase keeps the keys of the gates that it passed. */
import type { EvidenceId } from './evidence.ts';
import type { Instant } from './instant.ts';
import type { NeedName } from './refusal.ts';
import type { Severity } from './severity.ts';

/** Who answered for something, and when. */
export interface Signed {
  readonly by: string;
  readonly at: Instant;
}

/** Opens `diagnosing`: a confirmed severity, what is affected and how, and somebody in command. */
export interface TriageKey extends Signed {
  /** `deadline`: the triage deadline passed before all of it was known. */
  readonly how: 'person' | 'deadline';
  readonly severity: Severity;
  readonly services: readonly string[];
  readonly impact: string | null;
  readonly commander: string | null;
  /** What the deadline found missing, beside the confirmation. */
  readonly missing: readonly NeedName[];
}

/** Opens `recovering`: a root cause with evidence, or a printed override. */
export type CauseKey = Signed &
  (
    | { readonly how: 'named'; readonly text: string; readonly evidence: readonly EvidenceId[] }
    | { readonly how: 'overridden'; readonly reason: string }
  );

export interface Fix extends Signed {
  readonly text: string;
  readonly evidence: readonly EvidenceId[];
  readonly rollback: string;
}

/** One thing that a verification looked at; `passed: null` when it could not tell. */
export interface RecoveryCheck {
  readonly name:
    | 'data-present'
    | 'below-threshold'
    | 'baseline'
    | 'targets-up'
    | 'not-silenced'
    | 'no-alert';
  readonly passed: boolean | null;
  readonly finding: string;
}

/** Opens `resolved`: recovery was seen in the data, vouched for by a person, or a printed override. */
export interface VerificationKey extends Signed {
  readonly how: 'checked' | 'vouched' | 'overridden';
  readonly finding: string;
  readonly evidence: readonly EvidenceId[];
}

export type Closing = {
  readonly at: Instant;
  readonly verification: VerificationKey;
} & (
  | { readonly resolution: 'fixed'; readonly cause: CauseKey; readonly fix: Fix }
  | { readonly resolution: 'alerts_cleared'; readonly cause: CauseKey | null }
  /** `fix`: what was recorded before it was resolved, although nobody verified it. */
  | { readonly resolution: 'overridden'; readonly cause: CauseKey | null; readonly fix?: Fix }
);

export function fixIn(closing: Closing): Fix | null {
  return 'fix' in closing ? (closing.fix ?? null) : null;
}

/** `alerts_cleared`: it recovered without a recorded fix. */
export type Resolution = 'fixed' | 'alerts_cleared' | 'overridden';
