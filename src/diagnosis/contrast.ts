/** A contrast is how much higher a series stands during a span of bins than in the bins around it. */
import { quantileOf, spreadOf } from './robust.ts';

/** Bins `first` to `last` of a window of `of` bins, both included. */
export interface Span {
  readonly first: number;
  readonly last: number;
  readonly of: number;
}

/** Sums up to each bin, so that the mean of any run of bins takes one step. */
export interface Running {
  readonly bins: number;
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/** Gaps (NaN) count for nothing. */
export function running(bins: Float64Array): Running {
  const sums = new Float64Array(bins.length + 1);
  const counts = new Float64Array(bins.length + 1);
  bins.forEach((value, bin) => {
    const there = Number.isFinite(value);
    sums[bin + 1] = (sums[bin] ?? 0) + (there ? value : 0);
    counts[bin + 1] = (counts[bin] ?? 0) + (there ? 1 : 0);
  });
  return { bins: bins.length, sums, counts };
}

export interface Contrast {
  /** The mean around the span; NaN when nothing is there. */
  readonly before: number;
  /** The mean within the span; NaN when nothing is there. */
  readonly during: number;
}

/** Of the window that begins at bin `offset`. */
export function contrastAt(series: Running, { first, last, of }: Span, offset: number): Contrast {
  const start = Math.min(offset + first, series.bins);
  const end = Math.min(offset + last + 1, series.bins);
  const close = Math.min(offset + of, series.bins);
  const inside = between(series.sums, start, end);
  const insideCount = between(series.counts, start, end);
  const around = between(series.sums, offset, close) - inside;
  const aroundCount = between(series.counts, offset, close) - insideCount;
  return { before: around / aroundCount, during: inside / insideCount };
}

function between(sums: Float64Array, start: number, end: number): number {
  return (sums[end] ?? 0) - (sums[start] ?? 0);
}

/** What differences the same question yields where nothing was wrong. */
export interface UsualDifferences {
  readonly middle: number;
  /** In units of a standard deviation, wider where the upper tail is heavy. */
  readonly scale: number;
  readonly count: number;
}

/** More places than this say nothing new. */
const MOST_PLACES = 120;

/** The span's contrast at every place of the usual bins, or at an even selection of them. */
export function usualDifferences(usual: Running, span: Span): UsualDifferences {
  const places = Math.max(0, usual.bins - span.of + 1);
  const stride = Math.max(1, places / MOST_PLACES);
  const found: number[] = [];
  for (let place = 0; place < places; place += stride) {
    const { before, during } = contrastAt(usual, span, Math.floor(place));
    if (Number.isFinite(during - before)) found.push(during - before);
  }
  const ascending = Float64Array.from(found).sort();
  const middle = quantileOf(ascending, 0.5);
  const tail = (share: number, deviations: number) =>
    (quantileOf(ascending, share) - middle) / deviations;
  const scale = Math.max(spreadOf(ascending), tail(0.95, 1.645), tail(0.99, 2.326));
  return { middle, scale, count: found.length };
}
