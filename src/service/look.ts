/** A look is one pass over everything that may explain an incident: what it is about, and which time is looked at. */
import type { Labels } from '../diagnosis/alert-series.ts';
import type { FrozenEvidence } from '../diagnosis/frozen-evidence.ts';
import type { Subject } from '../diagnosis/subject.ts';
import type { Instant } from '../domain/instant.ts';
import type { Hole } from './hole.ts';

export interface Look {
  /** Tells the questions of one look from those of another; empty for the first. */
  readonly key: string;
  /** The incident's alert rules, those with the most alerts first. */
  readonly subjects: readonly Subject[];
  /** Labels of every alert that is looked at. */
  readonly alerts: readonly Labels[];
  /** When the earliest alert began. */
  readonly startedAt: Instant;
  readonly to: Instant;
  /** Seconds before the start. */
  readonly lookback: number;
}

/** A piece of evidence; one that could not be had says why. */
export interface FoundEvidence extends FrozenEvidence {
  readonly hole?: Hole;
}

/** What one kind of source said. */
export interface Looked {
  readonly evidence: readonly FrozenEvidence[];
  readonly holes: readonly Hole[];
}
