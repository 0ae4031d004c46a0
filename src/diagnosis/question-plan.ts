/** The plan of an incident: which questions its metrics are asked, the most telling first, and no more than it may. */
import { createHash } from 'node:crypto';
import type { Instant } from '../domain/instant.ts';
import type { Threshold } from './condition.ts';
import { shownExpression } from './condition.ts';
import { alertExpressionKey } from './evidence-draft.ts';
import { matchedLabels, scopeOf, withoutMatchers } from './label-scope.ts';
import { narrow } from './narrow.ts';
import { splitExpression } from './promql.ts';
import { metricsNamed } from './promql-selectors.ts';
import { parsePromql } from './promql-tree.ts';
import {
  type BadDirection,
  type MetricKind,
  type PackQuery,
  packsFor,
  type QueryPack,
  type Unit,
} from './query-pack.ts';
import { fillTemplate, type QueryTemplate } from './query-template.ts';
import { type QuestionWindows, questionWindows } from './question-windows.ts';
import type { Subject } from './subject.ts';
import { calleesOf, callersOf, type Topology } from './topology.ts';

export interface PlannedQuestion {
  /** Names the question for ever: `red/errors:1f0c…`, or as `alertExpressionKey` for the alert's own. */
  readonly key: string;
  readonly title: string;
  readonly query: string;
  readonly kind: MetricKind;
  readonly unit: Unit;
  readonly bad: BadDirection;
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
  /** Questions; 40 unless told. */
  readonly most?: number;
  /** Metrics that the source has; what it has not is not asked for. null, and unless told: not known. */
  readonly known?: ReadonlySet<string> | null;
}

const MOST_QUESTIONS = 40;
const MOST_CALLERS = 5;

/** In the order of their worth: what each alert measures, then pack by pack. The same query is asked once. */
export function planQuestions(
  request: PlanRequest,
  settings: PlanSettings,
): readonly PlannedQuestion[] {
  const own = request.subjects.flatMap((subject) => alertQuestion(subject, request, settings));
  const packed = roundRobin(
    request.subjects.map((subject) => packQuestions(subject, request, settings)),
  );
  const seen = new Set<string>();
  return [...own, ...packed]
    .filter(({ query }) => !seen.has(query) && seen.add(query))
    .slice(0, settings.most ?? MOST_QUESTIONS);
}

/** Every metric that some variant for these subjects asks for: what the source can be asked about beforehand. */
export function metricsWanted({ subjects, packs }: PlanRequest): readonly string[] {
  const queries = subjects
    .flatMap((subject) => packsOf(subject, packs))
    .flatMap((pack) => pack.queries);
  return [
    ...new Set(queries.flatMap(({ variants }) => variants.flatMap(({ metrics }) => metrics))),
  ];
}

/** The service that an answered series is about. */
export function serviceOf(
  question: Pick<PlannedQuestion, 'service' | 'serviceLabel'>,
  labels: Readonly<Record<string, string>>,
): string | null {
  const named = question.serviceLabel === null ? '' : (labels[question.serviceLabel] ?? '');
  return named === '' ? question.service : named;
}

function alertQuestion(
  subject: Subject,
  request: PlanRequest,
  settings: PlanSettings,
): readonly PlannedQuestion[] {
  const split = subject.expression === null ? null : splitExpression(subject.expression);
  if (split === null || !split.ok) return [];
  const condition = split.value;
  const bare = withoutMatchers(shownExpression(condition), settings.ignoreLabels);
  const key = alertExpressionKey(condition.whole);
  return [
    {
      key,
      group: key,
      title: `What ${subject.alertname} measures`,
      query: bare.ok ? bare.value : shownExpression(condition),
      kind: 'other',
      unit: 'other',
      bad: condition.kind === 'threshold' ? badSide(condition) : 'either',
      service: subject.service,
      serviceLabel: null,
      scope: [],
      windows: windowsOf(subject, request, settings),
    },
  ];
}

function badSide({ operator }: Threshold): BadDirection {
  if (operator === '>' || operator === '>=') return 'up';
  return operator === '<' || operator === '<=' ? 'down' : 'either';
}

function packQuestions(
  subject: Subject,
  request: PlanRequest,
  settings: PlanSettings,
): readonly PlannedQuestion[] {
  const services = servicesAround(subject, request.topology);
  const windows = windowsOf(subject, request, settings);
  const scope = scopeOf(subject.labels, settings.ignoreLabels);
  const isKnown = ({ metrics }: QueryTemplate) =>
    metrics.every((name) => settings.known?.has(name) ?? true);
  return packsOf(subject, request.packs).flatMap((pack) =>
    pack.queries.flatMap((query) =>
      query.variants.filter(isKnown).flatMap((template) => {
        const several = template.serviceLabel !== null && services.length > 0;
        const filling = several ? { ...subject.labels, service: services } : subject.labels;
        const filled = fillTemplate(template, filling);
        if (filled === null) return [];
        const text = narrowed(filled, scope, settings.ignoreLabels);
        const about = { service: subject.service, serviceLabel: template.serviceLabel, windows };
        return [
          {
            ...named(pack, query, subject, text),
            ...about,
            scope: matchedLabels(text, Object.keys(scope)),
          },
        ];
      }),
    ),
  );
}

function named(pack: QueryPack, query: PackQuery, subject: Subject, text: string) {
  const { kind, unit, bad } = query;
  const group = `${pack.name}/${query.key}:${digest(JSON.stringify(subject.labels))}`;
  const title = subject.service === null ? query.title : `${query.title} (${subject.service})`;
  return {
    key: `${pack.name}/${query.key}:${digest(text)}`,
    group,
    title,
    query: text,
    kind,
    unit,
    bad,
  };
}

function packsOf(subject: Subject, packs: readonly QueryPack[]): readonly QueryPack[] {
  const parsed = subject.expression === null ? null : parsePromql(subject.expression);
  const metrics = parsed?.ok ? metricsNamed(parsed.value) : [];
  return packsFor(packs, { packs: subject.packs, labels: subject.labels, metrics });
}

/** The service itself, what it depends on, and who calls it. */
function servicesAround(subject: Subject, topology: Topology): readonly string[] {
  const { service } = subject;
  if (service === null) return [];
  const callers = callersOf(topology, service).slice(0, MOST_CALLERS);
  return [...new Set([service, ...calleesOf(topology, service), ...callers])];
}

function narrowed(query: string, scope: Subject['labels'], ignored: readonly string[]): string {
  const bare = withoutMatchers(query, ignored);
  const closer = narrow(bare.ok ? bare.value : query, scope);
  return closer.ok ? closer.value : query;
}

function windowsOf(
  subject: Subject,
  { startedAt, now }: PlanRequest,
  { lookback }: PlanSettings,
): QuestionWindows {
  return questionWindows({ startsAt: subject.startsAt ?? startedAt, to: now, lookback });
}

/** The first of each, then the second of each: no subject pushes another out of the plan. */
function roundRobin<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => list.slice(at, at + 1)),
  ).flat();
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
