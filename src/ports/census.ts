/** The census counts incidents from their events, so that a restart forgets nothing. */
import type { Severity } from '../domain/severity.ts';

/** A histogram's numbers for one severity: how many fell into each bucket (not cumulative), and the sum in seconds. */
export interface Distribution {
  readonly severity: Severity;
  /** One per upper bound asked for, plus one for everything above. */
  readonly counts: readonly number[];
  readonly sum: number;
}

export type Duration = 'triage' | 'acknowledge' | 'confirm' | 'root-cause' | 'recover' | 'page';

export interface Tally {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Census {
  /** By `source`. */
  opened(): Promise<readonly Tally[]>;
  /** By `severity`, `resolution`. */
  resolved(): Promise<readonly Tally[]>;
  reopened(): Promise<number>;
  /** Open ones by `severity`, `status`. */
  active(): Promise<readonly Tally[]>;
  /** By `rule`, `proposed`, `confirmed` (`none` until then). */
  proposals(): Promise<readonly Tally[]>;
  /** By `outcome`: accepted, failed, logged (no pager is configured, nobody was rung), suppressed. */
  pages(): Promise<readonly Tally[]>;
  durations(of: Duration, bounds: readonly number[]): Promise<readonly Distribution[]>;
}
