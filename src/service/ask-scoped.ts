/** Asks within the scope of an alert; where that gives nothing because no series has such labels, once more without them. */
import {
  labelCheck,
  labelsMissing,
  matchedLabels,
  withoutMatchers,
} from '../diagnosis/label-scope.ts';
import type { MetricAnswer, Metrics, RangeQuestion } from '../ports/metrics.ts';
import type { LearnedLabels } from './learned-labels.ts';

export interface Scoped {
  readonly answer: MetricAnswer;
  /** As it was asked in the end. */
  readonly query: string;
}

/** One look at which labels there are, and one retry. */
export const MOST_EXTRA = 2;

/** `scope`: labels that may be on no series. At most three questions go out. Throws PortError. */
export async function askScoped(
  metrics: Pick<Metrics, 'range' | 'instant'>,
  question: RangeQuestion,
  scope: readonly string[],
  learned: LearnedLabels,
): Promise<Scoped> {
  const query = without(
    question.query,
    learned.missing().filter((name) => scope.includes(name)),
  );
  const answer = await metrics.range({ ...question, query });
  if (answer.series.length > 0) return { answer, query };
  const missing = await missingLabels(metrics, { ...question, query }, scope, learned);
  if (missing.length === 0) return { answer, query };
  const wider = without(query, missing);
  return { answer: await metrics.range({ ...question, query: wider }), query: wider };
}

async function missingLabels(
  metrics: Pick<Metrics, 'instant'>,
  { query, to }: RangeQuestion,
  scope: readonly string[],
  learned: LearnedLabels,
): Promise<readonly string[]> {
  const names = matchedLabels(query, scope);
  const check = labelCheck(query, names);
  if (check === null || learned.wasAsked(check)) return [];
  const missing = labelsMissing(names, await metrics.instant(check, to));
  learned.learn(check, missing);
  return missing;
}

function without(query: string, names: readonly string[]): string {
  const result = withoutMatchers(query, names);
  return result.ok ? result.value : query;
}
