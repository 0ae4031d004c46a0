/** Short ways to write down the answers of a metric source. */
import type { Condition } from '../../../src/diagnosis/condition.ts';
import { splitExpression } from '../../../src/diagnosis/promql.ts';
import { epochSeconds } from '../../../src/domain/instant.ts';
import type { MetricAnswer, Series } from '../../../src/ports/metrics.ts';

/** One point a step from the window's start; null is a gap. */
export function line(
  labels: Record<string, string>,
  from: string,
  step: number,
  values: readonly (number | null)[],
): Series {
  const start = epochSeconds(from);
  const points = values.flatMap((value, index) =>
    value === null ? [] : [[start + index * step, value] as const],
  );
  return { labels, points };
}

export function answer(...series: readonly Series[]): MetricAnswer {
  return { series, warnings: [], truncated: false };
}

export function conditionOf(expression: string): Condition {
  const split = splitExpression(expression);
  if (!split.ok) throw new Error(`${expression}: ${split.error.message}`);
  return split.value;
}
