/** A subject is what an incident's questions are about: one alert rule with the labels that its alerts share. */
import { earlier, type Instant } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import type { Labels } from './alert-series.ts';
import { commonLabels } from './common-labels.ts';
import { signalsToAsk } from './signals-to-ask.ts';

export interface Subject {
  readonly alertname: string;
  /** Null when the alerts carry none. */
  readonly expression: string | null;
  /** Those that all its alerts share, under the names that packs know. */
  readonly labels: Labels;
  /** null: no label names one. */
  readonly service: string | null;
  /** Packs that its rule names. */
  readonly packs: readonly string[];
  readonly startsAt: Instant | null;
}

/** What the rules say of an alert. */
export interface RuleWord {
  readonly services: readonly string[];
  readonly packs: readonly string[];
}

/** The usual names of one thing, the best first; what an alert calls `app` is asked for as `service`. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  service: [
    'service',
    'service_name',
    'app',
    'app_kubernetes_io_name',
    'destination_workload',
    'job',
  ],
  namespace: ['namespace', 'exported_namespace', 'kubernetes_namespace', 'k8s_namespace_name'],
  pod: ['pod', 'exported_pod', 'pod_name', 'kubernetes_pod_name', 'k8s_pod_name'],
  container: ['container', 'exported_container', 'container_name', 'k8s_container_name'],
  node: ['node', 'exported_node', 'nodename', 'kubernetes_node', 'k8s_node_name'],
  deployment: ['deployment', 'k8s_deployment_name'],
  instance: ['instance', 'exported_instance'],
};

/** At most three; those with the most alerts first, as `signalsToAsk` has them. */
export function subjectsOf(
  signals: readonly Signal[],
  ruled: (signal: Signal) => RuleWord,
): readonly Subject[] {
  return signalsToAsk(signals).map((ask) => {
    const own = signals.filter(({ labels }) => ask.alerts.includes(labels));
    const words = own.map(ruled);
    const labels = commonLabels(ask.alerts);
    const service = words.flatMap(({ services }) => services)[0] ?? null;
    const starts = own.flatMap(({ startsAt }) => startsAt ?? []);
    return {
      alertname: ask.alertname,
      expression: ask.expression,
      labels: withAliases(service === null ? labels : { ...labels, service }),
      service: service ?? withAliases(labels)['service'] ?? null,
      packs: [...new Set(words.flatMap(({ packs }) => packs))],
      startsAt: starts.length === 0 ? null : starts.reduce(earlier),
    };
  });
}

function withAliases(labels: Labels): Labels {
  const known: Record<string, string> = { ...labels };
  for (const [name, others] of Object.entries(ALIASES)) {
    const value = others.map((other) => labels[other] ?? '').find((text) => text !== '');
    if (value !== undefined) known[name] = value;
  }
  return known;
}
