/** Robust statistics are medians and quantiles: a few wild points do not move them. */

/** Of numbers in ascending order, by linear interpolation; NaN when there are none. */
export function quantileOf(ascending: ArrayLike<number>, share: number): number {
  const place = (ascending.length - 1) * share;
  const below = ascending[Math.floor(place)] ?? Number.NaN;
  const above = ascending[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** In any order; NaN when there are none. */
export function median(values: readonly number[]): number {
  return quantileOf(Float64Array.from(values).sort(), 0.5);
}

/** Of numbers in ascending order: the median absolute deviation, in units of a standard deviation. */
export function spreadOf(ascending: Float64Array): number {
  const middle = quantileOf(ascending, 0.5);
  const deviations = ascending.map((value) => Math.abs(value - middle)).sort();
  return 1.4826 * quantileOf(deviations, 0.5);
}
