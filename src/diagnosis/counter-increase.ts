/** A counter's increase: what it counted between two points, whatever resets it had. */
import type { Points } from './cause-case.ts';

/** Per second, at the later of two points; a fall is a reset to zero. Points in time order. */
export function increases(points: Points): Points {
  const rates: [number, number][] = [];
  let last: readonly [number, number] | null = null;
  for (const [time, value] of points) {
    if (value === null || !Number.isFinite(value)) continue;
    if (last !== null && time > last[0]) {
      const counted = value >= last[1] ? value - last[1] : value;
      rates.push([time, counted / (time - last[0])]);
    }
    last = [time, value];
  }
  return rates;
}
