/** The window to a Prometheus-compatible metric source. */
import type { Instant } from '../domain/instant.ts';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix seconds and value, in time order; NaN and infinities are kept as numbers, gaps are absent. */
  readonly points: readonly (readonly [number, number])[];
}

export interface RangeQuestion {
  readonly query: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Whole seconds, at least 1. */
  readonly step: number;
  /** Series that are kept of the answer, at most 5000; 50 unless told. */
  readonly mostSeries?: number;
}

export interface MetricAnswer {
  readonly series: readonly Series[];
  /** What the source said beside its answer. */
  readonly warnings: readonly string[];
  /** True when series or points beyond the limit were left out. */
  readonly truncated: boolean;
}

/** Every method throws PortError, and answers or throws within its deadline. */
export interface Metrics {
  range(question: RangeQuestion): Promise<MetricAnswer>;
  /** Each series with the one point at `at`; `mostSeries` as for a range. */
  instant(query: string, at: Instant, mostSeries?: number): Promise<MetricAnswer>;
  /** Which of these metrics the source has any series of in the window. */
  metricNames(
    names: readonly string[],
    window: Pick<RangeQuestion, 'from' | 'to'>,
  ): Promise<ReadonlySet<string>>;
  /** The expression of the alerting rule of that name; null when there is none. */
  ruleExpression(alertname: string): Promise<string | null>;
  /** A page where a person can look at the question. */
  link(question: RangeQuestion): string;
}
