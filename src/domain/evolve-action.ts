/** Folds what happens to action items: added, finished, proved or not, and opened again. */
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { ActionId, ActionItem } from './marks.ts';
import type { ActionAdded, ActionFinished } from './workflow-event.ts';

export function foldAction(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case 'ActionAdded':
      return { ...incident, actions: [...incident.actions, added(incident, event)] };
    case 'ActionFinished':
      return changed(incident, event.action, (item) => finished(item, event));
    case 'ActionProved':
      return changed(incident, event.action, (item) => ({
        ...item,
        state: 'done',
        doneAt: event.at,
        finding: event.finding,
      }));
    case 'ActionDisproved':
      return changed(incident, event.action, (item) => ({
        ...item,
        ...OPEN,
        finding: event.finding,
      }));
    case 'ActionReopened':
      return changed(incident, event.action, (item) => ({
        ...item,
        ...OPEN,
        reopened: item.reopened + 1,
      }));
    default:
      return incident;
  }
}

const OPEN = { state: 'open', doneAt: null, provingSince: null } as const;

function added(incident: Incident, { text, owner, due, proof }: ActionAdded): ActionItem {
  const id = `A${incident.actions.length + 1}` as const;
  return { id, text, owner, due, ...OPEN, proof: proof ?? null, finding: '', reopened: 0 };
}

function finished(item: ActionItem, { at }: ActionFinished): ActionItem {
  return item.proof === null
    ? { ...item, state: 'done', doneAt: at }
    : { ...item, state: 'proving', provingSince: at };
}

function changed(
  incident: Incident,
  id: ActionId,
  change: (item: ActionItem) => ActionItem,
): Incident {
  const actions = incident.actions.map((item) => (item.id === id ? change(item) : item));
  return { ...incident, actions };
}
