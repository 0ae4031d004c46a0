/** The scene of a case: all its series measured in the span in which the target stands out most. */
import { type CallGraph, callGraph, reachable } from './call-graph.ts';
import { type CaseSeries, caseSeries } from './case-series.ts';
import type { CauseCase, MetricKind } from './cause-case.ts';
import { effectOf, type GriddedMetric } from './effect-size.ts';
import type { Signs } from './measured-calls.ts';
import { onsetOf } from './onset.ts';
import { requestCounts, requestsIn } from './request-counts.ts';
import { serviceSigns } from './service-signs.ts';
import { type TimeGrid, timeGrid } from './time-grid.ts';
import { type Trouble, troubleSpans } from './trouble-span.ts';

export interface Scene {
  readonly given: CauseCase;
  readonly grid: TimeGrid;
  readonly series: CaseSeries;
  readonly graph: CallGraph;
  /** The kind of the target's metric. */
  readonly kind: MetricKind;
  readonly trouble: Trouble;
  readonly signs: Signs;
  /** Of the target's trouble, unix seconds. */
  readonly onset: number | null;
}

/** So much may other services say about when the trouble was. */
const MOST_HELP = 10;

/** Null when nobody measures the target around `at`. */
export function sceneOf(given: CauseCase): Scene | null {
  const grid = timeGrid(given);
  if (grid === null) return null;
  const graph = callGraph(given.calls);
  const series = caseSeries(given, grid, neighbourhood(graph, given.target.service));
  const own = series.get(given.target.service) ?? [];
  const target = own.find(({ metric }) => metric.name === given.target.metric);
  const trouble = target && clearest(series, graph, target, spansOf(given, grid, own, target));
  if (target === undefined || trouble === undefined) return null;
  const { span } = trouble;
  const requests = requestCounts(series, graph, given.target.service, { span, grid });
  const signs = new Map(
    [...series].map(([service, metrics]) => [
      service,
      serviceSigns(service, metrics, span, requests.get(service) ?? null),
    ]),
  );
  const kind = target.metric.kind;
  const onset = onsetIn(grid, trouble, target);
  return { given, grid, series, graph, kind, trouble, signs, onset };
}

/** All that the target calls, and who else calls that: their part of the requests is not the target's. */
function neighbourhood(graph: CallGraph, target: string): ReadonlySet<string> {
  const near = [...reachable(graph, target)];
  return new Set([...near, ...near.flatMap((service) => graph.callers.get(service) ?? [])]);
}

function spansOf(
  { at }: CauseCase,
  grid: TimeGrid,
  own: readonly GriddedMetric[],
  target: GriddedMetric,
): readonly Trouble[] {
  return troubleSpans(grid, at, target, (span) => requestsIn(own, span, grid));
}

/** Of several spans that may be meant, the one in which a callee stands out as well. */
function clearest(
  series: CaseSeries,
  graph: CallGraph,
  target: GriddedMetric,
  troubles: readonly Trouble[],
): Trouble | undefined {
  if (troubles.length < 2) return troubles[0];
  const { service, kind } = target.metric;
  const others = [...reachable(graph, service)]
    .filter((each) => each !== service)
    .flatMap((each) => (series.get(each) ?? []).filter(({ metric }) => metric.kind === kind));
  const help = ({ span }: Trouble) =>
    Math.max(0, ...others.map((each) => effectOf(each, span, null)?.z ?? 0));
  const ranked = troubles.map((trouble) => ({
    trouble,
    clear: trouble.effect.z + Math.min(MOST_HELP, help(trouble)),
  }));
  return ranked.reduce((best, each) => (each.clear > best.clear ? each : best)).trouble;
}

/** Looked for from one bin before the span to its end. */
export function onsetIn(
  grid: TimeGrid,
  { span }: Trouble,
  { metric, points }: GriddedMetric,
): number | null {
  const start = grid.from + span.first * grid.width;
  const end = grid.from + (span.last + 1) * grid.width;
  const sign = metric.bad === 'up' ? 1 : -1;
  const near = points.filter(([time]) => time >= grid.from && time < end);
  return onsetOf(near, start - grid.width, end, sign);
}
