/** Decide answers a command with the events that follow from it, or with a refusal that says what is still needed. */
import type { Command } from './command.ts';
import { overrideGate } from './decide-override.ts';
import { record } from './decide-record.ts';
import * as recovery from './decide-recovery.ts';
import { callAgain, confirmSeverity } from './decide-severity.ts';
import { observeSignals, reportIncident } from './decide-signals.ts';
import { acceptProposal, withTriage } from './decide-triage.ts';
import { hearResolved, withWord } from './decide-word.ts';
import * as work from './decide-work.ts';
import { workflow } from './decide-workflow.ts';
import { type Incident, isOpen } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { needOf } from './needs.ts';
import type { Policy } from './policy.ts';
import { ok, type Refusal, type Result, refuse } from './refusal.ts';

export type Decision = Result<readonly IncidentEvent[], Refusal>;

/** No news, no events: asking twice changes nothing the second time. */
export function decide(incident: Incident | null, command: Command, policy: Policy): Decision {
  const decided = decideAny(incident, command, policy);
  if (!decided.ok) return decided;
  const events = withWord(incident, decided.value, command, policy);
  return ok(withTriage(incident, events, command, policy));
}

function decideAny(incident: Incident | null, command: Command, policy: Policy): Decision {
  if (command.type === 'ObserveSignals') return observeSignals(incident, command, policy);
  if (command.type === 'ReportIncident') return reportIncident(incident, command);
  if (incident === null) return refuse(command.type, []);
  if (!isOpen(incident) && NEEDS_AN_OPEN_INCIDENT.has(command.type)) {
    return refuse(command.type, [needOf('open-incident', incident, policy)]);
  }
  return decideFor(incident, command, policy);
}

const NEEDS_AN_OPEN_INCIDENT: ReadonlySet<Command['type']> = new Set([
  'ConfirmSeverity',
  'RecordFix',
  'VouchRecovery',
  'Escalate',
  'DoubtPage',
]);

type Later = Exclude<Command, { type: 'ObserveSignals' | 'ReportIncident' }>;

function decideFor(incident: Incident, command: Later, policy: Policy): Decision {
  switch (command.type) {
    case 'ConfirmSeverity':
      return confirmSeverity(incident, command, policy);
    case 'AcceptProposal':
      return acceptProposal(incident, command, policy);
    case 'CallAgain':
      return callAgain(incident, command, policy);
    case 'NameRootCause':
      return work.nameRootCause(incident, command, policy);
    case 'RecordFix':
      return work.recordFix(incident, command, policy);
    case 'ClosePostmortem':
      return work.closePostmortem(incident, command, policy);
    case 'Continue':
      return work.goOn(incident, command, policy);
    case 'OverrideGate':
      return overrideGate(incident, command, policy);
    default:
      return decideRecovery(incident, command, policy);
  }
}

function decideRecovery(incident: Incident, command: Later, policy: Policy): Decision {
  switch (command.type) {
    case 'RecordCheck':
      return recovery.recordCheck(incident, command, policy);
    case 'VouchRecovery':
      return recovery.vouchRecovery(incident, command, policy);
    case 'HearResolved':
      return hearResolved(incident, command, policy);
    case 'Resolve':
      return recovery.resolve(incident, command, policy);
    default:
      return workflow(incident, command, policy) ?? record(incident, command);
  }
}
