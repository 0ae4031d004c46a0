/** Decides about severity: a person's word, or the proposal when nobody spoke in time. */

import { mayUse } from './authority.ts';
import type { AcceptProposal, CallAgain, ConfirmSeverity } from './command.ts';
import type { Decision } from './decide.ts';
import { type Confirmation, type Incident, isAnswered, isOpen } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { Instant } from './instant.ts';
import { needOf } from './needs.ts';
import type { Policy } from './policy.ts';
import { ok, refuse } from './refusal.ts';
import { saidAtOf, tooLate } from './said-at.ts';
import { isWorse, type Severity } from './severity.ts';

export function confirmSeverity(
  incident: Incident,
  command: ConfirmSeverity,
  policy: Policy,
): Decision {
  const { at, by, reason } = command;
  const severity = command.severity === 'proposed' ? incident.severity : command.severity;
  const { confirmed } = incident;
  if (confirmed?.how === 'person' && isSettled(incident, confirmed, severity, saidAtOf(command))) {
    return confirmed.severity === severity
      ? ok([])
      : tooLate(command, `${by.name} said ${severity} before ${confirmed.severity} was said`);
  }
  const power = lowersSev1(incident, severity) ? 'lower' : 'confirm';
  if (!mayUse(power, by, incident, policy.authority)) {
    return refuse('ConfirmSeverity', [needOf('authority', incident)]);
  }
  const said = command.saidAt === undefined ? {} : { saidAt: command.saidAt };
  return ok([{ type: 'SeverityConfirmed', at, by, ...said, severity, how: 'person', reason }]);
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

/** The triage deadline: the proposal is taken, marked so, and where it matters somebody is called. */
export function acceptProposal(
  incident: Incident,
  command: AcceptProposal,
  policy: Policy,
): Decision {
  if (incident.phase.status !== 'triage') return ok([]);
  const { at, by } = command;
  const { severity } = incident;
  const minutes = Math.max(1, Math.round(policy.triageDeadline / 60));
  const reason = `nobody confirmed a severity within ${minutes} min`;
  const accepted: IncidentEvent = {
    type: 'SeverityConfirmed',
    at,
    by,
    severity,
    how: 'deadline',
    reason,
  };
  // Who has taken it up is not called a second time for not having said how bad it is.
  const isCalled = policy.severities[severity].escalateUnconfirmed && !isAnswered(incident);
  if (!isCalled) return ok([accepted]);
  return ok([accepted, { type: 'Escalated', at, by, reason }]);
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
  const { at, by } = command;
  const minutes = `${Math.max(1, Math.round(within / 60))} min`;
  const reason =
    incident.page.state === 'failed'
      ? `the page was refused, and nobody answered within ${minutes}`
      : `nobody answered the page within ${minutes}`;
  return ok([{ type: 'Escalated', at, by, reason }]);
}
