/** An evidence draft is a question with its answer, frozen and hashed, before the incident gives it a number. */
import { createHash } from 'node:crypto';
import type { EvidenceDraft } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { MetricAnswer, RangeQuestion, Series } from '../ports/metrics.ts';
import { canonicalJson, frozen } from './canonical-json.ts';

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
  /** Names the question for ever: `alertExpressionKey` or `verificationKey`. */
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
  const { question } = asked;
  const answer = freezeAnswer(question, asked.answer);
  return {
    answer,
    draft: {
      question: asked.key,
      source: 'prometheus',
      title: asked.title,
      query: question.query,
      window: { from: question.from, to: question.to },
      outcome: asked.outcome,
      summary: asked.summary,
      link: asked.link,
      sha256: sha256(canonicalJson(answer)),
    },
  };
}

/** Begins the key of an alert's own expression. */
export const ALERT_EXPRESSION = 'alert-expression:';

/** The key of an alert's own expression: the same alert expression is recorded once per incident. */
export function alertExpressionKey(expression: string): string {
  return `${ALERT_EXPRESSION}${sha256(expression).slice(0, 16)}`;
}

/** The key of one question of one verification run. */
export function verificationKey(clearedAt: Instant, attempt: number, query: string): string {
  return `verify:${clearedAt}:${attempt}:${sha256(query).slice(0, 16)}`;
}

function freezeAnswer(question: RangeQuestion, answer: MetricAnswer | null): FrozenAnswer {
  return frozen({
    query: question.query,
    window: { from: question.from, to: question.to },
    step: question.step,
    series: answer?.series ?? [],
    warnings: answer?.warnings ?? [],
    truncated: answer?.truncated ?? false,
  }) as FrozenAnswer;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
