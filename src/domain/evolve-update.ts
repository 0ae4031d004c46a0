/** Folds stakeholder updates: the last one, the ones that were missed, and how many went without a person's words. */
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { StakeholdersUpdated, UpdateMissed } from './workflow-event.ts';

export function foldUpdate(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case 'StakeholdersUpdated':
      return { ...updated(incident, event), changes: [] };
    // Nobody was told, so what changed is still to be said.
    case 'UpdateMissed':
      return marked(incident, event, 'missed');
    default:
      return incident;
  }
}

function updated(incident: Incident, event: StakeholdersUpdated): Incident {
  const { how = 'person', at } = event;
  return { ...marked(incident, event, how), lastStakeholderUpdateAt: at };
}

function marked(
  incident: Incident,
  { at, dueAt }: StakeholdersUpdated | UpdateMissed,
  how: 'person' | 'prepared' | 'missed',
): Incident {
  return {
    ...incident,
    updates: [...incident.updates, { at, dueAt: dueAt ?? null, how }],
    unansweredUpdates: how === 'person' ? 0 : incident.unansweredUpdates + 1,
  };
}
