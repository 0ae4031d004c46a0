/** The window of a question: from when to when an alert is looked at, and how closely. */
import { epochSeconds, type Instant } from '../domain/instant.ts';

export interface Window {
  readonly from: Instant;
  readonly to: Instant;
  /** Whole seconds, at least 15. */
  readonly step: number;
}

const HOUR = 3600;
/** No question reaches farther back; an older alert is shown by its last month. */
const MAX_SPAN = 31 * 24 * HOUR;
const MIN_STEP = 15;
/** Prometheus refuses above 11,000 points a series; a person sees no more than this. */
const MAX_POINTS = 1000;

export interface AlertTimes {
  /** Null when the sender gave no usable date. */
  readonly startsAt: Instant | null;
  readonly to: Instant;
  /** Seconds before the start, to see what led to it; 1 hour unless told. */
  readonly lookback?: number;
}

/**
 * The window of an alert, at most 1000 points. A start after `to`, or none, counts as `to`; one that lies absurdly far
 * back is clamped to 31 days.
 */
export function alertWindow({ startsAt, to, lookback = HOUR }: AlertTimes): Window {
  const end = epochSeconds(to);
  const start = startsAt === null ? end : Math.min(epochSeconds(startsAt), end);
  return spanning(Math.max(start - lookback, end - MAX_SPAN), end);
}

/** The window of a recovery check: exactly the quiet time that must have been good. */
export function quietWindow(from: Instant, to: Instant): Window {
  const end = epochSeconds(to);
  return spanning(Math.max(Math.min(epochSeconds(from), end), end - MAX_SPAN), end);
}

/** Ends on a multiple of the smallest step, so that the same question asked twice in a moment is the same text. */
function spanning(start: number, end: number): Window {
  const step = Math.max(MIN_STEP, Math.ceil((end - start) / (MAX_POINTS - 1)));
  const to = Math.floor(end / MIN_STEP) * MIN_STEP;
  const steps = Math.max(0, Math.floor((to - start) / step));
  return { from: instant(to - steps * step), to: instant(to), step };
}

function instant(seconds: number): Instant {
  return new Date(seconds * 1000).toISOString();
}
