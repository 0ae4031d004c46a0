/** Incidents on their way into a store: commands decided, folded and made into appends, exactly as the service does. */
import { randomUUID } from 'node:crypto';
import type { Command, ObserveSignals } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import type { Effect } from '../../src/domain/effect.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { IncidentEvent } from '../../src/domain/incident-event.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/domain/policy.ts';
import { react } from '../../src/domain/react.ts';
import type { Append, IncidentStore, Loaded } from '../../src/ports/incident-store.ts';
import { dedupKeysOf } from '../../src/service/dedup-key.ts';
import { ALERTMANAGER, proposal, START, signal } from './story.ts';

/** What distinguishes one incident from the next; everything else has a plain default. */
export interface Birth {
  readonly id: string;
  readonly correlationKey?: string;
  readonly at?: string;
  readonly severity?: 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4';
  readonly signals?: ObserveSignals['signals'];
  readonly rule?: string;
}

/** The delivery that opens an incident. */
export function opening(birth: Birth): ObserveSignals {
  const { id, at = START, severity = 'SEV1', rule } = birth;
  return {
    type: 'ObserveSignals',
    at,
    by: ALERTMANAGER,
    birth: {
      id,
      uid: randomUUID(),
      dedupKey: `tocsin-${id}`,
      correlationKey: birth.correlationKey ?? `key of ${id}`,
      source: 'alertmanager',
      follows: null,
    },
    signals: birth.signals ?? [signal({ fingerprint: `of ${id}` })],
    known: new Map(),
    truncated: 0,
    proposal: proposal(severity, rule),
  };
}

/** The append that a command makes of an incident; a refused command, or one without news, fails the test. */
export function appendOf(
  loaded: Loaded | null,
  command: Command,
  policy: Policy = DEFAULT_POLICY,
): Append {
  const decided = decide(loaded?.incident ?? null, command, policy);
  if (!decided.ok) throw new Error(`refused: ${JSON.stringify(decided.error)}`);
  return appendEvents(loaded, decided.value, policy);
}

/** The append of events as they are, whoever decided them. */
export function appendEvents(
  loaded: Loaded | null,
  events: readonly IncidentEvent[],
  policy: Policy = DEFAULT_POLICY,
): Append {
  let incident: Incident | null = loaded?.incident ?? null;
  const effects: Effect[] = [];
  for (const event of events) {
    incident = evolve(incident, event);
    effects.push(...react(incident, event, policy));
  }
  if (incident === null || events.length === 0) throw new Error('the command brought no news');
  const dedupKeys = dedupKeysOf(incident.page.dedupKey, events);
  return {
    incident,
    expectedVersion: loaded?.version ?? 0,
    events,
    effects,
    answers: [],
    dedupKeys,
  };
}

/** The state after an append, as a later load gives it. */
export function stateAfter(change: Append): Loaded {
  return {
    incident: change.incident,
    version: change.expectedVersion + change.events.length,
  };
}

/** Opens an incident in the store and takes the commands one by one, each in a transaction of its own. */
export async function live(
  store: IncidentStore,
  birth: Birth,
  ...commands: readonly Command[]
): Promise<Loaded> {
  let loaded: Loaded | null = null;
  for (const command of [opening(birth), ...commands]) {
    const change = appendOf(loaded, command);
    await store.transaction((tx) => tx.append(change));
    loaded = stateAfter(change);
  }
  if (loaded === null) throw new Error('nothing was opened');
  return loaded;
}
