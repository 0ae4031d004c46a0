/** The time grid brings every series of a case on the same few bins, so that gaps and odd steps stop to matter. */
import type { CauseCase, Points } from './cause-case.ts';
import { median } from './robust.ts';

export interface TimeGrid {
  /** Unix seconds of the first bin's beginning. */
  readonly from: number;
  /** Seconds. */
  readonly width: number;
  readonly count: number;
  /** How many points of a series without gaps fall into a bin. */
  readonly pointsPerBin: number;
}

const MOST_BINS = 20;
/** So many bins from before the trouble say what "before" was, where the series reach back that far. */
const BINS_BEFORE = 4;

/** Null when the incident has no point at all. */
export function timeGrid({ metrics, at }: CauseCase): TimeGrid | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { incident } of metrics) {
    for (const [time] of incident) {
      if (time < first) first = time;
      if (time > last) last = time;
    }
  }
  if (first > last) return null;
  const step = stepOf(metrics.map(({ incident }) => incident));
  const pointsPerBin = Math.ceil((Math.floor((last - first) / step) + 1) / MOST_BINS);
  const width = pointsPerBin * step;
  const lacking = Math.ceil(BINS_BEFORE - (at - first) / width);
  const missing = Math.max(0, Math.min(BINS_BEFORE, lacking));
  const from = first - missing * width;
  return { from, width, count: Math.floor((last - from) / width) + 1, pointsPerBin };
}

/** The usual distance of two points: that of the series that has the most. */
function stepOf(all: readonly Points[]): number {
  const longest = all.reduce((best, points) => (points.length > best.length ? points : best));
  const gaps = longest.slice(1).map(([time], index) => time - (longest[index]?.[0] ?? time));
  const step = median(gaps.filter((gap) => gap > 0));
  return Number.isFinite(step) ? step : 60;
}

/** The mean of each bin of the grid, NaN where there is nothing; points of both lists. */
export function onGrid(grid: TimeGrid, ...lists: readonly Points[]): Float64Array {
  const sums = new Float64Array(grid.count);
  const counts = new Float64Array(grid.count);
  for (const points of lists) {
    for (const [time, value] of points) {
      const bin = Math.floor((time - grid.from) / grid.width);
      if (bin < 0 || bin >= grid.count || value === null || !Number.isFinite(value)) continue;
      sums[bin] = (sums[bin] ?? 0) + value;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return sums.map((sum, bin) => sum / (counts[bin] ?? 0));
}

/** Bins of the same width over what is usual, one after the other; a long hole becomes one empty bin. */
export function usualBins(width: number, points: Points): Float64Array {
  const first = points[0]?.[0] ?? 0;
  const means: number[] = [];
  let open = { bin: 0, sum: 0, count: 0 };
  const close = (next: number) => {
    means.push(open.sum / open.count);
    if (next > open.bin + 1) means.push(Number.NaN);
    open = { bin: next, sum: 0, count: 0 };
  };
  for (const [time, value] of points) {
    if (value === null || !Number.isFinite(value)) continue;
    const bin = Math.floor((time - first) / width);
    if (bin > open.bin) close(bin);
    open.sum += value;
    open.count += 1;
  }
  close(open.bin);
  return Float64Array.from(means);
}

/** In time order; the same list when it is in order already. */
export function inOrder(points: Points): Points {
  const sorted = points.every(
    ([time], index) => index === 0 || time >= (points[index - 1]?.[0] ?? 0),
  );
  return sorted ? points : [...points].sort(([a], [b]) => a - b);
}
