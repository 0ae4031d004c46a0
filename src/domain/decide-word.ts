/** Decides what a person's "resolved" at the vendor is worth: it counts where everything had ended when it was said. */
import type { Command } from './command.ts';
import type { Decision } from './decide.ts';
import { doubtOf } from './decide-recovery.ts';
import { evolve } from './evolve.ts';
import { resolveGate } from './gates.ts';
import { firingCount, type Incident, isOpen, isVendorClaim, type Word } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { Instant } from './instant.ts';
import { eventOf, one } from './one-event.ts';
import type { Policy } from './policy.ts';
import { ok } from './refusal.ts';
import type { HearResolved } from './workflow-command.ts';

/** Where it does not count, it stays on the timeline, and counts later when a resolve that it overtook arrives. */
export function hearResolved(incident: Incident, command: HearResolved, policy: Policy): Decision {
  if (!isOpen(incident)) return ok([]);
  const { at, by, saidAt = at, text } = command;
  const against = contradiction(incident, saidAt);
  if (against === null) return ok(ending(incident, { by, at: saidAt, text }, command, policy));
  const detail = `by ${by.name}, but ${against}`;
  // Data that contradicts it is no matter of what overtook what.
  const over = doubtOf(incident) === 'verification' ? {} : { over: text };
  return one('PagerdutyChanged', command, { change: 'resolved', detail, ...over });
}

/** The events, and the end of the incident where they show that an earlier word was true. */
export function withWord(
  incident: Incident | null,
  events: readonly IncidentEvent[],
  command: Command,
  policy: Policy,
): readonly IncidentEvent[] {
  const word = incident?.overAccordingTo ?? null;
  if (word === null || !events.some(({ type }) => type === 'SignalsObserved')) return events;
  const after = events.reduce<Incident | null>(evolve, incident);
  if (after === null || !isOpen(after) || contradiction(after, word.at) !== null) return events;
  return [...events, ...ending(after, word, command, policy)];
}

function ending(
  incident: Incident,
  word: Word,
  { at }: Command,
  policy: Policy,
): readonly IncidentEvent[] {
  const { by, at: saidAt, text } = word;
  const verification = { how: 'vouched', finding: text, evidence: [], by: by.name, at } as const;
  const gate = resolveGate({ ...incident, verification }, policy, at, true);
  if (!gate.ok) return [];
  const said = {
    type: 'HearResolved',
    at,
    by,
    text,
    ...(saidAt === at ? {} : { saidAt }),
  } as const;
  return [
    eventOf('RecoveryVouched', said, { text }),
    eventOf('IncidentResolved', said, { closing: gate.value }),
  ];
}

/** Why the word does not count; null when it does. */
function contradiction(incident: Incident, saidAt: Instant): string | null {
  const against = doubtOf(incident);
  if (against === 'alerts-clear') return `${firingCount(incident)} of its alerts still fire`;
  if (against !== null) return `the last check says: ${incident.lastCheck?.finding ?? ''}`;
  const later = endedAfter(incident, saidAt);
  return later === 0 ? null : `${later} of its alerts fired until later`;
}

/** One without a usable end speaks for nothing. */
function endedAfter(incident: Incident, at: Instant): number {
  return Object.entries(incident.signals).filter(
    ([key, { endsAt }]) => !isVendorClaim(key) && endsAt !== null && endsAt > at,
  ).length;
}
