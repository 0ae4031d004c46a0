/** Applies one command inside a transaction: decide, fold, react, append. */
import type { Command } from '../domain/command.ts';
import { decide } from '../domain/decide.ts';
import type { Effect } from '../domain/effect.ts';
import { evolve } from '../domain/evolve.ts';
import type { Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { Policy } from '../domain/policy.ts';
import { publication, react } from '../domain/react.ts';
import { ok, type Refusal, type Result } from '../domain/refusal.ts';
import type { EvidenceAnswer, IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { dedupKeysOf } from './dedup-key.ts';

export interface Applied {
  /** After the events; null when nothing was there and nothing was opened. */
  readonly incident: Incident | null;
  /** Empty when the command was no news. */
  readonly events: readonly IncidentEvent[];
}

/** Frozen answers by the question they answer; those whose evidence is recorded now are stored with it. */
export type Answers = ReadonlyMap<string, unknown>;

export async function apply(
  tx: IncidentTransaction,
  loaded: Loaded | null,
  command: Command,
  policy: Policy,
  answers: Answers = new Map(),
): Promise<Result<Applied, Refusal>> {
  const decided = decide(loaded?.incident ?? null, command, policy);
  if (!decided.ok) return decided;
  const events = decided.value;
  if (events.length === 0) return ok({ incident: loaded?.incident ?? null, events });
  const version = loaded?.version ?? 0;
  const { incident, effects } = fold(loaded?.incident ?? null, events, policy);
  await tx.append({
    incident,
    expectedVersion: version,
    events,
    effects: [...effects, publication(incident, version + events.length)],
    answers: answersOf(events, answers),
    dedupKeys: dedupKeysOf(incident.page.dedupKey, events),
  });
  return ok({ incident, events });
}

/** Effects follow from the incident as it was right after each event. */
function fold(
  start: Incident | null,
  events: readonly IncidentEvent[],
  policy: Policy,
): { incident: Incident; effects: readonly Effect[] } {
  let incident = start;
  const effects: Effect[] = [];
  for (const event of events) {
    incident = evolve(incident, event);
    effects.push(...react(incident, event, policy));
  }
  if (incident === null) throw new TypeError('no events to fold');
  return { incident, effects };
}

function answersOf(events: readonly IncidentEvent[], answers: Answers): readonly EvidenceAnswer[] {
  return events.flatMap((event) => {
    if (event.type !== 'EvidenceRecorded') return [];
    const { id, question } = event.evidence;
    return answers.has(question) ? [{ id, answer: answers.get(question) }] : [];
  });
}
