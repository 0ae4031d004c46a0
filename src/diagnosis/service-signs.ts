/** A service's signs: what each of its metrics shows in the span of the trouble. */
import type { MetricKind, ServiceMetric } from './cause-case.ts';
import { contrastAt, type Span } from './contrast.ts';
import { type Effect, effectOf, type GriddedMetric } from './effect-size.ts';
import { quantileOf } from './robust.ts';

export interface Sign {
  readonly metric: ServiceMetric;
  readonly effect: Effect;
  /** What it adds up to: seconds, errors or whatever the unit is, over all the requests of the span. */
  readonly excess: number;
}

export interface ServiceSigns {
  readonly service: string;
  readonly signs: ReadonlyMap<MetricKind, Sign>;
  /** In the span, counted or guessed; null when nobody can tell. */
  readonly requests: number | null;
  /** It was never called before, and now is: its caller changed. */
  readonly fresh: boolean;
  /** It reported before, and does not any more. */
  readonly silent: boolean;
}

const NEARLY_ALWAYS = 0.9;

/** `metrics`: one series of each kind at most. */
export function serviceSigns(
  service: string,
  metrics: readonly GriddedMetric[],
  span: Span,
  requests: number | null,
): ServiceSigns {
  const signs = new Map<MetricKind, Sign>();
  const silent = isSilent(metrics, span);
  for (const series of silent ? [] : metrics) {
    const effect = effectOf(series, span, requests);
    if (effect === null) continue;
    const excess = effect.worse * (isPerRequest(series.metric) ? (requests ?? 1) : 1);
    signs.set(series.metric.kind, { metric: series.metric, effect, excess });
  }
  const traffic = metrics.find(({ metric }) => metric.kind === 'traffic');
  const fresh = traffic !== undefined && isFresh(traffic, span);
  return { service, signs, requests, fresh, silent };
}

function isPerRequest({ kind, unit }: ServiceMetric): boolean {
  return kind === 'latency' || (kind === 'errors' && unit !== 'per-second');
}

/** A few calls in months are none: nineteen bins of twenty were empty. */
function isFresh(traffic: GriddedMetric, span: Span): boolean {
  const { before, during } = contrastAt(traffic.window, span, 0);
  const usual = quantileOf(traffic.levels, 0.95);
  const rarely = (value: number) => !(Math.abs(value) > Math.abs(during) / 50);
  return Math.abs(during) > 0 && rarely(before) && rarely(usual);
}

/** Silent is what reported nearly always, and up to the trouble, and not any more in the later half of it. */
function isSilent(metrics: readonly GriddedMetric[], span: Span): boolean {
  const middle = Math.ceil((span.first + span.last) / 2);
  const isGone = ({ bins, coverage }: GriddedMetric) => {
    const before = bins.slice(0, span.first);
    const reported = before.length === 0 || before.some(Number.isFinite);
    const later = bins.slice(middle, span.last + 1);
    return coverage >= NEARLY_ALWAYS && reported && !later.some(Number.isFinite);
  };
  return metrics.length > 0 && metrics.every(isGone);
}
