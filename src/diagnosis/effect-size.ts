/** Effect size: how far a series stands from what is usual while the trouble lasts, in robust deviations. */
import type { Points, ServiceMetric } from './cause-case.ts';
import {
  type Contrast,
  contrastAt,
  type Running,
  type Span,
  usualDifferences,
} from './contrast.ts';
import { quantileOf } from './robust.ts';

/** A series on the grid, turned so that higher is worse. */
export interface GriddedMetric {
  readonly metric: ServiceMetric;
  readonly bins: Float64Array;
  readonly window: Running;
  readonly usual: Running;
  /** All bins of what is usual that are no gaps, in ascending order. */
  readonly levels: Float64Array;
  /** The part of the usual bins that are no gaps, 0 to 1. */
  readonly coverage: number;
  /** As measured, in time order, from the grid's beginning. */
  readonly points: Points;
}

export interface Effect {
  /** Robust deviations, positive when it got worse; hundreds where what is usual has no noise. */
  readonly z: number;
  /** In the series' own unit and direction. */
  readonly before: number;
  readonly during: number;
  /** How much worse, always in the direction that is bad. */
  readonly worse: number;
}

/** No noise is taken to be smaller than this share of the level. */
const RELATIVE_FLOOR = 0.03;
/** Where there usually is nothing: a tenth of a restart, an error in three minutes, a hundredth of what is full. */
const LEAST: Partial<Record<ServiceMetric['unit'], number>> = {
  count: 0.1,
  'per-second': 0.005,
  share: 0.01,
};
/** With fewer looks at what is usual, the noise is not known and taken to be large. */
const FEWEST_PLACES = 8;
const UNKNOWN_NOISE = 0.25;
const UNKNOWN_TIMES = 20;
/** A latency of fewer requests than this says less. */
const FEW_REQUESTS = 5;

/** Null when the series is silent during the span, or says nothing of before. */
export function effectOf(
  series: GriddedMetric,
  span: Span,
  requests: number | null,
): Effect | null {
  const contrast = contrastAt(series.window, span, 0);
  const level = quantileOf(series.levels, 0.5);
  const before = Number.isFinite(contrast.before) ? contrast.before : level;
  const worse = contrast.during - before;
  if (!Number.isFinite(worse)) return null;
  const { middle, scale, count } = usualDifferences(series.usual, span);
  const known = count >= FEWEST_PLACES;
  const floor = floorOf(series.metric, before, known);
  const noise = known ? Math.max(scale, floor) : floor;
  const plain = (worse - (known ? middle : 0)) / noise;
  const z = weighed(plain, series.metric, { before, during: contrast.during }, requests);
  const sign = series.metric.bad === 'up' ? 1 : -1;
  const turned = { before: sign * before, during: sign * contrast.during };
  return { z, ...turned, worse };
}

function floorOf({ kind, unit }: ServiceMetric, level: number, known: boolean): number {
  if (kind === 'errors' && unit === 'percent') return known ? 0.1 : 2;
  if (kind === 'errors' && unit === 'share') return known ? 0.001 : 0.02;
  const least = kind === 'errors' || kind === 'saturation' ? (LEAST[unit] ?? 0) : 0;
  const floor = (known ? RELATIVE_FLOOR : UNKNOWN_NOISE) * Math.abs(level);
  return Math.max(floor, (known ? 1 : UNKNOWN_TIMES) * least, 1e-12);
}

/** Ten requests cannot say what a thousand can: chance alone makes that much of a difference. */
function weighed(
  z: number,
  { kind, unit, bad }: ServiceMetric,
  { before, during }: Contrast,
  requests: number | null,
): number {
  if (requests === null) return z;
  if (kind === 'latency') return z * Math.sqrt(Math.min(1, requests / FEW_REQUESTS));
  if (kind !== 'errors' || (unit !== 'percent' && unit !== 'share')) return z;
  const whole = unit === 'percent' ? 100 : 1;
  const failed = (value: number) =>
    requests * Math.min(1, Math.max(0, (bad === 'up' ? value : whole + value) / whole));
  const root = (count: number) => 2 * Math.sqrt(count + 3 / 8);
  const byCount = root(failed(during)) - root(failed(before));
  return z > 0 ? Math.min(z, byCount) : z;
}
