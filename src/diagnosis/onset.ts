/** The onset is the point from which on a series is worse: where the split into before and after is the sharpest. */
import type { Points } from './cause-case.ts';

/** Fewer points than this on either side say nothing. */
const FEWEST = 1;

/**
 * Unix seconds of the first worse point with `from` <= time <= `to`; null when there is no point to split at. Points in
 * time order; those before `from` count as before. `sign`: 1 when up is bad, -1 when down is.
 */
export function onsetOf(points: Points, from: number, to: number, sign: 1 | -1): number | null {
  const there = points.filter(
    ([time, value]) => time <= to && Number.isFinite(value ?? Number.NaN),
  );
  const total = there.reduce((sum, [, value]) => sum + sign * (value ?? 0), 0);
  let before = 0;
  let best: { time: number; sharpness: number } | null = null;
  there.forEach(([time, value], index) => {
    const after = there.length - index;
    if (time >= from && index >= FEWEST) {
      const step = (total - before) / after - before / index;
      const sharpness = step * Math.sqrt((index * after) / there.length);
      if (best === null || sharpness > best.sharpness) best = { time, sharpness };
    }
    before += sign * (value ?? 0);
  });
  return (best as { time: number } | null)?.time ?? null;
}
