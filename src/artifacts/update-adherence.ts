/** Update adherence: whether stakeholders heard as often as was promised, and from whom. */
import type { Incident } from '../domain/incident.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import { durationText } from './durations.ts';
import { type Entry, entriesOf, type Fact, fact } from './fact.ts';

export interface Adherence {
  /** Updates that were owed: those with a due time. */
  readonly owed: number;
  /** Written by a person before they were due. */
  readonly onTime: number;
  /** Written by a person, but late. */
  readonly late: number;
  /** Sent by Tocsin when nobody had written one. */
  readonly prepared: number;
  /** Neither written nor sent. */
  readonly missed: number;
}

export function adherenceOf({ updates }: Incident): Adherence {
  const owed = updates.filter(({ dueAt }) => dueAt !== null);
  const count = (test: (mark: (typeof owed)[number]) => boolean) => owed.filter(test).length;
  return {
    owed: owed.length,
    onTime: count(({ how, at, dueAt }) => how === 'person' && at <= (dueAt ?? at)),
    late: count(({ how, at, dueAt }) => how === 'person' && at > (dueAt ?? at)),
    prepared: count(({ how }) => how === 'prepared'),
    missed: count(({ how }) => how === 'missed'),
  };
}

/** Null where no update was owed. */
export function adherenceFact(incident: Incident, entries: readonly Entry[]): Fact | null {
  const { owed, onTime, late, prepared, missed } = adherenceOf(incident);
  if (owed === 0) return null;
  const parts = [
    `${onTime} of ${owed} stakeholder updates were written in time`,
    late === 0 ? '' : `${late} late`,
    prepared === 0 ? '' : `${prepared} sent as prepared, because nobody wrote one`,
    missed === 0 ? '' : `${missed} missed`,
  ];
  const told = entriesOf(entries, 'StakeholdersUpdated').map(({ seq }) => seq);
  const silent = entriesOf(entries, 'UpdateMissed').map(({ seq }) => seq);
  const refs = [...told, ...silent].sort((a, b) => a - b);
  return fact(parts.filter((part) => part !== '').join(', '), ...refs);
}

/** The longest time in which stakeholders heard nothing while it was open, in words; empty when it cannot be told. */
export function longestSilence({ updates, timeline }: Incident, entries: readonly Entry[]): string {
  if (timeline.resolved_at === null) return '';
  const heard = updates.filter(({ how }) => how !== 'missed').map(({ at }) => at);
  const reopenings = entriesOf(entries, 'IncidentReopened').map(({ event }) => event.at);
  const ends = entriesOf(entries, 'IncidentResolved').map(({ event }) => event.at);
  const gaps = [timeline.detected_at, ...reopenings].flatMap((begin, round) => {
    const end = ends[round] ?? begin;
    return gapsBetween([begin, ...heard.filter((at) => at > begin && at < end), end]);
  });
  return durationText(Math.max(...gaps));
}

function gapsBetween(instants: readonly Instant[]): readonly number[] {
  return instants.slice(1).map((at, index) => secondsBetween(instants[index] ?? at, at));
}
