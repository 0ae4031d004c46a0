/** A recovery case is everything that is looked at to judge whether the data shows recovery. */
import { epochSeconds } from '../domain/instant.ts';
import type { Series } from '../ports/metrics.ts';
import { type Labels, seriesOf } from './alert-series.ts';
import type { Condition } from './condition.ts';
import type { Role, VerificationAnswer } from './verification-questions.ts';
import type { Window } from './window.ts';
import { clockText, windowText } from './wording.ts';

export interface RecoveryCase {
  readonly condition: Condition;
  /** The labels of each alert of this expression, as they fired; none: every series counts. */
  readonly alerts: readonly Labels[];
  /** To `verificationQuestions(condition, window)`, all of them. */
  readonly answers: readonly VerificationAnswer[];
  readonly window: Window;
}

/** The alerts' own series in the answers of a role. */
export function ownSeries(role: Role, { alerts, answers }: RecoveryCase): readonly Series[] {
  return answers
    .filter((answer) => answer.role === role)
    .flatMap(({ answer }) => seriesOf(answer.series, alerts));
}

export function betweenText({ window }: RecoveryCase): string {
  return `between ${windowText(epochSeconds(window.from), epochSeconds(window.to))}`;
}

export function timeText(at: number, { window }: RecoveryCase): string {
  return clockText(at, epochSeconds(window.to));
}
