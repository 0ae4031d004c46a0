/** The questions to a log store: which streams are an alert's, and what is asked about them. */
import { earlier, epochSeconds, type Instant, later, plusSeconds } from '../domain/instant.ts';
import type { LinesQuestion, LogSelector, VolumeQuestion } from '../ports/logs.ts';
import type { Labels } from './alert-series.ts';
import { ANYTHING } from './log-mask.ts';
import type { LogScene, TimeSpan } from './log-scene.ts';

/** For each label of an alert, the stream labels that may hold the same, the likeliest first. */
export type LogLabels = Readonly<Record<string, readonly string[]>>;

const NAMESPACE = ['namespace', 'k8s_namespace_name', 'kubernetes_namespace_name'];
const APP = ['app', 'app_kubernetes_io_name', 'k8s_deployment_name'];

/** What agents such as Alloy, Promtail and the OpenTelemetry collector call their streams. */
const USUAL_LOG_LABELS: LogLabels = {
  service: ['service_name', 'service', ...APP],
  service_name: ['service_name', 'service', ...APP],
  app: [...APP, 'service_name'],
  deployment: ['deployment', ...APP, 'service_name'],
  container: ['container', 'k8s_container_name', ...APP, 'service_name'],
  pod: ['pod', 'k8s_pod_name', 'kubernetes_pod_name'],
  job: ['job', 'service_name', 'app'],
  instance: ['instance'],
  host: ['host', 'hostname', 'node_name'],
  namespace: NAMESPACE,
  exported_namespace: NAMESPACE,
};

/** Labels that say where, and alone choose too much. */
const WHERE = ['namespace', 'exported_namespace'];
/** Which label tells best whose lines they are. */
const WHO = [
  'service',
  'service_name',
  'app',
  'deployment',
  'container',
  'pod',
  'job',
  'host',
  'instance',
];
const MOST_SELECTORS = 4;

/**
 * Selectors to be tried one after another until one has lines; none where the store has no label for the alerts.
 * `known` are the store's own label names: no other is ever used. Labels that differ between the alerts are left out.
 */
export function logSelectors(
  alerts: readonly Labels[],
  known: readonly string[],
  names: LogLabels = USUAL_LOG_LABELS,
): readonly LogSelector[] {
  const common = commonOf(alerts);
  const place = WHERE.flatMap((label) => pairsFor(common, label, known, names)).slice(0, 1);
  const told = Object.keys(names).filter((label) => !WHO.includes(label) && !WHERE.includes(label));
  const people = [...told, ...WHO].flatMap((label) => pairsFor(common, label, known, names));
  const narrow = people.map((pair) => Object.fromEntries([...place, pair]));
  const chosen = new Map(narrow.map((selector) => [JSON.stringify(selector), selector]));
  const selectors = [...chosen.values()].slice(0, MOST_SELECTORS);
  return selectors.length === 0 && place.length > 0 ? [Object.fromEntries(place)] : selectors;
}

const MOST_TRIED = 6;

/**
 * As `logSelectors`; then by the name that the rules have for the service, then those of the first alert alone. What
 * says only where comes last, because it chooses too much.
 */
export function selectorsToTry(
  { alerts, service }: { readonly alerts: readonly Labels[]; readonly service: string | null },
  known: readonly string[],
  names: LogLabels = USUAL_LOG_LABELS,
): readonly LogSelector[] {
  const called = service === null ? [] : alerts.map((labels) => ({ ...whereOf(labels), service }));
  const found = [alerts, called, alerts.slice(0, 1)].flatMap((some) =>
    logSelectors(some, known, names),
  );
  const distinct = [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
  const places = WHERE.flatMap((label) => names[label] ?? []);
  const saysWho = (selector: LogSelector) =>
    Object.keys(selector).some((name) => !places.includes(name));
  return [...distinct.filter(saysWho), ...distinct.filter((each) => !saysWho(each))].slice(
    0,
    MOST_TRIED,
  );
}

function whereOf(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => WHERE.includes(name)));
}

