/** Decides about recovery: what checks say, who vouches for it, and whether that resolves the incident. */
import type { Continue, RecordCheck, Resolve, VouchRecovery } from './command.ts';
import type { Decision } from './decide.ts';
import { resolveGate } from './gates.ts';
import { firingCount, type Incident } from './incident.ts';
import { needOf } from './needs.ts';
import { eventOf, one } from './one-event.ts';
import type { Policy } from './policy.ts';
import { ok, refuse } from './refusal.ts';

/** A check of an older clearing, or one that is recorded already, is not news. */
export function recordCheck(incident: Incident, command: RecordCheck, policy: Policy): Decision {
  if (incident.clearedAt !== command.clearedAt) return ok([]);
  if ((incident.lastCheck?.attempt ?? 0) >= command.attempt) return ok([]);
  const { at, by, verdict, finding, evidence, attempt, checks = [] } = command;
  const checked = eventOf('RecoveryChecked', command, {
    ...{ verdict, finding, evidence, attempt, checks },
  });
  if (verdict !== 'recovered' || !policy.severities[incident.severity].selfResolve) {
    return ok([checked]);
  }
  const verification = { how: 'checked', finding, evidence, by: by.name, at } as const;
  const gate = resolveGate({ ...incident, verification }, policy, at, true);
  if (!gate.ok) return ok([checked]);
  return ok([checked, eventOf('IncidentResolved', command, { closing: gate.value })]);
}

/** A person's word counts only where nothing fires and no data contradicts it. */
export function vouchRecovery(
  incident: Incident,
  command: VouchRecovery,
  policy: Policy,
): Decision {
  const against = doubtOf(incident);
  if (against !== null) return refuse('VouchRecovery', [needOf(against, incident, policy)]);
  return one('RecoveryVouched', command, { text: command.text });
}

export function resolve(incident: Incident, command: Resolve | Continue, policy: Policy): Decision {
  const gate = resolveGate(incident, policy, command.at);
  if (!gate.ok) return refuse('Resolve', gate.error);
  return one('IncidentResolved', command, { closing: gate.value });
}

/** What speaks against a person's word that it has recovered. */
export function doubtOf(incident: Incident): 'alerts-clear' | 'verification' | null {
  if (firingCount(incident) > 0) return 'alerts-clear';
  return incident.lastCheck?.verdict === 'not-recovered' ? 'verification' : null;
}
