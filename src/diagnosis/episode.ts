/** An episode is one unbroken stretch of time in which something was so, found in the points of a series. */

/** Both in unix seconds. */
export interface Episode {
  readonly from: number;
  readonly to: number;
}

type Points = readonly (readonly [number, number])[];

/** The stretches of wrong values, in time order; a gap in the data does not end one. */
export function wrongStretches(
  points: Points,
  isWrong: (value: number) => boolean,
): readonly Episode[] {
  const found: Episode[] = [];
  let from: number | null = null;
  let to = 0;
  for (const [at, value] of points) {
    if (isWrong(value)) {
      from ??= at;
      to = at;
    } else if (from !== null) {
      found.push({ from, to });
      from = null;
    }
  }
  return from === null ? found : [...found, { from, to }];
}

/** The stretches that have points at all, in time order. `times` ascend. */
export function stretches(times: readonly number[], step: number): readonly Episode[] {
  const found: Episode[] = [];
  for (const at of times) {
    const last = found.at(-1);
    if (last !== undefined && isNext(last.to, at, step)) {
      found[found.length - 1] = { from: last.from, to: at };
    } else {
      found.push({ from: at, to: at });
    }
  }
  return found;
}

/** The stretches without points that follow one with points, the last of them up to `end`. `times` ascend. */
export function gaps(times: readonly number[], step: number, end: number): readonly Episode[] {
  return times.flatMap((at, index) => {
    const next = times[index + 1] ?? end + step;
    return isNext(at, next, step) ? [] : [{ from: at + step, to: next - step }];
  });
}

/** The episode that an alert is about: the last that began before it fired, or else the first; null of none. */
export function episodeOf(found: readonly Episode[], firedAt: number): Episode | null {
  return found.findLast((episode) => episode.from <= firedAt) ?? found[0] ?? null;
}

/** Points of one question lie on its steps; half a step more forgives rounding. */
function isNext(at: number, next: number, step: number): boolean {
  return next - at <= step * 1.5;
}
