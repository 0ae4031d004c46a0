/** A query pack is a named list of questions that are worth asking about one kind of thing: a service, a pod, a JVM. */
import type { Labels } from './alert-series.ts';
import type { QueryTemplate } from './query-template.ts';

/** What a number measures, so that numbers of different services can be compared. */
export type MetricKind = 'latency' | 'errors' | 'requests' | 'saturation' | 'other';

/** Which way a number goes when things get worse. */
export type BadDirection = 'up' | 'down' | 'either';

export type Unit =
  | 'seconds'
  | 'share'
  | 'percent'
  | 'per-second'
  | 'bytes'
  | 'bytes-per-second'
  | 'count'
  | 'other';

export interface PackQuery {
  /** Unique in its pack. */
  readonly key: string;
  readonly title: string;
  readonly unit: Unit;
  readonly bad: BadDirection;
  readonly kind: MetricKind;
  /** The same question in the words of several exporters, at least one; the first that answers is enough. */
  readonly variants: readonly QueryTemplate[];
}

export interface QueryPack {
  readonly name: string;
  readonly description: string;
  /** Without being named by a rule: when all the labels are there, or when the alert asks for such a metric. */
  readonly appliesWhen: {
    /** Empty: labels alone are no reason. */
    readonly labels: readonly string[];
    /** Beginnings of metric names. */
    readonly metrics: readonly string[];
  };
  readonly queries: readonly PackQuery[];
}

interface About {
  /** Packs that the rule names, the most useful first. */
  readonly packs: readonly string[];
  readonly labels: Labels;
  /** That the alert's own expression asks for. */
  readonly metrics: readonly string[];
}

/** The packs for an alert, the most telling first: those that its rule names, then by its metrics, then by its labels. */
export function packsFor(packs: readonly QueryPack[], about: About): readonly QueryPack[] {
  const named = about.packs.flatMap((name) => packs.find((pack) => pack.name === name) ?? []);
  const byMetric = packs.filter(({ appliesWhen }) =>
    appliesWhen.metrics.some((start) => about.metrics.some((name) => name.startsWith(start))),
  );
  const byLabels = packs.filter(
    ({ appliesWhen: { labels } }) =>
      labels.length > 0 && labels.every((name) => (about.labels[name] ?? '') !== ''),
  );
  return [...new Set([...named, ...byMetric, ...byLabels])];
}
