/** What is counted from the database: the same on every instance, and not forgotten by a restart. */
import { SEVERITIES } from '../domain/severity.ts';
import type { Distribution, Duration, Tally } from '../ports/census.ts';
import type { Family, Sample } from './family.ts';
import { combinations } from './instruments.ts';

/** Everything that one exposition shows of the database. */
export interface Snapshot {
  readonly opened: readonly Tally[];
  readonly resolved: readonly Tally[];
  readonly reopened: number;
  readonly active: readonly Tally[];
  readonly proposals: readonly Tally[];
  readonly pages: readonly Tally[];
  readonly durations: Readonly<Record<Duration, readonly Distribution[]>>;
  readonly outbox: { readonly count: number; readonly oldestSeconds: number };
}

/** Upper bounds in seconds; 300 is among them wherever five minutes are promised. */
export const BOUNDS: Readonly<Record<Duration, readonly number[]>> = {
  triage: [1, 5, 10, 30, 60, 120, 180, 300, 600, 1800, 3600],
  acknowledge: [15, 30, 60, 120, 180, 300, 600, 900, 1800, 3600],
  confirm: [30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400],
  'root-cause': [60, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400],
  recover: [60, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 259200],
  page: [0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300],
};

const DURATION_HELP: Readonly<Record<Duration, string>> = {
  triage:
    'Seconds from the first delivery until the severity was settled, by a person or by the deadline.',
  acknowledge: 'Seconds from the first delivery until somebody acknowledged the page.',
  confirm: 'Seconds from the first delivery until a person confirmed the severity.',
  'root-cause': 'Seconds from the first delivery until a root cause was named.',
  recover:
    'Seconds from the start of the impact until the incident was resolved; MTTR is sum over count.',
  page: 'Seconds from the first delivery until the pager accepted the page.',
};

const SOURCES = ['alertmanager', 'grafana', 'pagerduty', 'api'];
const RESOLUTIONS = ['fixed', 'alerts_cleared', 'overridden'];
const OPEN_STATUSES = ['triage', 'diagnosing', 'recovering'];
const PAGE_OUTCOMES = ['accepted', 'failed', 'logged', 'suppressed'];

/** `snapshot` gives null while the database is away: then no family has samples. */
export function censusFamilies(snapshot: () => Snapshot | null): readonly Family[] {
  const of = (read: (now: Snapshot) => readonly Sample[]) => () => {
    const now = snapshot();
    return now === null ? [] : read(now);
  };
  return [
    {
      name: 'tocsin_incidents_opened_total',
      help: 'Incidents opened, by the source of their first signal.',
      type: 'counter',
      samples: of(({ opened }) => filled({ source: SOURCES }, opened)),
    },
    {
      name: 'tocsin_incidents_resolved_total',
      help: 'Incidents resolved, by severity and by how they ended.',
      type: 'counter',
      samples: of(({ resolved }) =>
        filled({ severity: SEVERITIES, resolution: RESOLUTIONS }, resolved),
      ),
    },
    {
      name: 'tocsin_incidents_reopened_total',
      help: 'Times that a resolved incident was opened again.',
      type: 'counter',
      samples: of(({ reopened }) => [{ labels: {}, value: reopened }]),
    },
    {
      name: 'tocsin_incidents_active',
      help: 'Open incidents, by severity in force and status.',
      type: 'gauge',
      samples: of(({ active }) => filled({ severity: SEVERITIES, status: OPEN_STATUSES }, active)),
    },
    {
      name: 'tocsin_severity_proposals_total',
      help: 'Severities proposed by the rules, and what they were confirmed as (none: not yet).',
      type: 'counter',
      samples: of(({ proposals }) => proposals),
    },
    {
      name: 'tocsin_pages_total',
      help: 'Pages that the pager accepted, that failed, and that were not wanted any more.',
      type: 'counter',
      samples: of(({ pages }) => filled({ outcome: PAGE_OUTCOMES }, pages)),
    },
    {
      name: 'tocsin_outbox_pending',
      help: 'Effects that are due and not done.',
      type: 'gauge',
      samples: of(({ outbox }) => [{ labels: {}, value: outbox.count }]),
    },
    {
      name: 'tocsin_outbox_oldest_seconds',
      help: 'How long the oldest due effect has been waiting; 0 when none is.',
      type: 'gauge',
      samples: of(({ outbox }) => [{ labels: {}, value: outbox.oldestSeconds }]),
    },
    ...durationNames().map((duration) => durationFamily(duration, of)),
  ];
}

export function durationNames(): readonly Duration[] {
  return Object.keys(BOUNDS) as Duration[];
}

function durationFamily(
  duration: Duration,
  of: (read: (now: Snapshot) => readonly Sample[]) => () => readonly Sample[],
): Family {
  const name = `tocsin_incident_time_to_${duration.replace('-', '_')}_seconds`;
  return {
    name,
    help: DURATION_HELP[duration],
    type: 'histogram',
    samples: of(({ durations }) =>
      SEVERITIES.flatMap((severity) => {
        const found = durations[duration].find((each) => each.severity === severity);
        return histogram(name, severity, BOUNDS[duration], found ?? { counts: [], sum: 0 });
      }),
    ),
  };
}

function histogram(
  name: string,
  severity: string,
  bounds: readonly number[],
  { counts, sum }: Pick<Distribution, 'counts' | 'sum'>,
): readonly Sample[] {
  let upTo = 0;
  const buckets = [...bounds, '+Inf'].map((le, index) => {
    upTo += counts[index] ?? 0;
    return { metricName: `${name}_bucket`, labels: { severity, le }, value: upTo };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: { severity }, value: sum },
    { metricName: `${name}_count`, labels: { severity }, value: upTo },
  ];
}

/** The tallies under the known label names, and a 0 for every combination of known labels that none of them has. */
function filled(
  known: Readonly<Record<string, readonly string[]>>,
  tallies: readonly Tally[],
): readonly Sample[] {
  const names = Object.keys(known);
  const zeros = combinations(known).map((labels) => ({ labels, value: 0 }));
  const counted = tallies.map(({ labels, value }) => ({
    labels: Object.fromEntries(names.map((name) => [name, labels[name] ?? ''])),
    value,
  }));
  const samples = new Map<string, Sample>();
  for (const sample of [...zeros, ...counted]) {
    samples.set(Object.values(sample.labels).join(' '), sample);
  }
  return [...samples.values()];
}
