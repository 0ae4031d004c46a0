/** Decides about the work between triage and postmortem: root cause and fix, and what `[C]` goes on to. */
import type { ClosePostmortem, Continue, NameRootCause, RecordFix } from './command.ts';
import type { Decision } from './decide.ts';
import { resolve } from './decide-recovery.ts';
import { confirmSeverity } from './decide-severity.ts';
import { isOverridden } from './gate-lists.ts';
import { evidenceGate, needsOf, postmortemGate } from './gates.ts';
import type { Incident } from './incident.ts';
import { needOf } from './needs.ts';
import { one } from './one-event.ts';
import type { Policy } from './policy.ts';
import { ok, refuse } from './refusal.ts';

/** Evidence behind the root cause; it may still be found once the incident is resolved. */
export function nameRootCause(
  incident: Incident,
  command: NameRootCause,
  policy: Policy,
): Decision {
  const { status } = incident.phase;
  if (status === 'triage') return refuse('NameRootCause', needsOf(incident, policy));
  if (status === 'postmortem') {
    return refuse('NameRootCause', [needOf('open-incident', incident, policy)]);
  }
  const hypothesis = incident.hypotheses.find((each) => each.id === command.hypothesis);
  if (command.hypothesis !== null && hypothesis === undefined) {
    return refuse('NameRootCause', [needOf('root-cause', incident, policy)]);
  }
  const text = command.text === '' ? (hypothesis?.text ?? '') : command.text;
  const evidence = command.evidence.length > 0 ? command.evidence : (hypothesis?.evidence ?? []);
  const gate = evidenceGate(incident, evidence, policy);
  if (!gate.ok) return refuse('NameRootCause', gate.error);
  return one('RootCauseNamed', command, { text, evidence });
}

/** No fix before a root cause, no fix without evidence, none without a way back. */
export function recordFix(incident: Incident, command: RecordFix, policy: Policy): Decision {
  const { status } = incident.phase;
  const cause = needOf('root-cause', incident, policy);
  if (status === 'triage') return refuse('RecordFix', [...needsOf(incident, policy), cause]);
  if (status !== 'recovering') return refuse('RecordFix', [cause]);
  const { text, evidence, rollback } = command;
  const gate = evidenceGate(incident, evidence, policy);
  const lacksWayBack = rollback === '' && !isOverridden(incident, 'rollback');
  const needs = [
    ...(gate.ok ? [] : gate.error),
    ...(lacksWayBack ? [needOf('rollback', incident, policy)] : []),
  ];
  if (needs.length > 0) return refuse('RecordFix', needs);
  return one('FixRecorded', command, { text, evidence, rollback });
}

export function closePostmortem(
  incident: Incident,
  command: ClosePostmortem | Continue,
  policy: Policy,
): Decision {
  const { status } = incident.phase;
  if (status === 'postmortem') return ok([]);
  if (status !== 'resolved') return refuse('ClosePostmortem', needsOf(incident, policy));
  const gate = postmortemGate(incident, policy);
  if (!gate.ok) return refuse('ClosePostmortem', gate.error);
  return one('PostmortemClosed', command, {});
}

/** `[C]`: whatever the next gate is. */
export function goOn(incident: Incident, command: Continue, policy: Policy): Decision {
  switch (incident.phase.status) {
    case 'triage': {
      if (incident.confirmed !== null) return refuse('Continue', needsOf(incident, policy));
      const confirm = { ...command, type: 'ConfirmSeverity', reason: '' } as const;
      return confirmSeverity(incident, { ...confirm, severity: 'proposed' }, policy);
    }
    case 'diagnosing':
      return refuse('Continue', needsOf(incident, policy));
    case 'recovering':
      return resolve(incident, command, policy);
    default:
      return closePostmortem(incident, command, policy);
  }
}
