/** Decides about severity: a person's word, or the proposal when nobody spoke in time. */

import { mayUse } from './authority.ts';
import type { CallAgain, ConfirmSeverity } from './command.ts';
import type { Decision } from './decide.ts';
import { type Confirmation, commanderOf, type Incident, isAnswered, isOpen } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { Instant } from './instant.ts';
import { needOf } from './needs.ts';
import { eventOf, one } from './one-event.ts';
import type { Policy } from './policy.ts';
import { ok, refuse } from './refusal.ts';
import { saidAtOf, tooLate } from './said-at.ts';
import { isWorse, type Severity } from './severity.ts';

export function confirmSeverity(
  incident: Incident,
  command: ConfirmSeverity,
  policy: Policy,
): Decision {
  const { by, reason } = command;
  const severity = command.severity === 'proposed' ? incident.severity : command.severity;
  const { confirmed } = incident;
  const taken = commandTaken(incident, command, policy);
  if (confirmed?.how === 'person' && isSettled(incident, confirmed, severity, saidAtOf(command))) {
    if (confirmed.severity === severity) return ok(taken);
    const what = `${by.name} said ${severity} before ${confirmed.severity} was said`;
    return ok([tooLate(command, what), ...taken]);
  }
  const power = lowersSev1(incident, severity) ? 'lower' : 'confirm';
  if (!mayUse(power, by, incident, policy)) {
    return refuse('ConfirmSeverity', [needOf('authority', incident, policy)]);
  }
  const said = eventOf('SeverityConfirmed', command, { severity, how: 'person', reason });
  return ok([said, ...taken]);
}

/** Who confirms first takes command while nobody has it, whichever confirmation is heard first. */
function commandTaken(
  incident: Incident,
  command: ConfirmSeverity,
  policy: Policy,
): readonly IncidentEvent[] {
  const { by } = command;
  const { commandBy, commandedAt } = incident;
  const wasFirst =
    commandBy === 'confirmation' && commandedAt !== null && saidAtOf(command) < commandedAt;
  const isFree = commanderOf(incident, policy) === null || wasFirst;
  if (by.kind !== 'person' || !isFree) return [];
  return [eventOf('CommandTaken', command, { commander: by.name, implied: true })];
}

/** Whether what is in force was said later; at the same moment the worse one counts. */
function isSettled(
  incident: Incident,
  confirmed: Confirmation,
  severity: Severity,
  saidAt: Instant,
): boolean {
  if (saidAt !== confirmed.at) return saidAt < confirmed.at;
  return incident.severity === severity || !isWorse(severity, confirmed.severity);
}

/** What the rules proposed is anybody's to correct; what a person confirmed as SEV1 is not. */
function lowersSev1(incident: Incident, severity: Severity): boolean {
  const isConfirmed =
    incident.confirmed?.how === 'person' && incident.confirmed.severity === 'SEV1';
  return isConfirmed && incident.severity === 'SEV1' && severity !== 'SEV1';
}

/** Nobody answered the page in time: people are called again, a limited number of times. */
export function callAgain(incident: Incident, command: CallAgain, policy: Policy): Decision {
  // Whoever called meanwhile has set a new deadline.
  const isStale =
    incident.page.generation !== command.generation || incident.escalations !== command.round;
  const isOver = !isOpen(incident) || isStale;
  if (isOver || isAnswered(incident) || incident.escalations >= policy.escalations) return ok([]);
  const within = policy.severities[incident.severity].acknowledgeWithin;
  if (within === null) return ok([]);
  const minutes = `${Math.max(1, Math.round(within / 60))} min`;
  const reason =
    incident.page.state === 'failed'
      ? `the page was refused, and nobody answered within ${minutes}`
      : `nobody answered the page within ${minutes}`;
  return one('Escalated', command, { reason });
}
