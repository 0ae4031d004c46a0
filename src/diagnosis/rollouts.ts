/** Rollouts, restarts and reloads that nobody told of, seen in the metrics of Kubernetes, of processes and of Prometheus. */
import type { Change } from '../domain/change.ts';
import { epochSeconds } from '../domain/instant.ts';
import type { MetricAnswer } from '../ports/metrics.ts';
import type { Labels } from './alert-series.ts';
import { scopeOf } from './label-scope.ts';
import { narrow } from './narrow.ts';
import { quoteLabel } from './quote-label.ts';
import { generationChanges, scaledAt } from './rollout-generations.ts';
import { newPods, reloads, starts } from './rollout-times.ts';
import type { Subject } from './subject.ts';
import type { Window } from './window.ts';

export type RolloutSign = 'generation' | 'replicas' | 'pods' | 'starts' | 'reloads';

export interface RolloutQuestion {
  readonly sign: RolloutSign;
  readonly title: string;
  readonly query: string;
  /** `range`: over the window; `instant`: at its end. */
  readonly asked: 'range' | 'instant';
  /** Labels that may be on no series, as in a plan. */
  readonly scope: readonly string[];
}

export interface RolloutAnswer {
  readonly question: RolloutQuestion;
  readonly answer: MetricAnswer;
}

/** At most five, about what the alert names; `window`: from before the incident until now. */
export function rolloutQuestions(
  subject: Subject,
  window: Pick<Window, 'from'>,
  ignoreLabels: readonly string[],
): readonly RolloutQuestion[] {
  const { labels } = subject;
  const scope = scopeOf(labels, ignoreLabels);
  const after = `> ${Math.floor(epochSeconds(window.from))}`;
  const namespace = matcherOf(labels, ['namespace']);
  const process = matcherOf(labels, ['job', 'service', 'namespace']);
  const anyOf = (names: readonly string[], selector: string, tail = '') =>
    names.map((name) => `${name}${selector}${tail === '' ? '' : ` ${tail}`}`).join(' or ');
  const ask = (
    sign: RolloutSign,
    title: string,
    query: string,
    asked: RolloutQuestion['asked'] = 'instant',
  ): RolloutQuestion => {
    const closer = narrow(query, scope);
    return {
      sign,
      title,
      asked,
      query: closer.ok ? closer.value : query,
      scope: Object.keys(scope),
    };
  };
  const workloads =
    namespace === null
      ? []
      : [
          ask('generation', 'What was rolled out', anyOf(GENERATIONS, namespace), 'range'),
          ask('replicas', 'What was scaled', anyOf(REPLICAS, namespace), 'range'),
          ask('pods', 'New pods', `kube_pod_created${namespace} ${after}`),
        ];
  const processes =
    process === null
      ? []
      : [ask('starts', 'What was started', `process_start_time_seconds${process} ${after}`)];
  const reloading = ask('reloads', 'Whose configuration was read again', anyOf(RELOADS, '', after));
  return [...workloads, ...processes, reloading];
}

const GENERATIONS = [
  'kube_deployment_status_observed_generation',
  'kube_statefulset_status_observed_generation',
  'kube_daemonset_status_observed_generation',
];

const REPLICAS = ['kube_deployment_spec_replicas', 'kube_statefulset_replicas'];

const RELOADS = [
  'prometheus_config_last_reload_success_timestamp_seconds',
  'alertmanager_config_last_reload_success_timestamp_seconds',
  'nginx_ingress_controller_config_last_reload_successful_timestamp_seconds',
];

/** What the answers show, in the order of time; new pods of a workload that was rolled out or scaled are no news. */
export function changesIn(
  answers: readonly RolloutAnswer[],
  window: Pick<Window, 'from' | 'to'>,
): readonly Change[] {
  const of = (sign: RolloutSign) =>
    answers.filter(({ question }) => question.sign === sign).flatMap(({ answer }) => answer.series);
  const rolled = generationChanges(of('generation'), scaledAt(of('replicas')));
  const pods = newPods(of('pods'), window).filter((pod) => !isToldBy(rolled, pod));
  return [...rolled, ...pods, ...starts(of('starts'), window), ...reloads(of('reloads'), window)]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .slice(0, MOST_CHANGES);
}

const MOST_CHANGES = 200;

function isToldBy(rolled: readonly Change[], pods: Change): boolean {
  return rolled.some(({ services }) => services.some((name) => pods.services.includes(name)));
}

/** The braces of a selector on the first of these labels that there is; null without any. */
function matcherOf(labels: Labels, names: readonly string[]): string | null {
  const name = names.find((each) => (labels[each] ?? '') !== '');
  return name === undefined ? null : `{${name}=${quoteLabel(labels[name] ?? '')}}`;
}
