/** What a finding is made from, and what it is made into. */
import type { Instant } from '../domain/instant.ts';
import { epochSeconds } from '../domain/instant.ts';
import type { MetricAnswer, RangeQuestion, Series } from '../ports/metrics.ts';
import { type Labels, seriesOf } from './alert-series.ts';
import type { Reading } from './reading.ts';

export interface FindingContext {
  /** When the alert says that it began to fire. */
  readonly startsAt: Instant;
  readonly question: Pick<RangeQuestion, 'from' | 'to' | 'step'>;
}

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

/** `noneMatches`: no series carries the labels of any of the alerts, so all of them are in the scene. */
export function sceneOf(
  alerts: readonly Labels[],
  answer: MetricAnswer,
  { startsAt, question }: FindingContext,
): { readonly scene: Scene; readonly noneMatches: boolean } {
  const filled = answer.series.filter((series) => series.points.length > 0);
  const own = seriesOf(filled, alerts);
  const scene: Scene = {
    series: own.length > 0 ? own : filled,
    all: filled,
    firedAt: epochSeconds(startsAt),
    from: epochSeconds(question.from),
    to: epochSeconds(question.to),
    step: question.step,
  };
  return { scene, noneMatches: filled.length > 0 && own.length === 0 };
}
