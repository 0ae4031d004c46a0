/** The clock of stakeholder updates: what it counts from, when people are reminded, when an update is due. */
import { type Incident, isOpen } from './incident.ts';
import { type Instant, later, plusSeconds, secondsBetween } from './instant.ts';
import type { Policy } from './policy.ts';

export interface UpdateClock {
  /** The last update of this round, or its beginning. */
  readonly base: Instant;
  /** Seconds. */
  readonly every: number;
  /** null: the interval is too short for a reminder. */
  readonly nudgeAt: Instant | null;
  readonly dueAt: Instant;
}

/** null: stakeholders are owed no update. */
export function updateClock(incident: Incident, policy: Policy): UpdateClock | null {
  const { updateEvery } = policy.severities[incident.severity];
  if (updateEvery === null || !isOpen(incident)) return null;
  const base = baseOf(incident, updateEvery);
  const wait = updateEvery - Math.max(60, updateEvery / 5);
  return {
    base,
    every: updateEvery,
    nudgeAt: wait > 0 ? plusSeconds(base, wait) : null,
    dueAt: plusSeconds(base, updateEvery),
  };
}

/** Where the interval had passed already when the severity came to ask for it, it counts from there. */
function baseOf(incident: Incident, every: number): Instant {
  const last = incident.updates.at(-1)?.at ?? incident.roundBeganAt;
  const base = later(last, incident.roundBeganAt);
  return secondsBetween(base, incident.severitySince) > every ? incident.severitySince : base;
}
