/** Topology from metrics: what Tempo's service graph or Istio's proxies counted between services. */
import type { MetricAnswer } from '../ports/metrics.ts';
import type { Edge, TopologySource } from './topology.ts';

export interface TopologyQuestion {
  readonly source: TopologySource;
  readonly title: string;
  /** An instant query at the time of the incident. */
  readonly query: string;
  readonly caller: string;
  readonly callee: string;
}

/** Each is asked; a source that is not there has an empty answer. An hour bridges services that are rarely called. */
export const TOPOLOGY_QUESTIONS: readonly TopologyQuestion[] = [
  {
    source: 'service-graph',
    title: "Who calls whom, by Tempo's service graph",
    query: 'sum by (client, server) (rate(traces_service_graph_request_total[1h]))',
    caller: 'client',
    callee: 'server',
  },
  {
    source: 'istio',
    title: 'Who calls whom, by Istio',
    query:
      'sum by (source_workload, destination_workload) (rate(istio_requests_total{reporter="source"}[1h]))',
    caller: 'source_workload',
    callee: 'destination_workload',
  },
];

/** What the sources write where they do not know. */
const NOBODY: ReadonlySet<string> = new Set(['', 'unknown', 'user']);

/** One edge per series that names both ends and has a rate; a pair without requests is none. */
export function edgesIn(question: TopologyQuestion, answer: MetricAnswer): readonly Edge[] {
  return answer.series.flatMap(({ labels, points }) => {
    const caller = labels[question.caller] ?? '';
    const callee = labels[question.callee] ?? '';
    const rate = points.at(-1)?.[1] ?? Number.NaN;
    if (NOBODY.has(caller) || NOBODY.has(callee) || !(rate > 0)) return [];
    return [{ caller, callee, source: question.source, rate }];
  });
}
