/** Durations of an incident: how long each step took, in seconds, and in words. */
import type { Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import type { Policy } from '../domain/policy.ts';
import type { Entry } from './fact.ts';

export interface Duration {
  readonly name: string;
  /** What it counts, `detected → confirmed`. */
  readonly counts: string;
  /** Null: it has not happened. */
  readonly seconds: number | null;
  /** The most it should take; null where nobody set a target. */
  readonly target: number | null;
}

export function durationsOf(
  incident: Incident,
  events: readonly IncidentEvent[],
  policy: Policy,
): readonly Duration[] {
  const { timeline, startedAt, acknowledged } = incident;
  const sinceDetected = (until: Instant | null) => between(timeline.detected_at, until);
  return [
    {
      name: 'Time to triage',
      counts: 'detected → triage completed',
      seconds: sinceDetected(timeline.triage_completed_at),
      target: policy.triageDeadline,
    },
    {
      name: 'Time to page',
      counts: 'detected → page accepted',
      seconds: sinceDetected(firstPageAt(events)),
      target: null,
    },
    {
      name: 'Time to acknowledge',
      counts: 'detected → acknowledged',
      seconds: sinceDetected(acknowledged?.at ?? null),
      target: null,
    },
    {
      name: 'Time to root cause',
      counts: 'detected → root cause named',
      seconds: sinceDetected(timeline.root_cause_identified_at),
      target: null,
    },
    {
      name: 'Time to recover (MTTR)',
      counts: 'started → resolved',
      seconds: between(startedAt, timeline.resolved_at),
      target: policy.severities[incident.severity].mttrTarget,
    },
  ];
}

const ENDS: Readonly<Record<string, IncidentEvent['type']>> = {
  'Time to triage': 'TriageCompleted',
  'Time to page': 'PageAccepted',
  'Time to acknowledge': 'Acknowledged',
  'Time to root cause': 'RootCauseNamed',
  'Time to recover (MTTR)': 'IncidentResolved',
};

/** The number of the event that ended what was measured; undefined where there is none. */
export function endOf(name: string, entries: readonly Entry[]): number | undefined {
  return entries.find(({ event }) => event.type === ENDS[name])?.seq;
}

/** `42 s`, `5 min`, `1 h 3 min`, `2 d 4 h`: the two largest units. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const units = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  const shown = units.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

function between(from: Instant, to: Instant | null): number | null {
  return to === null ? null : Math.max(0, secondsBetween(from, to));
}

function firstPageAt(events: readonly IncidentEvent[]): Instant | null {
  // Where no pager is configured the page is only logged: nobody's phone rang.
  const page = events.find(
    (event) => event.type === 'PageAccepted' && event.action === 'trigger' && event.via !== 'log',
  );
  return page?.at ?? null;
}
