/** Measured services: the answers to a plan, as one series per service and question, for the ranking of causes. */
import type { MetricAnswer, Series } from '../ports/metrics.ts';
import type { MetricKind, Points, ServiceMetric } from './cause-case.ts';
import { filled } from './missing-values.ts';
import { type PlannedQuestion, serviceOf } from './planned-question.ts';
import { during } from './question-windows.ts';
import type { Window } from './window.ts';

/** A question with what came of it, over the windows that it plans. */
export interface MeasuredQuestion {
  readonly planned: PlannedQuestion;
  /** Just before and the incident. */
  readonly now: MetricAnswer | null;
  readonly dayBefore: MetricAnswer | null;
  readonly weekBefore: MetricAnswer | null;
}

/** `measured`: in the order of their worth. `kindOf`: what the question measures, where its pack does not say; null leaves it out. */
export function serviceMetrics(
  measured: readonly MeasuredQuestion[],
  kindOf: (planned: PlannedQuestion) => MetricKind | null = packKind,
): readonly ServiceMetric[] {
  return measured.flatMap((question, rank) => {
    const kind = kindOf(question.planned);
    if (kind === null || question.now === null) return [];
    return [...byService(question.planned, question.now)].map(([service, series]) =>
      metricOf(question, { service, kind, rank }, series),
    );
  });
}

export function packKind({ kind, bad }: PlannedQuestion): MetricKind | null {
  if (kind === 'requests') return 'traffic';
  return kind === 'other' || bad === 'either' ? null : kind;
}

function metricOf(
  { planned, dayBefore, weekBefore }: MeasuredQuestion,
  own: Pick<ServiceMetric, 'service' | 'kind'> & { readonly rank: number },
  now: readonly Series[],
): ServiceMetric {
  const bad = planned.bad === 'down' ? 'down' : 'up';
  const { missing } = planned;
  const together = (series: readonly Series[], window: Window) => {
    const points = combined(series, own.kind, bad);
    return missing === undefined ? points : filled(points, window, missing);
  };
  const before = (answer: MetricAnswer | null, window: Window) =>
    answer === null ? [] : together(byService(planned, answer).get(own.service) ?? [], window);
  const within = (window: Window) =>
    together(
      now.map((each) => during(each, window)),
      window,
    );
  const { windows } = planned;
  return {
    ...own,
    name: nameOf(planned),
    bad,
    unit: unitOf(planned),
    normal: [
      ...within(windows.justBefore),
      ...before(dayBefore, windows.dayBefore),
      ...before(weekBefore, windows.weekBefore),
    ],
    incident: within(windows.incident),
    evidence: [planned.key],
  };
}

/** `red/errors`: the same for every service. */
function nameOf({ key }: PlannedQuestion): string {
  return key.replace(/:[^:]*$/, '');
}

function unitOf({ unit }: PlannedQuestion): ServiceMetric['unit'] {
  const known = ['share', 'percent', 'per-second', 'count'] as const;
  return known.find((each) => each === unit) ?? 'other';
}

function byService(
  planned: PlannedQuestion,
  { series }: MetricAnswer,
): ReadonlyMap<string, readonly Series[]> {
  const services = new Map<string, Series[]>();
  for (const each of series) {
    const service = serviceOf(planned, each.labels);
    if (service === null) continue;
    const known = services.get(service);
    if (known === undefined) services.set(service, [each]);
    else known.push(each);
  }
  return services;
}

/** Of several series of one service the requests are added up; of anything else the worst stands for all. */
function combined(series: readonly Series[], kind: MetricKind, bad: 'up' | 'down'): Points {
  const [first] = series;
  if (series.length === 1 && first !== undefined) return first.points;
  const values = new Map<number, number>();
  const join = (a: number, b: number) => {
    if (kind === 'traffic') return a + b;
    return bad === 'up' ? Math.max(a, b) : Math.min(a, b);
  };
  for (const [at, value] of series.flatMap(({ points }) => points)) {
    if (Number.isNaN(value)) continue;
    const known = values.get(at);
    values.set(at, known === undefined ? value : join(known, value));
  }
  return [...values].sort(([a], [b]) => a - b);
}
