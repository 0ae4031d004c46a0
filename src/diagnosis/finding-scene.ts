/** What a finding is made from, and what it is made into. */
import type { Series } from '../ports/metrics.ts';
import type { Reading } from './reading.ts';

/** The answer, cut down to what matters for the alerts; all times in unix seconds. */
export interface Scene {
  /** The alerts' own series; where none is theirs, all of them. */
  readonly series: readonly Series[];
  /** Every answered series that has points. */
  readonly all: readonly Series[];
  readonly firedAt: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export interface Finding {
  /** One plain sentence, with remarks after it where the answer was incomplete. */
  readonly summary: string;
  /** Unix seconds at which the episode of the alert began; null when nothing was wrong in the window. */
  readonly firstCrossing: number | null;
  /** The worst value of the alert's own series; null where values say nothing. */
  readonly worst: Reading | null;
  /** The last value of the alert's own series, the worst of them. */
  readonly current: Reading | null;
  /** Of all answered series. */
  readonly breachingSeries: number;
  readonly totalSeries: number;
  readonly outcome: 'answered' | 'empty';
}
