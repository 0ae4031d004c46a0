/** The trouble's span: the bins in which the target stands out most, around the time when that was noticed. */
import type { Span } from './contrast.ts';
import { type Effect, effectOf, type GriddedMetric } from './effect-size.ts';
import type { TimeGrid } from './time-grid.ts';

export interface Trouble {
  readonly span: Span;
  /** Of the target. */
  readonly effect: Effect;
  /** How many spans were looked at: who looks long enough finds something. */
  readonly looks: number;
}

/** Requests within the span, null when nobody counts them. */
export type RequestsIn = (span: Span) => number | null;

/** Below this, the target does not stand out of its own window, and is compared with what is usual instead. */
const STANDS_OUT = 1.5;
/** Spans so much weaker than the strongest may be meant as well, and so many of them are looked at. */
const AS_GOOD = 1.5;
const MOST_SPANS = 4;

/**
 * The spans with the largest effects among all that hold the time `at`, or begin right after it, the strongest first.
 * Only when none stands out may it be the whole window: then the trouble is older than the window, or there is none.
 * Empty when the target has no data.
 */
export function troubleSpans(
  grid: TimeGrid,
  at: number,
  target: GriddedMetric,
  requestsIn: RequestsIn,
): readonly Trouble[] {
  const bin = Math.floor((at - grid.from) / grid.width);
  const noticed = Math.max(0, Math.min(grid.count - 1, bin));
  const there = [...target.bins].map(Number.isFinite);
  const spans = spansAround(noticed, grid.count).filter(
    (span) => there[span.first] === true && there[span.last] === true,
  );
  const found = spans.flatMap((span): Trouble[] => {
    const effect = effectOf(target, span, requestsIn(span));
    return effect === null ? [] : [{ span, effect, looks: spans.length }];
  });
  const isWhole = ({ span }: Trouble) =>
    span.first === there.indexOf(true) && span.last === there.lastIndexOf(true);
  const within = strongest(found.filter((trouble) => !isWhole(trouble)));
  const standsOut = (within[0]?.effect.z ?? 0) >= STANDS_OUT;
  return standsOut ? within : strongest([...within, ...found.filter(isWhole)]);
}

function strongest(troubles: readonly Trouble[]): readonly Trouble[] {
  const sorted = [...troubles].sort((a, b) => b.effect.z - a.effect.z);
  const least = (sorted[0]?.effect.z ?? 0) - AS_GOOD;
  return sorted.filter(({ effect }) => effect.z >= least).slice(0, MOST_SPANS);
}

function spansAround(noticed: number, count: number): readonly Span[] {
  const spans: Span[] = [];
  for (let first = 0; first <= Math.min(noticed + 1, count - 1); first += 1) {
    for (let last = Math.max(first, noticed); last < count; last += 1) {
      spans.push({ first, last, of: count });
    }
  }
  return spans;
}
