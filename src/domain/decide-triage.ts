/** Decides when triage is complete: as soon as its gate has all it asks for, whatever brought the last of it. */
import type { AcceptProposal, Command } from './command.ts';
import type { Decision } from './decide.ts';
import { isOfAnotherRound } from './decide-clock.ts';
import { evolve } from './evolve.ts';
import { deadlineKey, triageGate } from './gates.ts';
import { type Incident, isAnswered } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { eventOf } from './one-event.ts';
import type { Policy } from './policy.ts';
import { ok } from './refusal.ts';

/** The events, and the completion of triage where they open its gate. */
export function withTriage(
  incident: Incident | null,
  events: readonly IncidentEvent[],
  command: Command,
  policy: Policy,
): readonly IncidentEvent[] {
  if (!mayOpen(incident, events)) return events;
  const after = events.reduce<Incident | null>(evolve, incident);
  if (after?.phase.status !== 'triage') return events;
  const gate = triageGate(after, policy, command.at);
  if (!gate.ok) return events;
  return [...events, eventOf('TriageCompleted', command, { key: gate.value })];
}

/** Folding is not free, and without a confirmed severity there is no need for it. */
function mayOpen(incident: Incident | null, events: readonly IncidentEvent[]): boolean {
  if (events.length === 0) return false;
  const isConfirmed = incident !== null && incident.confirmed !== null;
  return isConfirmed || events.some((event) => event.type === 'SeverityConfirmed');
}

/** The triage deadline: what nobody confirmed is accepted and marked so, what is missing is listed, and the work goes on. */
export function acceptProposal(
  incident: Incident,
  command: AcceptProposal,
  policy: Policy,
): Decision {
  if (incident.phase.status !== 'triage' || isOfAnotherRound(incident, command)) return ok([]);
  const { at, by } = command;
  const { severity } = incident;
  const key = deadlineKey(incident, policy, { at, by: by.name });
  const completed = eventOf('TriageCompleted', command, { key });
  if (incident.confirmed !== null) return ok([completed]);
  const minutes = Math.max(1, Math.round(policy.triageDeadline / 60));
  const reason = `nobody confirmed a severity within ${minutes} min`;
  const accepted = eventOf('SeverityConfirmed', command, { severity, how: 'deadline', reason });
  // Who has taken it up is not called a second time for not having said how bad it is.
  const isCalled = policy.severities[severity].escalateUnconfirmed && !isAnswered(incident);
  if (!isCalled) return ok([accepted, completed]);
  return ok([accepted, completed, eventOf('Escalated', command, { reason })]);
}
