/** A metric source that answers as a test says, and remembers what it was asked. */
import type { MetricAnswer, Metrics } from '../../../src/ports/metrics.ts';

export interface GivenSource extends Metrics {
  /** Every query in the order in which they came. */
  readonly asked: string[];
}

type Answering = (query: string) => MetricAnswer | Promise<MetricAnswer>;

export function givenSource(answering: Answering): GivenSource {
  const asked: string[] = [];
  const ask = async (query: string) => {
    asked.push(query);
    return answering(query);
  };
  return {
    asked,
    range: ({ query }) => ask(query),
    instant: (query) => ask(query),
    metricNames: async (names) => new Set(names),
    ruleExpression: async () => null,
    link: () => '',
  };
}

export const EMPTY: MetricAnswer = { series: [], warnings: [], truncated: false };

export function withSeries(...labels: readonly Record<string, string>[]): MetricAnswer {
  return { ...EMPTY, series: labels.map((each) => ({ labels: each, points: [[0, 1]] })) };
}
