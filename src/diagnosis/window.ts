/** The window of a question: from when to when an alert is looked at, and how closely. */
import { epochSeconds, type Instant } from '../domain/instant.ts';

export interface Window {
  readonly from: Instant;
  readonly to: Instant;
  /** Whole seconds: at least 15, for a short recovery check at least 1. */
  readonly step: number;
}

const HOUR = 3600;
/** No question reaches farther back; an older alert is shown by its last month. */
const MAX_SPAN = 31 * 24 * HOUR;
const USUAL_STEP = 15;
/** A quiet time is judged by at least this many points, down to one a second. */
const QUIET_POINTS = 20;
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
  return spanning(Math.max(start - lookback, end - MAX_SPAN), end, USUAL_STEP);
}

/** The window of a recovery check: exactly the quiet time that must have been good; a short one is looked at more closely. */
export function quietWindow(from: Instant, to: Instant): Window {
  const end = epochSeconds(to);
  const start = Math.max(Math.min(epochSeconds(from), end), end - MAX_SPAN);
  const finest = Math.min(USUAL_STEP, Math.max(1, Math.floor((end - start) / QUIET_POINTS)));
  return spanning(start, end, finest);
}

/** Ends on the second that is now, not on a round one before it: the alert may have fired a second ago. */
function spanning(start: number, end: number, finest: number): Window {
  const step = Math.max(finest, Math.ceil((end - start) / (MAX_POINTS - 1)));
  const to = Math.floor(end);
  const steps = Math.max(0, Math.floor((to - start) / step));
  return { from: instant(to - steps * step), to: instant(to), step };
}

function instant(seconds: number): Instant {
  return new Date(seconds * 1000).toISOString();
}
