/** Generations: Kubernetes counts each edit of a workload, so a count that goes up is a rollout, or a scaling. */
import type { Change } from '../domain/change.ts';
import type { Series } from '../ports/metrics.ts';
import type { Labels } from './alert-series.ts';
import { labelText } from './wording.ts';

const KINDS = ['deployment', 'statefulset', 'daemonset'];
/** Both metrics are scraped at different moments. */
const TOGETHER_SECONDS = 120;

interface Step {
  /** Unix seconds of the first point with the new value. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Scaled extends Step {
  readonly workload: string;
}

/** When workloads were given another number of replicas. */
export function scaledAt(series: readonly Series[]): readonly Scaled[] {
  return series.flatMap((each) => {
    const workload = workloadOf(each.labels);
    return workload === null
      ? []
      : stepsOf(each).map((step) => ({ ...step, workload: workload.key }));
  });
}

/** A generation that goes up with the replicas is a scaling; one that goes down belongs to a new workload of the name. */
export function generationChanges(
  series: readonly Series[],
  scaled: readonly Scaled[],
): readonly Change[] {
  return series.flatMap((each) => {
    const workload = workloadOf(each.labels);
    if (workload === null) return [];
    return stepsOf(each).map((step) => {
      const scaling = scaled.find(
        (one) => one.workload === workload.key && Math.abs(one.at - step.at) <= TOGETHER_SECONDS,
      );
      return changeOf(workload, step, scaling ?? null);
    });
  });
}

interface Workload {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

function workloadOf(labels: Labels): Workload | null {
  const kind = KINDS.find((each) => (labels[each] ?? '') !== '');
  if (kind === undefined) return null;
  const [name, namespace] = [labels[kind] ?? '', labels['namespace'] ?? ''];
  return { key: JSON.stringify([kind, namespace, name]), kind, name, namespace };
}

function stepsOf({ points }: Series): readonly Step[] {
  const known = points.filter(([, value]) => Number.isFinite(value));
  return known.flatMap(([at, to], index) => {
    const from = known[index - 1]?.[1] ?? to;
    return from === to ? [] : [{ at, from, to }];
  });
}

function changeOf({ kind, name, namespace }: Workload, step: Step, scaling: Scaled | null): Change {
  const what = `${labelText(kind, name)} in ${labelText('namespace', namespace)}`;
  const how =
    scaling === null
      ? `was rolled out (generation ${step.from} to ${step.to})`
      : `was scaled from ${scaling.from} to ${scaling.to}`;
  return {
    key: `generation:${kind}:${namespace}/${name}:${step.to}`,
    source: 'kubernetes',
    kind: scaling === null ? 'deploy' : 'config',
    at: new Date(step.at * 1000).toISOString(),
    summary: `${what.charAt(0).toUpperCase()}${what.slice(1)} ${how}`,
    services: [name],
    version: scaling === null ? `generation ${step.to}` : '',
    link: '',
  };
}
