/** Coverage tells whether a series was really measured through a whole window. */
import { epochSeconds } from '../domain/instant.ts';
import type { Series } from '../ports/metrics.ts';
import type { Window } from './window.ts';

/** Prometheus itself looks back this far for the last sample before it calls a series gone. */
const LOOKBACK = 300;
const STEPS_ALLOWED = 5;

export interface Hole {
  /** Unix seconds of the last value before it, or of the window's start. */
  readonly from: number;
  /** Unix seconds of the first value after it, or of the window's end. */
  readonly to: number;
}

/** The first stretch of the window that is too long without a value; NaN is no value. Null when there is none. */
export function holeIn(series: Series, window: Window): Hole | null {
  const end = epochSeconds(window.to);
  const allowed = Math.max(window.step, Math.min(window.step * STEPS_ALLOWED, LOOKBACK));
  let last = epochSeconds(window.from);
  for (const [at, value] of series.points) {
    if (Number.isNaN(value)) continue;
    if (at - last > allowed) return { from: last, to: at };
    last = at;
  }
  const measured = series.points.some(([, value]) => !Number.isNaN(value));
  return !measured || end - last > allowed ? { from: last, to: end } : null;
}
