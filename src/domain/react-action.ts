/** Reactions about action items: reminders until they are done, and a look at the proof on each of its days. */
import type { Effect } from './effect.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { type Instant, plusSeconds } from './instant.ts';
import type { ActionItem } from './marks.ts';

const DAY = 24 * 60 * 60;

export function actions(incident: Incident, event: IncidentEvent): readonly Effect[] {
  switch (event.type) {
    case 'ActionAdded':
      return reminder(incident, incident.actions.at(-1), event.at);
    // What is late is said once a week.
    case 'ActionReminded':
      return reminder(incident, itemOf(incident, event.action), event.at, 7 * DAY);
    case 'ActionDisproved':
    case 'ActionReopened':
      return reminder(incident, itemOf(incident, event.action), event.at);
    case 'ActionFinished':
      return proofs(incident, itemOf(incident, event.action));
    default:
      return [];
  }
}

function itemOf(incident: Incident, id: ActionItem['id']): ActionItem | undefined {
  return incident.actions.find((item) => item.id === id);
}

/** The day before it is due; where that is over, `wait` seconds from now. */
function reminder(
  { id }: Incident,
  item: ActionItem | undefined,
  at: Instant,
  wait = DAY,
): readonly Effect[] {
  if (item === undefined || item.due === '') return [];
  const before = plusSeconds(`${item.due}T00:00:00.000Z`, -DAY);
  const dueAt = before > at ? before : plusSeconds(at, wait);
  return [
    {
      kind: 'remind-action',
      dedupe: `remind:${id}:${item.id}:${dueAt}`,
      dueAt,
      payload: { action: item.id },
    },
  ];
}

function proofs({ id }: Incident, item: ActionItem | undefined): readonly Effect[] {
  const since = item?.provingSince ?? null;
  if (item === undefined || item.proof === null || since === null) return [];
  return Array.from({ length: item.proof.days }, (_, index): Effect => {
    const day = index + 1;
    return {
      kind: 'prove-action',
      dedupe: `prove:${id}:${item.id}:${since}:${day}`,
      dueAt: plusSeconds(since, day * DAY),
      payload: { action: item.id, since, day },
    };
  });
}
