/** The series of a case, on one grid, by service: one metric of each kind. */
import type { CauseCase, Points, ServiceMetric } from './cause-case.ts';
import { running } from './contrast.ts';
import { increases } from './counter-increase.ts';
import type { GriddedMetric } from './effect-size.ts';
import { inOrder, onGrid, type TimeGrid, usualBins } from './time-grid.ts';

/** A past of fewer bins says nothing about noise. */
const FEW_BINS = 8;

export type CaseSeries = ReadonlyMap<string, readonly GriddedMetric[]>;

/** Of these services only. A service with several metrics of a kind is judged by the one that is named like the target's, else by the least rank, else by the first name. */
export function caseSeries(
  { metrics, target }: CauseCase,
  grid: TimeGrid,
  services: ReadonlySet<string>,
): CaseSeries {
  const chosen = new Map<string, Map<string, ServiceMetric>>();
  for (const metric of metrics) {
    if (!services.has(metric.service)) continue;
    const kinds = chosen.get(metric.service) ?? new Map<string, ServiceMetric>();
    const had = kinds.get(metric.kind);
    if (had === undefined || isBefore(metric, had, target.metric)) kinds.set(metric.kind, metric);
    chosen.set(metric.service, kinds);
  }
  return new Map(
    [...chosen].map(([service, kinds]) => [
      service,
      [...kinds.values()].map((metric) => gridded(metric, grid)),
    ]),
  );
}

function isBefore(metric: ServiceMetric, other: ServiceMetric, preferred: string): boolean {
  if (other.name === preferred) return false;
  if (metric.name === preferred) return true;
  const [rank, others] = [metric.rank ?? Infinity, other.rank ?? Infinity];
  return rank < others || (rank === others && metric.name < other.name);
}

function gridded(metric: ServiceMetric, grid: TimeGrid): GriddedMetric {
  const ready = (points: ServiceMetric['normal']) =>
    metric.cumulative === true ? increases(inOrder(points)) : inOrder(points);
  const [normal, incident] = [ready(metric.normal), ready(metric.incident)];
  const turn = (bins: Float64Array) => (metric.bad === 'up' ? bins : bins.map((value) => -value));
  const bins = turn(onGrid(grid, normal, incident));
  const usual = turn(usualBins(grid.width, normal));
  const levels = usual.filter(Number.isFinite).sort();
  return {
    metric,
    bins,
    window: running(bins),
    usual: running(repeated(usual, 2 * grid.count)),
    levels,
    coverage: levels.length / usual.length,
    points: [...since(normal, grid.from), ...since(incident, grid.from)],
  };
}

/** A short past is gone through again, until the window of the trouble fits into it at several places. */
function repeated(bins: Float64Array, least: number): Float64Array {
  if (bins.length < FEW_BINS || bins.length >= least) return bins;
  return Float64Array.from({ length: least }, (_, bin) => bins[bin % bins.length] ?? Number.NaN);
}

function since(points: Points, from: number): Points {
  return points.filter(([time]) => time >= from);
}
