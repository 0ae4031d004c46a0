/** An evidence draft is a question with its answer, frozen and hashed, before the incident gives it a number. */
import type { EvidenceDraft } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { MetricAnswer, RangeQuestion, Series } from '../ports/metrics.ts';
import { freezeEvidence, shortHash } from './frozen-evidence.ts';

/** The whole answer as it is kept: JSON data, whose canonical text has the evidence's sha256. */
interface FrozenAnswer {
  readonly query: string;
  readonly window: { readonly from: Instant; readonly to: Instant };
  readonly step: number;
  readonly series: readonly {
    readonly labels: Series['labels'];
    /** NaN and infinities are the texts `NaN`, `+Inf`, `-Inf`. */
    readonly points: readonly (readonly [number, number | string])[];
  }[];
  readonly warnings: readonly string[];
  readonly truncated: boolean;
}

export interface Asked {
  /** Names the question for ever: `alertExpressionKey`, `verificationKey`, or the key of a planned question. */
  readonly key: string;
  readonly title: string;
  readonly question: RangeQuestion;
  /** Null when the source gave none. */
  readonly answer: MetricAnswer | null;
  readonly outcome: EvidenceDraft['outcome'];
  readonly summary: string;
  readonly link: string;
}

export interface DraftedEvidence {
  readonly draft: EvidenceDraft;
  readonly answer: FrozenAnswer;
}

export function draftEvidence(asked: Asked): DraftedEvidence {
  const { key, title, question, answer, outcome, summary, link } = asked;
  const { query, from, to, step } = question;
  const window = { from, to };
  const found = freezeEvidence(
    { question: key, source: 'prometheus', title, query, window, outcome, summary, link },
    {
      query,
      window,
      step,
      series: answer?.series ?? [],
      warnings: answer?.warnings ?? [],
      truncated: answer?.truncated ?? false,
    },
  );
  return { draft: found.draft, answer: found.answer as FrozenAnswer };
}

/** Begins the key of an alert's own expression. */
export const ALERT_EXPRESSION = 'alert-expression:';

/** The key of an alert's own expression: the same alert expression is recorded once per incident. */
export function alertExpressionKey(expression: string): string {
  return `${ALERT_EXPRESSION}${shortHash(expression)}`;
}

/** The key of one question of one verification run. */
export function verificationKey(clearedAt: Instant, attempt: number, query: string): string {
  return `verify:${clearedAt}:${attempt}:${shortHash(query)}`;
}
