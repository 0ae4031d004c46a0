/** Decides about severity: a person's word, or the proposal when nobody spoke in time. */
import type { AcceptProposal, ConfirmSeverity } from './command.ts';
import type { Decision } from './decide.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { Policy } from './policy.ts';
import { ok } from './refusal.ts';

export function confirmSeverity(incident: Incident, command: ConfirmSeverity): Decision {
  const { at, by, reason } = command;
  const severity = command.severity === 'proposed' ? incident.severity : command.severity;
  const isSaid = incident.confirmed?.how === 'person' && incident.confirmed.severity === severity;
  if (isSaid && incident.severity === severity) return ok([]);
  return ok([{ type: 'SeverityConfirmed', at, by, severity, how: 'person', reason }]);
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
  const minutes = Math.round(policy.triageDeadline / 60);
  const reason = `nobody confirmed a severity within ${minutes} min`;
  const accepted: IncidentEvent = {
    type: 'SeverityConfirmed',
    at,
    by,
    severity,
    how: 'deadline',
    reason,
  };
  if (!policy.severities[severity].escalateUnconfirmed) return ok([accepted]);
  return ok([accepted, { type: 'Escalated', at, by, reason }]);
}
