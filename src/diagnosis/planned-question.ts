/** A planned question is one that an incident's metrics are asked, with what is known of it before it has an answer. */
import type { Instant } from '../domain/instant.ts';
import type { BadDirection, MetricKind, QueryPack, Unit } from './query-pack.ts';
import { type QuestionWindows, questionWindows } from './question-windows.ts';
import type { Subject } from './subject.ts';
import type { Topology } from './topology.ts';

export interface PlannedQuestion {
  /** Names the question for ever: `red/errors:1f0c…`, or as `alertExpressionKey` for the alert's own. */
  readonly key: string;
  readonly title: string;
  readonly query: string;
  readonly kind: MetricKind;
  readonly unit: Unit;
  readonly bad: BadDirection;
  /** What it stands for that there is no value; nothing unless told. */
  readonly missing?: number;
  /** What the question is about; null where nobody knows. */
  readonly service: string | null;
  /** The label of the answered series that names the service; null: all of it is about `service`. */
  readonly serviceLabel: string | null;
  /** Questions of one group ask the same in other words: the first that answers is enough. */
  readonly group: string;
  /** Labels that Prometheus may have added on its way out: where the answer is empty, it is asked without them. */
  readonly scope: readonly string[];
  readonly windows: QuestionWindows;
}

export interface PlanRequest {
  readonly subjects: readonly Subject[];
  readonly packs: readonly QueryPack[];
  readonly topology: Topology;
  /** When the incident began, for alerts that do not say it. */
  readonly startedAt: Instant;
  readonly now: Instant;
}

export interface PlanSettings {
  /** Seconds before the alert. */
  readonly lookback: number;
  /** Labels that no series has, configured and learned. */
  readonly ignoreLabels: readonly string[];
  /** Metrics that the source has; what it has not is not asked for. null, and unless told: not known. */
  readonly known?: ReadonlySet<string> | null;
}

/** The service that an answered series is about. */
export function serviceOf(
  question: Pick<PlannedQuestion, 'service' | 'serviceLabel'>,
  labels: Readonly<Record<string, string>>,
): string | null {
  const named = question.serviceLabel === null ? '' : (labels[question.serviceLabel] ?? '');
  return named === '' ? question.service : named;
}

export function windowsOf(
  subject: Subject,
  { startedAt, now }: PlanRequest,
  { lookback }: PlanSettings,
): QuestionWindows {
  return questionWindows({ startsAt: subject.startsAt ?? startedAt, to: now, lookback });
}
