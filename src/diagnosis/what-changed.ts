/** What changed most of several series that are shown together: where it usually lies, and since when it does not. */
import type { Series } from '../ports/metrics.ts';
import { quantileOf, spreadOf } from './robust.ts';

export interface WhatChanged {
  /** The place of the series among those that were given. */
  readonly index: number;
  /** Null where too little is known of the time before. */
  readonly usual: { readonly low: number; readonly high: number } | null;
  /** Unix seconds of the first of two values in a row that are not usual; null when there are none. */
  readonly onset: number | null;
}

/** Fewer values than this are no usual ones. */
const LEAST_POINTS = 10;
const SPREADS = 3;
/** Nothing is taken to be steadier than this share of its level. */
const STEADIEST = 0.05;

type Points = Series['points'];

/** `border`: unix seconds; what was measured before it counts as usual. Null without any series. */
export function whatChanged(series: readonly Series[], border: number): WhatChanged | null {
  let most: { readonly changed: WhatChanged; readonly by: number } | null = null;
  series.forEach(({ points }, index) => {
    const { by, ...changed } = changeOf(points, border);
    if (most === null || by > most.by) most = { changed: { index, ...changed }, by };
  });
  return (most as { changed: WhatChanged } | null)?.changed ?? null;
}

/** `by`: how far two values in a row lie from what is usual, in its own reach; 1 for what was not there before. */
function changeOf(points: Points, border: number): Omit<WhatChanged, 'index'> & { by: number } {
  const finite = points.filter(([, value]) => Number.isFinite(value));
  const before = finite.filter(([at]) => at < border).map(([, value]) => value);
  const since = finite.filter(([at]) => at >= border);
  if (before.length < LEAST_POINTS) {
    const isNew = before.length === 0 && since.length > 1;
    return { usual: null, onset: isNew ? (since[0]?.[0] ?? null) : null, by: isNew ? 1 : 0 };
  }
  const { low, high, reach } = usualOf(Float64Array.from(before).sort());
  const away = since.map(([at, value]) => [at, Math.max(low - value, value - high, 0)] as const);
  const lasting = away.map(
    ([at, by], place) => [at, Math.min(by, away[place + 1]?.[1] ?? 0)] as const,
  );
  return {
    usual: { low, high },
    onset: lasting.find(([, by]) => by > 0)?.[0] ?? null,
    by: Math.max(0, ...lasting.map(([, by]) => by)) / reach,
  };
}

function usualOf(ascending: Float64Array) {
  const middle = quantileOf(ascending, 0.5);
  const noise = Math.max(SPREADS * spreadOf(ascending), STEADIEST * Math.abs(middle));
  const low = Math.min(middle - noise, quantileOf(ascending, 0.05));
  const high = Math.max(middle + noise, quantileOf(ascending, 0.95));
  const floor = (ascending[0] ?? 0) >= 0 ? Math.max(0, low) : low;
  return { low: floor, high, reach: Math.max(high - low, Number.EPSILON) };
}