function commonOf(alerts: readonly Labels[]): Labels {
  const [first = {}, ...others] = alerts;
  const same = Object.entries(first).filter(
    ([name, value]) => value !== '' && others.every((other) => other[name] === value),
  );
  return Object.fromEntries(same);
}

function pairsFor(
  common: Labels,
  label: string,
  known: readonly string[],
  names: LogLabels,
): readonly (readonly [string, string])[] {
  const value = Object.hasOwn(common, label) ? common[label] : undefined;
  if (value === undefined) return [];
  const candidates = Object.hasOwn(names, label) ? (names[label] ?? []) : [];
  return candidates.filter((name) => known.includes(name)).map((name) => [name, value] as const);
}

export interface LogOccasion {
  readonly selector: LogSelector;
  /** When it began, as far as is known: the alert's start, or an earlier crossing. */
  readonly onset: Instant;
  readonly to: Instant;
  /** Seconds of the baseline before the onset. */
  readonly lookback: number;
}

/** What an alert waits before it fires is part of the incident. */
const LEAD_SECONDS = 300;
/** What is said later adds nothing about the cause. */
const MOST_INCIDENT_SECONDS = 3600;
const MOST_LINES = 2000;
const EXCERPT_LINES = 20;
const STEPS = 120;

export interface LogWindows extends Pick<LogScene, 'baseline' | 'incident'> {
  /** Seconds; both begin and end on a whole one. */
  readonly step: number;
}

export interface LogQuestions extends LogWindows {
  /** Over baseline and incident. */
  readonly volume: VolumeQuestion;
  /** Also the question for patterns. */
  readonly failuresBefore: LinesQuestion;
  readonly failuresSince: LinesQuestion;
  /** Any lines, for stores and programs without levels. */
  readonly linesBefore: LinesQuestion;
  readonly linesSince: LinesQuestion;
}

export function logWindows({ onset, to, lookback }: Omit<LogOccasion, 'selector'>): LogWindows {
  const step = Math.max(10, Math.ceil((lookback + MOST_INCIDENT_SECONDS) / STEPS / 10) * 10);
  const begin = earlier(onset, to);
  const split = aligned(begin, -LEAD_SECONDS, step);
  const end = later(
    aligned(earlier(to, plusSeconds(begin, MOST_INCIDENT_SECONDS)), step, step),
    plusSeconds(split, step),
  );
  const baseline = { from: aligned(split, -lookback, step), to: split };
  return { baseline, incident: { from: split, to: end }, step };
}

export function logQuestions({ selector, ...occasion }: LogOccasion): LogQuestions {
  const windows = logWindows(occasion);
  const { baseline, incident, step } = windows;
  const ask = (span: TimeSpan, order: LinesQuestion['order'], part: Partial<LinesQuestion>) =>
    ({ selector, ...span, order, limit: MOST_LINES, ...part }) satisfies LinesQuestion;
  const failures = { levels: ['critical', 'error', 'warn'] } as const;
  return {
    ...windows,
    volume: { selector, from: baseline.from, to: incident.to, step },
    failuresBefore: ask(baseline, 'newest-first', failures),
    failuresSince: ask(incident, 'oldest-first', failures),
    linesBefore: ask(baseline, 'newest-first', {}),
    linesSince: ask(incident, 'oldest-first', {}),
  };
}

/** The first lines that can be of a template, since `from`; each is still to be compared with the whole template. */
export function firstOccurrence(
  selector: LogSelector,
  template: string,
  { from, to }: TimeSpan,
): LinesQuestion | null {
  const pieces = template
    .split(ANYTHING)
    .flatMap((piece) => piece.match(/[\p{L}\p{N}_-]{4,}/gu) ?? [])
    .sort((a, b) => b.length - a.length);
  const holding = [...new Set(pieces)].slice(0, 3);
  if (holding.length === 0) return null;
  return { selector, from, to, order: 'oldest-first', limit: EXCERPT_LINES, holding };
}

function aligned(at: Instant, seconds: number, step: number): Instant {
  return new Date(Math.floor((epochSeconds(at) + seconds) / step) * step * 1000).toISOString();
}
