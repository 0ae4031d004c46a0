/** Request counts: how many requests each service got in a span, guessed where nobody counts them. */
import { type CallGraph, reachable } from './call-graph.ts';
import type { CaseSeries } from './case-series.ts';
import type { ServiceMetric } from './cause-case.ts';
import { contrastAt, type Span } from './contrast.ts';
import type { GriddedMetric } from './effect-size.ts';
import { quantileOf } from './robust.ts';
import type { TimeGrid } from './time-grid.ts';

/**
 * Trouble is weighed by requests, so one service without a count would weigh next to nothing. It is taken to get what
 * its callers got together, or else what the busiest of its callees got; without either it is left out.
 */
export function requestCounts(
  series: CaseSeries,
  graph: CallGraph,
  target: string,
  { span, grid }: { readonly span: Span; readonly grid: TimeGrid },
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [service, metrics] of series) {
    const count = requestsIn(metrics, span, grid);
    if (count !== null) counts.set(service, count);
  }
  // The nearest first: what is guessed of a caller serves for those that it calls.
  for (const service of reachable(graph, target)) {
    const known = (services: readonly string[] = []) =>
      services.flatMap((each) => counts.get(each) ?? []);
    const callers = known(graph.callers.get(service)).reduce((sum, each) => sum + each, 0);
    const guess = callers || Math.max(0, ...known(graph.callees.get(service)));
    if (!counts.has(service) && guess > 0) counts.set(service, guess);
  }
  return counts;
}

/** Nobody counts more; a sum of such counts is still a number. */
const MOST_REQUESTS = 1e15;

/** Requests in the span, as many as usual where the count has gaps; null when nothing is counted. */
export function requestsIn(
  metrics: readonly GriddedMetric[],
  span: Span,
  { width, pointsPerBin }: TimeGrid,
): number | null {
  const traffic = metrics.find(({ metric }) => metric.kind === 'traffic');
  if (traffic === undefined) return null;
  const { during, before } = contrastAt(traffic.window, span, 0);
  const usual = quantileOf(traffic.levels, 0.5);
  // Where a fall is the trouble, what came before it is what is missing now.
  const nearest = traffic.metric.bad === 'down' ? [before, during] : [during, before];
  const level = [...nearest, usual].find(Number.isFinite);
  const bins = span.last - span.first + 1;
  const perBin = isRate(traffic.metric) ? width : pointsPerBin;
  return level === undefined ? null : Math.min(MOST_REQUESTS, Math.abs(level) * bins * perBin);
}

/** A rate is per second, however far apart its points are; a counter has become one by now. */
function isRate({ unit, cumulative }: ServiceMetric): boolean {
  return unit === 'per-second' || cumulative === true;
}
