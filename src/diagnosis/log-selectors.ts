/** Log selectors: which streams of a log store are an alert's. */
import type { LogSelector } from '../ports/logs.ts';
import type { Labels } from './alert-series.ts';
import { commonLabels } from './common-labels.ts';

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
  const common = commonLabels(alerts);
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

function pairsFor(
  common: Labels,
  label: string,
  known: readonly string[],
  names: LogLabels,
): readonly (readonly [string, string])[] {
  const value = Object.hasOwn(common, label) ? common[label] : undefined;
  if (value === undefined || value === '') return [];
  const candidates = Object.hasOwn(names, label) ? (names[label] ?? []) : [];
  return candidates.filter((name) => known.includes(name)).map((name) => [name, value] as const);
}
