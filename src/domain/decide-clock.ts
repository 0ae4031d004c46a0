/** Decides what the clocks of triage, stakeholder updates and the postmortem mean when they ring. */
import type { Decision } from './decide.ts';
import { missingOf } from './gate-lists.ts';
import type { Incident } from './incident.ts';
import { eventOf, one } from './one-event.ts';
import type { Policy } from './policy.ts';
import { ok } from './refusal.ts';
import { updateClock } from './update-clock.ts';
import type {
  NudgeTriage,
  NudgeUpdate,
  RemindPostmortem,
  UpdateFallsDue,
  UpdateStakeholders,
} from './workflow-command.ts';

/** Triage is nearly due and still open. */
export function nudgeTriage(incident: Incident, command: NudgeTriage, policy: Policy): Decision {
  if (incident.phase.status !== 'triage' || isOfAnotherRound(incident, command)) return ok([]);
  const needs = missingOf(incident, policy);
  return one('Nudged', command, { about: 'triage', needs, text: '' });
}

export function remindPostmortem(
  incident: Incident,
  command: RemindPostmortem,
  policy: Policy,
): Decision {
  if (incident.phase.status !== 'resolved' || isOfAnotherRound(incident, command)) return ok([]);
  const needs = missingOf(incident, policy);
  return one('Nudged', command, { about: 'postmortem', needs, text: '' });
}

/** The round at hand has a clock of its own. */
export function isOfAnotherRound(
  { reopened }: Incident,
  { round }: { readonly round?: number },
): boolean {
  return round !== undefined && round !== reopened;
}

/** An update is nearly due, and the words for it are prepared. */
export function nudgeUpdate(incident: Incident, command: NudgeUpdate, policy: Policy): Decision {
  const clock = updateClock(incident, policy);
  const isDue = clock !== null && clock.nudgeAt !== null && command.at >= clock.nudgeAt;
  if (!isDue || clock.base !== command.base) return ok([]);
  return one('Nudged', command, { about: 'update', needs: [], text: command.text });
}

/** Nobody wrote it: what is prepared goes out, and whoever stays silent twice in a row is called. */
export function updateFallsDue(
  incident: Incident,
  command: UpdateFallsDue,
  policy: Policy,
): Decision {
  const clock = updateClock(incident, policy);
  if (clock === null || clock.base !== command.base || command.at < clock.dueAt) return ok([]);
  const { dueAt } = clock;
  const { text } = command;
  const told = policy.autoUpdate
    ? eventOf('StakeholdersUpdated', command, { text, how: 'prepared', dueAt })
    : eventOf('UpdateMissed', command, { dueAt });
  const unanswered = incident.unansweredUpdates + 1;
  if (unanswered % 2 !== 0) return ok([told]);
  const reason = `${unanswered} stakeholder updates in a row fell due and nobody wrote one`;
  return ok([told, eventOf('Escalated', command, { reason })]);
}

/** `ok` stands for what was prepared; where nothing was, nothing is sent. */
export function updateStakeholders(
  incident: Incident,
  command: UpdateStakeholders,
  policy: Policy,
): Decision {
  const text = command.text === 'ok' ? (command.prepared ?? '') : command.text;
  if (text === '') return ok([]);
  const dueAt = updateClock(incident, policy)?.dueAt ?? null;
  return one('StakeholdersUpdated', command, { text, how: 'person', dueAt });
}
