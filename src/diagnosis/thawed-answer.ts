/** A thawed answer is the frozen answer of metric evidence, read again from the store as it was when it was asked. */
import { epochSeconds, type Instant } from '../domain/instant.ts';
import type { MetricAnswer, Series } from '../ports/metrics.ts';

export interface ThawedAnswer {
  readonly window: { readonly from: Instant; readonly to: Instant; readonly step: number };
  readonly answer: MetricAnswer;
}

/** Null where the stored answer is none of metrics: of logs, of traces, or none at all. */
export function thawedAnswer(frozen: unknown): ThawedAnswer | null {
  const { window, step, series, warnings, truncated } = recordOf(frozen);
  const { from, to } = recordOf(window);
  if (!Array.isArray(series) || typeof from !== 'string' || typeof to !== 'string') return null;
  if (!Number.isFinite(epochSeconds(from)) || !Number.isFinite(epochSeconds(to))) return null;
  return {
    window: { from, to, step: typeof step === 'number' && step > 0 ? step : 1 },
    answer: {
      series: series.map(seriesOf),
      warnings: Array.isArray(warnings) ? warnings.map(String) : [],
      truncated: truncated === true,
    },
  };
}

function seriesOf(value: unknown): Series {
  const { labels, points } = recordOf(value);
  const named = Object.entries(recordOf(labels)).map(([name, text]) => [name, String(text)]);
  const measured = Array.isArray(points) ? points.flatMap(pointOf) : [];
  return { labels: Object.fromEntries(named), points: measured };
}

function pointOf(value: unknown): Series['points'] {
  const [at, number] = Array.isArray(value) ? value : [];
  if (typeof at !== 'number') return [];
  if (number === '+Inf') return [[at, Number.POSITIVE_INFINITY]];
  if (number === '-Inf') return [[at, Number.NEGATIVE_INFINITY]];
  return [[at, typeof number === 'number' ? number : Number.NaN]];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
