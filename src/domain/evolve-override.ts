/** An override of what a sentence must bring along is good for one sentence: the next cause or fix spends it. */
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { NeedName } from './refusal.ts';

/** Other overrides are of a gate, and hold as long as the round. */
const SPENT_BY: Readonly<Partial<Record<IncidentEvent['type'], readonly NeedName[]>>> = {
  RootCauseNamed: ['known-evidence'],
  FixRecorded: ['known-evidence', 'rollback'],
};

export function foldSpent(incident: Incident, event: IncidentEvent): Incident {
  const spent = SPENT_BY[event.type];
  if (spent === undefined || incident.overrides.length === 0) return incident;
  const overrides = incident.overrides.map((override) =>
    spent.includes(override.need) ? { ...override, spent: true as const } : override,
  );
  return { ...incident, overrides };
}
