/** What a log store said about the time before an onset and the time since. */
import { type Instant, secondsBetween } from '../domain/instant.ts';
import type { LogLines, LogPattern, LogVolume } from '../ports/logs.ts';

export interface TimeSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/** What the log store said; null: it was not asked, or did not say. */
export interface LogScene {
  readonly baseline: TimeSpan;
  /** Begins a little before the onset and right where the baseline ends. */
  readonly incident: TimeSpan;
  readonly volume: LogVolume | null;
  readonly patterns: readonly LogPattern[] | null;
  /** Lines of the baseline, the newest first; and of the incident, the oldest first. */
  readonly before: LogLines | null;
  readonly after: LogLines | null;
}

/** At least a second, so that there is a rate. */
export function minutesOf({ from, to }: TimeSpan): number {
  return Math.max(1 / 60, secondsBetween(from, to) / 60);
}
