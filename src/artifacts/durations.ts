/** Durations of an incident: how long each step took, in seconds, and in words. */
import type { Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import type { Policy } from '../domain/policy.ts';
import { type Entry, type EntryOf, entriesOf } from './fact.ts';

export interface Duration {
  readonly name: string;
  /** What it counts, `detected → confirmed`. */
  readonly counts: string;
  /** Null: it has not happened. */
  readonly seconds: number | null;
  /** The number of the event that ended it; undefined where it has not happened. */
  readonly endedBy: number | undefined;
  /** The most it should take; null where nobody set a target. */
  readonly target: number | null;
}

export function durationsOf(
  incident: Incident,
  entries: readonly Entry[],
  policy: Policy,
): readonly Duration[] {
  const { timeline, startedAt, acknowledged } = incident;
  const page = firstPage(entries);
  // What happens again after a reopening counts again, so it is the last one that ended it.
  const last = (type: IncidentEvent['type']) => entriesOf(entries, type).at(-1)?.seq;
  const took = (until: Instant | null, endedBy: number | undefined, from = timeline.detected_at) =>
    until === null
      ? { seconds: null, endedBy: undefined }
      : { seconds: Math.max(0, secondsBetween(from, until)), endedBy };
  return [
    {
      name: 'Time to triage',
      counts: 'detected → triage completed',
      ...took(timeline.triage_completed_at, last('TriageCompleted')),
      target: policy.triageDeadline,
    },
    {
      name: 'Time to page',
      counts: 'detected → page accepted',
      ...took(page?.event.at ?? null, page?.seq),
      target: null,
    },
    {
      name: 'Time to acknowledge',
      counts: 'detected → acknowledged',
      ...took(acknowledged?.at ?? null, last('Acknowledged')),
      target: null,
    },
    {
      name: 'Time to root cause',
      counts: 'detected → root cause named',
      ...took(timeline.root_cause_identified_at, last('RootCauseNamed')),
      target: null,
    },
    {
      name: 'Time to recover (MTTR)',
      counts: 'started → resolved',
      ...took(timeline.resolved_at, last('IncidentResolved'), startedAt),
      target: policy.severities[incident.severity].mttrTarget,
    },
  ];
}

/** Where no pager is configured the page is only logged: nobody's phone rang. */
export function firstPage(entries: readonly Entry[]): EntryOf<'PageAccepted'> | undefined {
  return entriesOf(entries, 'PageAccepted').find(
    ({ event }) => event.action === 'trigger' && event.via !== 'log',
  );
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
