/** Decide answers a command with the events that follow from it, or with a refusal that says what is still needed. */
import type { Command } from './command.ts';
import * as record from './decide-record.ts';
import { acceptProposal, callAgain, confirmSeverity } from './decide-severity.ts';
import { observeSignals, reportIncident } from './decide-signals.ts';
import * as work from './decide-work.ts';
import { type Incident, isOpen } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { needOf } from './needs.ts';
import type { Policy } from './policy.ts';
import { type Refusal, type Result, refuse } from './refusal.ts';

export type Decision = Result<readonly IncidentEvent[], Refusal>;

/** No news, no events: asking twice changes nothing the second time. */
export function decide(incident: Incident | null, command: Command, policy: Policy): Decision {
  if (command.type === 'ObserveSignals') return observeSignals(incident, command, policy);
  if (command.type === 'ReportIncident') return reportIncident(incident, command);
  if (incident === null) return refuse(command.type, []);
  if (!isOpen(incident) && NEEDS_AN_OPEN_INCIDENT.has(command.type)) {
    return refuse(command.type, [needOf('open-incident', incident)]);
  }
  return decideFor(incident, command, policy);
}

const NEEDS_AN_OPEN_INCIDENT: ReadonlySet<Command['type']> = new Set([
  'ConfirmSeverity',
  'NameRootCause',
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
      return work.nameRootCause(incident, command);
    case 'RecordFix':
      return work.recordFix(incident, command);
    case 'RecordCheck':
      return work.recordCheck(incident, command, policy);
    case 'VouchRecovery':
      return work.vouchRecovery(incident, command);
    case 'Resolve':
      return work.resolve(incident, command);
    case 'OverrideGate':
      return work.overrideGate(incident, command, policy);
    case 'ClosePostmortem':
      return work.closePostmortem(incident, command);
    case 'Continue':
      return work.goOn(incident, command, policy);
    default:
      return record.record(incident, command);
  }
}
