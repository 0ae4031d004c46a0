/** Decides about the work between triage and postmortem: root cause, fix, verification, resolution, overrides. */

import { mayUse } from './authority.ts';
import type {
  ClosePostmortem,
  Continue,
  NameRootCause,
  OverrideGate,
  RecordCheck,
  RecordFix,
  Resolve,
  VouchRecovery,
} from './command.ts';
import type { Decision } from './decide.ts';
import { confirmSeverity } from './decide-severity.ts';
import { evidenceGate, isOverridable, needsOf, postmortemGate, resolveGate } from './gates.ts';
import { firingCount, type Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { needOf } from './needs.ts';
import type { Policy } from './policy.ts';
import { ok, refuse } from './refusal.ts';

/** Root cause before fix, and evidence behind the root cause. */
export function nameRootCause(incident: Incident, command: NameRootCause): Decision {
  if (incident.phase.status === 'triage') {
    return refuse('NameRootCause', [needOf('severity-confirmed', incident)]);
  }
  const hypothesis = incident.hypotheses.find((each) => each.id === command.hypothesis);
  if (command.hypothesis !== null && hypothesis === undefined) {
    return refuse('NameRootCause', [needOf('root-cause', incident)]);
  }
  const text = command.text === '' ? (hypothesis?.text ?? '') : command.text;
  const evidence = command.evidence.length > 0 ? command.evidence : (hypothesis?.evidence ?? []);
  const gate = evidenceGate(incident, evidence);
  if (!gate.ok) return refuse('NameRootCause', gate.error);
  const { at, by } = command;
  return ok([{ type: 'RootCauseNamed', at, by, text, evidence }]);
}

/** No fix before a root cause, no fix without evidence. */
export function recordFix(incident: Incident, command: RecordFix): Decision {
  if (incident.phase.status === 'triage') {
    return refuse('RecordFix', [
      needOf('severity-confirmed', incident),
      needOf('root-cause', incident),
    ]);
  }
  if (incident.phase.status !== 'recovering') {
    return refuse('RecordFix', [needOf('root-cause', incident)]);
  }
  const gate = evidenceGate(incident, command.evidence);
  if (!gate.ok) return refuse('RecordFix', gate.error);
  const { at, by, text, evidence, rollback } = command;
  return ok([{ type: 'FixRecorded', at, by, text, evidence, rollback }]);
}

/** A check of an older clearing, or one that is recorded already, is not news. */
export function recordCheck(incident: Incident, command: RecordCheck, policy: Policy): Decision {
  if (incident.clearedAt !== command.clearedAt) return ok([]);
  if ((incident.lastCheck?.attempt ?? 0) >= command.attempt) return ok([]);
  const { at, by, verdict, finding, evidence, attempt } = command;
  const checked: IncidentEvent = {
    type: 'RecoveryChecked',
    at,
    by,
    verdict,
    finding,
    evidence,
    attempt,
  };
  if (verdict !== 'recovered' || !policy.severities[incident.severity].selfResolve) {
    return ok([checked]);
  }
  const verification = { how: 'checked', finding, evidence, by: by.name, at } as const;
  const gate = resolveGate({ ...incident, verification }, at, true);
  if (!gate.ok) return ok([checked]);
  return ok([checked, { type: 'IncidentResolved', at, by, closing: gate.value }]);
}

/** A person's word counts only where nothing fires and no data contradicts it. */
export function vouchRecovery(incident: Incident, command: VouchRecovery): Decision {
  if (firingCount(incident) > 0) {
    return refuse('VouchRecovery', [needOf('alerts-clear', incident)]);
  }
  if (incident.lastCheck?.verdict === 'not-recovered') {
    return refuse('VouchRecovery', [needOf('verification', incident)]);
  }
  const { at, by, text } = command;
  return ok([{ type: 'RecoveryVouched', at, by, text }]);
}

export function resolve(incident: Incident, command: Resolve | Continue): Decision {
  const { at, by } = command;
  const gate = resolveGate(incident, at, false);
  if (!gate.ok) return refuse('Resolve', gate.error);
  return ok([{ type: 'IncidentResolved', at, by, closing: gate.value }]);
}

export function overrideGate(incident: Incident, command: OverrideGate, policy: Policy): Decision {
  const { at, by, reason } = command;
  const need = command.need ?? needsOf(incident)[0]?.need ?? null;
  if (need === null) return ok([]);
  if (incident.phase.status === 'postmortem') {
    return refuse('OverrideGate', [needOf('open-incident', incident)]);
  }
  if (!isOverridable(need)) return refuse('OverrideGate', [needOf(need, incident)]);
  if (!mayUse('override', by, incident, policy.authority)) {
    return refuse('OverrideGate', [needOf('authority', incident)]);
  }
  return ok([{ type: 'GateOverridden', at, by, need, reason }]);
}

export function closePostmortem(incident: Incident, command: ClosePostmortem | Continue): Decision {
  if (incident.phase.status === 'postmortem') return ok([]);
  if (incident.phase.status !== 'resolved') return refuse('ClosePostmortem', needsOf(incident));
  const gate = postmortemGate(incident);
  if (!gate.ok) return refuse('ClosePostmortem', gate.error);
  return ok([{ type: 'PostmortemClosed', at: command.at, by: command.by }]);
}

/** `[C]`: whatever the next gate is. */
export function goOn(incident: Incident, command: Continue, policy: Policy): Decision {
  switch (incident.phase.status) {
    case 'triage':
      return confirmSeverity(
        incident,
        {
          ...command,
          type: 'ConfirmSeverity',
          severity: 'proposed',
          reason: '',
        },
        policy,
      );
    case 'diagnosing':
      return refuse('Continue', needsOf(incident));
    case 'recovering':
      return resolve(incident, command);
    default:
      return closePostmortem(incident, command);
  }
}
