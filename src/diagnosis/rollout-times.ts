/** Times that are kept as values: when a pod was created, a process started, a configuration read. */
import type { Change, ChangeKind } from '../domain/change.ts';
import { epochSeconds } from '../domain/instant.ts';
import type { Series } from '../ports/metrics.ts';
import type { Labels } from './alert-series.ts';
import type { Window } from './window.ts';
import { labelText, plural } from './wording.ts';

type Span = Pick<Window, 'from' | 'to'>;

interface Moment {
  readonly labels: Labels;
  /** Unix seconds. */
  readonly at: number;
}

/** Clocks of machines differ a little. */
const AHEAD_SECONDS = 60;

/** New pods, together by their workload. */
export function newPods(series: readonly Series[], window: Span): readonly Change[] {
  const pods = momentsIn(series, window).filter(({ labels }) => (labels['pod'] ?? '') !== '');
  const workloads = grouped(pods, ({ labels }) =>
    JSON.stringify([labels['namespace'] ?? '', workloadOf(labels['pod'] ?? '')]),
  );
  return workloads.map(([key, moments]) => {
    const [namespace, workload] = JSON.parse(key) as [string, string];
    const where = namespace === '' ? '' : ` in ${labelText('namespace', namespace)}`;
    const summary = `${plural(moments.length, 'new pod')} of ${labelText('workload', workload)}${where}`;
    const name = `pods:${namespace}/${workload}`;
    return changeOf(moments, {
      name,
      kind: 'restart',
      source: 'kubernetes',
      summary,
      services: [workload],
    });
  });
}

/** Processes that started, together by their job. */
export function starts(series: readonly Series[], window: Span): readonly Change[] {
  const jobs = grouped(momentsIn(series, window), ({ labels }) => labels['job'] ?? '');
  return jobs.map(([job, moments]) => {
    const many = moments.length === 1 ? 'A process' : `${moments.length} processes`;
    const summary = `${many} of ${labelText('job', job)} started`;
    const named = moments.flatMap(({ labels }) => labels['service'] ?? []);
    const services = [...new Set([...named, job])].filter((name) => name !== '');
    return changeOf(moments, {
      name: `start:${job}`,
      kind: 'restart',
      source: 'prometheus',
      summary,
      services,
    });
  });
}

/** Configurations that were read again, one by one. */
export function reloads(series: readonly Series[], window: Span): readonly Change[] {
  return momentsIn(series, window).map((moment) => {
    const { job = '', instance = '' } = moment.labels;
    const summary = `${labelText('job', job)} read its configuration again on ${labelText('instance', instance)}`;
    const services = job === '' ? [] : [job];
    const name = `reload:${job}/${instance}`;
    return changeOf([moment], {
      name,
      kind: 'config',
      source: 'prometheus',
      summary: summary.charAt(0).toUpperCase() + summary.slice(1),
      services,
    });
  });
}

function momentsIn(series: readonly Series[], { from, to }: Span): readonly Moment[] {
  const [first, last] = [epochSeconds(from), epochSeconds(to) + AHEAD_SECONDS];
  return series.flatMap(({ labels, points }) => {
    const at = points.at(-1)?.[1] ?? Number.NaN;
    return at >= first && at <= last ? [{ labels, at }] : [];
  });
}

function grouped(
  moments: readonly Moment[],
  keyOf: (moment: Moment) => string,
): readonly (readonly [string, readonly Moment[]])[] {
  const groups = new Map<string, Moment[]>();
  for (const moment of moments) {
    const key = keyOf(moment);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [moment]);
    else group.push(moment);
  }
  return [...groups];
}

/** The name of a pod ends in what Kubernetes adds: a hash and a suffix, a suffix, or a number. */
export function workloadOf(pod: string): string {
  return pod.replace(
    /-(?:[a-z0-9]{6,10}-[a-z0-9]{5}|[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,5})$/,
    '',
  );
}

function changeOf(
  moments: readonly Moment[],
  about: {
    readonly name: string;
    readonly kind: ChangeKind;
    readonly source: Change['source'];
    readonly summary: string;
    readonly services: readonly string[];
  },
): Change {
  const { name, ...rest } = about;
  const first = Math.min(...moments.map(({ at }) => at));
  return {
    ...rest,
    key: `${name}:${Math.floor(first)}`,
    at: new Date(Math.round(first * 1000)).toISOString(),
    version: '',
    link: '',
  };
}
