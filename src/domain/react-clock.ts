/** Reactions about clocks: triage with its reminder, stakeholder updates, and the postmortem. */
import type { Effect } from './effect.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { type Instant, plusSeconds } from './instant.ts';
import type { Policy } from './policy.ts';
import { updateClock } from './update-clock.ts';

export function clocks(
  incident: Incident,
  event: IncidentEvent,
  policy: Policy,
): readonly Effect[] {
  switch (event.type) {
    case 'IncidentOpened':
      return triageTimers(incident, event.at, policy);
    case 'IncidentReopened':
      return [
        ...(incident.phase.status === 'triage' ? triageTimers(incident, event.at, policy) : []),
        ...updateTimers(incident, policy),
      ];
    case 'SeverityProposed':
    case 'SeverityConfirmed':
    case 'StakeholdersUpdated':
    case 'UpdateMissed':
      return updateTimers(incident, policy);
    case 'IncidentResolved':
      return postmortemTimer(incident, event.at, policy);
    default:
      return [];
  }
}

function triageTimers(incident: Incident, at: Instant, policy: Policy): readonly Effect[] {
  const { id, reopened: round } = incident;
  const payload = { round };
  const deadline: Effect = {
    kind: 'accept-proposal',
    dedupe: `triage:${id}:${round}`,
    dueAt: plusSeconds(at, policy.triageDeadline),
    payload,
  };
  if (policy.triageNudge >= policy.triageDeadline) return [deadline];
  const dueAt = plusSeconds(at, policy.triageNudge);
  return [
    { kind: 'nudge-triage', dedupe: `nudge-triage:${id}:${round}`, dueAt, payload },
    deadline,
  ];
}

/** One pair for each base and interval: when either changes, those of before ring in vain. */
function updateTimers(incident: Incident, policy: Policy): readonly Effect[] {
  const clock = updateClock(incident, policy);
  if (clock === null) return [];
  const { base, every, nudgeAt, dueAt } = clock;
  const key = `${incident.id}:${incident.reopened}:${base}:${every}`;
  const due: Effect = {
    kind: 'update-due',
    dedupe: `update-due:${key}`,
    dueAt,
    payload: { base, every },
  };
  if (nudgeAt === null) return [due];
  const dedupe = `nudge-update:${key}`;
  return [{ kind: 'nudge-update', dedupe, dueAt: nudgeAt, payload: { base } }, due];
}

function postmortemTimer(incident: Incident, at: Instant, policy: Policy): readonly Effect[] {
  const { postmortemWithin } = policy.severities[incident.severity];
  if (postmortemWithin === null) return [];
  return [
    {
      kind: 'remind-postmortem',
      dedupe: `postmortem:${incident.id}:${incident.reopened}`,
      dueAt: plusSeconds(at, postmortemWithin),
      payload: { round: incident.reopened },
    },
  ];
}
