/** A cause is a service that may have brought the target down, with the reasons for it and what would refute it. */
import type { MetricKind } from './cause-case.ts';

export interface Cause {
  readonly service: string;
  /** The one in which it is bad first, then the others that got worse; empty when it fell silent. */
  readonly metrics: readonly string[];
  readonly kind: MetricKind;
  /** Its part of the blame, 0 to 1. */
  readonly score: number;
  /** How often a cause that looks like this one is the true one, 0 to 1. */
  readonly confidence: number;
  /** Unix seconds; null when the points do not tell. */
  readonly onset: number | null;
  /** Of its first metric; null when it fell silent. */
  readonly effect: { readonly z: number; readonly before: number; readonly during: number } | null;
  /** From the target to the service, both included. */
  readonly path: readonly string[];
  readonly reasons: readonly Reason[];
  readonly refutations: readonly Refutation[];
  /** The keys of all evidence that it rests on. */
  readonly evidence: readonly string[];
}

export type Reason =
  | { readonly is: 'worse'; readonly metric: string; readonly z: number }
  /** Unix seconds; `lead` is how many seconds before the target it went bad, negative when after. */
  | { readonly is: 'began'; readonly at: number; readonly lead: number }
  /** Nothing that it calls explains it, or only that part of it, 0 to 1; of a fall of requests, who calls it. */
  | { readonly is: 'own'; readonly explained: number; readonly by: 'callees' | 'callers' }
  | { readonly is: 'overloaded'; readonly times: number }
  | { readonly is: 'calls-something-new'; readonly callee: string }
  | { readonly is: 'silent' }
  | { readonly is: 'changed'; readonly title: string; readonly at: number };

export type Refutation =
  /** It recovers, and the target does not. */
  | { readonly is: 'recovers-alone'; readonly service: string; readonly target: string }
  /** The target was bad before it was. */
  | { readonly is: 'target-was-first'; readonly service: string; readonly target: string }
  /** Undoing the change changes nothing. */
  | { readonly is: 'undo-is-no-help'; readonly title: string };

export type Inconclusive =
  | { readonly is: 'no-data' }
  | { readonly is: 'target-without-data'; readonly service: string; readonly metric: string }
  /** It does not stand out of what is usual. */
  | {
      readonly is: 'target-as-usual';
      readonly service: string;
      readonly metric: string;
      readonly z: number;
    };

export type Ranking =
  | { readonly outcome: 'causes'; readonly causes: readonly Cause[]; readonly onset: number | null }
  | { readonly outcome: 'inconclusive'; readonly why: Inconclusive };
