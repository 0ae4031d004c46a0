/** The proof of an action item is a query that must be true all the time, for so many days. */
import { epochSeconds } from '../domain/instant.ts';
import type { MetricAnswer } from '../ports/metrics.ts';
import { breaches, type Threshold } from './condition.ts';
import { holeIn } from './coverage.ts';
import { splitExpression } from './promql.ts';
import type { Window } from './window.ts';
import { clockText, expressionText, numberText } from './wording.ts';

export interface ProofVerdict {
  readonly verdict: 'holds' | 'fails' | 'unknown';
  /** One plain sentence. */
  readonly finding: string;
}

/** What is asked: of a comparison its measured side, so that "false" and "no data" are told apart. */
export function proofQuery(promql: string): string {
  return comparisonIn(promql)?.left ?? promql;
}

/**
 * A comparison must be true of every value; another expression must never be 0. Where nothing was measured nobody
 * can say.
 *
 * @param answer to `proofQuery(promql)`, over the window
 */
export function proofOf(promql: string, answer: MetricAnswer, window: Window): ProofVerdict {
  const what = expressionText(promql);
  const comparison = comparisonIn(promql);
  const holds = (value: number) =>
    comparison === null ? value !== 0 : breaches(comparison, value);
  const points = answer.series.flatMap((series) => series.points);
  const wrong = points.find(([, value]) => !Number.isNaN(value) && !holds(value));
  if (wrong !== undefined) {
    const finding = `${what} was not true at ${time(wrong[0], window)}: ${numberText(wrong[1])}`;
    return { verdict: 'fails', finding };
  }
  const hole = leastHole(answer, window);
  if (hole === null) return { verdict: 'holds', finding: `${what} held all the time` };
  return { verdict: 'unknown', finding: `${what} has no data ${hole}` };
}

/** Null when one series was measured all the time. */
function leastHole({ series }: MetricAnswer, window: Window): string | null {
  const holes = series.map((each) => holeIn(each, window));
  if (holes.includes(null)) return null;
  const [first] = holes;
  if (first === undefined || first === null) return 'at all';
  return `from ${time(first.from, window)} to ${time(first.to, window)}`;
}

function comparisonIn(promql: string): Threshold | null {
  const split = splitExpression(promql);
  return split.ok && split.value.kind === 'threshold' && !split.value.vanishes ? split.value : null;
}

function time(at: number, { to }: Window): string {
  return clockText(at, epochSeconds(to));
}
