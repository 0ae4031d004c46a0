/** A reading is one value of one series at one time, picked out of an answer because it says something. */
import type { Series } from '../ports/metrics.ts';
import type { Labels } from './alert-series.ts';
import { breaches, type Threshold } from './condition.ts';

export interface Reading {
  readonly labels: Labels;
  readonly value: number;
  /** Unix seconds. */
  readonly at: number;
}

/** Every breaching point of these series. */
export function breachingReadings(
  condition: Threshold,
  series: readonly Series[],
): readonly Reading[] {
  return readingsOf(series).filter((reading) => breaches(condition, reading.value));
}

export function readingsOf(series: readonly Series[]): readonly Reading[] {
  return series.flatMap(({ labels, points }) =>
    points.map(([at, value]) => ({ labels, value, at })),
  );
}

/** The reading farthest on the wrong side, the earliest of equals; null of none. NaN is never the worst of several. */
export function worstReading(condition: Threshold, readings: readonly Reading[]): Reading | null {
  let worst: Reading | null = null;
  for (const reading of readings) {
    if (worst === null || isWorse(condition, reading, worst)) worst = reading;
  }
  return worst;
}

/** The latest reading, and the worst where several share the latest time; null of none. */
export function latestReading(condition: Threshold, readings: readonly Reading[]): Reading | null {
  const latest = readings.reduce((last, { at }) => Math.max(last, at), Number.NEGATIVE_INFINITY);
  return worstReading(
    condition,
    readings.filter(({ at }) => at === latest),
  );
}

function isWorse(condition: Threshold, a: Reading, b: Reading): boolean {
  const difference = badness(condition, a.value) - badness(condition, b.value);
  return difference > 0 || (difference === 0 && a.at < b.at);
}

function badness({ operator, threshold }: Threshold, value: number): number {
  if (Number.isNaN(value)) return Number.NEGATIVE_INFINITY;
  if (operator === '>' || operator === '>=') return value;
  if (operator === '<' || operator === '<=') return -value;
  const distance = value === threshold ? 0 : Math.abs(value - threshold);
  return operator === '==' ? -distance : distance;
}
