/** Decides about action items: finished by a person, proved by the data, reminded of, opened again. */
import type { Command } from './command.ts';
import type { Decision } from './decide.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { ActionId, ActionItem } from './marks.ts';
import { needOf } from './needs.ts';
import { eventOf, one } from './one-event.ts';
import type { Policy } from './policy.ts';
import { ok, refuse } from './refusal.ts';
import type { FinishAction, ProveAction, RemindAction, ReopenActions } from './workflow-command.ts';

export function finishAction(incident: Incident, command: FinishAction, policy: Policy): Decision {
  const item = itemOf(incident, command.action);
  if (item === undefined) return unknownAction(incident, command, policy);
  return item.state === 'open' ? one('ActionFinished', command, { action: item.id }) : ok([]);
}

/** Done only when it held to the end; what the data cannot say by then is not done. */
export function proveAction(incident: Incident, command: ProveAction): Decision {
  const item = itemOf(incident, command.action);
  if (item?.state !== 'proving' || item.provingSince !== command.since) return ok([]);
  const { verdict, complete, finding } = command;
  const news = { action: item.id, finding };
  if (verdict === 'fails') return one('ActionDisproved', command, news);
  if (!complete) return ok([]);
  return one(verdict === 'holds' ? 'ActionProved' : 'ActionDisproved', command, news);
}

export function remindAction(incident: Incident, command: RemindAction): Decision {
  const item = itemOf(incident, command.action);
  return item?.state === 'open' ? one('ActionReminded', command, { action: item.id }) : ok([]);
}

/** The same problem came again, so what was done against it was not enough. */
export function reopenActions(incident: Incident, command: ReopenActions): Decision {
  return ok(reopenings(incident, command, `${command.because} is the same problem again`));
}

export function reopenings(
  incident: Incident,
  command: Command,
  reason: string,
): readonly IncidentEvent[] {
  return incident.actions
    .filter((item) => item.state !== 'open')
    .map(({ id }) => eventOf('ActionReopened', command, { action: id, reason }));
}

function itemOf(incident: Incident, id: ActionId): ActionItem | undefined {
  return incident.actions.find((item) => item.id === id);
}

function unknownAction(incident: Incident, command: FinishAction, policy: Policy): Decision {
  const ids = incident.actions.map((item) => item.id);
  if (ids.length === 0) {
    return refuse('FinishAction', [needOf('action-item', incident, policy)]);
  }
  const text = `there is no action item ${command.action}; it has ${ids.join(' ')}`;
  const remedy = `write "done ${ids[0]}"`;
  return refuse('FinishAction', [{ need: 'action-item', text, remedy }]);
}
