/** The windows of a question: the incident and what was usual just before it, a day and a week before. */
import { epochSeconds, type Instant, plusSeconds } from '../domain/instant.ts';
import type { Series } from '../ports/metrics.ts';
import type { Window } from './window.ts';

export interface QuestionWindows {
  /** From a while before the alert, because the trouble is older than the alert, until now. */
  readonly incident: Window;
  /** As long as `lookback` says, it ends where the incident begins. */
  readonly justBefore: Window;
  /** As long as both of them together. */
  readonly dayBefore: Window;
  readonly weekBefore: Window;
  /** Both of the first at once, on one grid: what is asked. `during` takes them apart again. */
  readonly now: Window;
}

export interface IncidentTimes {
  /** When the alert began. */
  readonly startsAt: Instant;
  readonly to: Instant;
  /** Seconds before the alert. */
  readonly lookback: number;
}

/** The most points of one series. */
export const MOST_POINTS = 600;
const FINEST_STEP = 15;
const DAY = 86_400;
const LONGEST = 31 * DAY;
/** An alert waits before it fires, so the trouble may be this much older. */
const LEAD = 1800;

export function questionWindows({ startsAt, to, lookback }: IncidentTimes): QuestionWindows {
  const end = Math.floor(epochSeconds(to));
  const start = Math.max(Math.min(Math.floor(epochSeconds(startsAt)), end), end - LONGEST);
  const earliest = start - lookback;
  const step = Math.max(FINEST_STEP, Math.ceil((end - earliest) / (MOST_POINTS - 1)));
  const steps = Math.floor((end - earliest) / step);
  const from = end - steps * step;
  const lead = Math.min(LEAD, lookback / 2);
  const border = end - Math.ceil((end - (start - lead)) / step) * step;
  const now = { from: instant(from), to: instant(end), step };
  return {
    now,
    incident: { ...now, from: instant(Math.max(border, from)) },
    justBefore: { ...now, to: instant(Math.max(border - step, from)) },
    dayBefore: shifted(now, DAY),
    weekBefore: shifted(now, 7 * DAY),
  };
}

/** The part of a series that lies in a window, both ends included. */
export function during(series: Series, { from, to }: Pick<Window, 'from' | 'to'>): Series {
  const [first, last] = [epochSeconds(from), epochSeconds(to)];
  return { ...series, points: series.points.filter(([at]) => at >= first && at <= last) };
}

function shifted(window: Window, seconds: number): Window {
  const back = (at: Instant) => plusSeconds(at, -seconds);
  return { ...window, from: back(window.from), to: back(window.to) };
}

function instant(seconds: number): Instant {
  return new Date(seconds * 1000).toISOString();
}
