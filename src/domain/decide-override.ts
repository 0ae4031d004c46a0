/** Decides about overrides: passing a gate without what it asks for, with a reason that is printed. */
import { mayUse } from './authority.ts';
import type { OverrideGate } from './command.ts';
import type { Decision } from './decide.ts';
import { missingOf, unresolved } from './gate-lists.ts';
import { needsOf } from './gates.ts';
import { type Incident, isOpen, type Status } from './incident.ts';
import { needOf } from './needs.ts';
import { one } from './one-event.ts';
import type { Policy } from './policy.ts';
import { type NeedName, refuse } from './refusal.ts';

/** Only what is asked now: nobody buys a way through a gate that nobody stands at. */
export function overrideGate(incident: Incident, command: OverrideGate, policy: Policy): Decision {
  if (incident.phase.status === 'postmortem') {
    return refuse('OverrideGate', [needOf('open-incident', incident, policy)]);
  }
  const asked = askedNow(incident, policy);
  const need = command.need ?? asked.find(isOverridable) ?? null;
  if (need === null || !asked.includes(need)) {
    return refuse('OverrideGate', needsOf(incident, policy));
  }
  if (!isOverridable(need)) return refuse('OverrideGate', [needOf(need, incident, policy)]);
  if (!mayUse('override', command.by, incident, policy)) {
    return refuse('OverrideGate', [needOf('authority', incident, policy)]);
  }
  return one('GateOverridden', command, { need, reason: command.reason });
}

/** The next gate's needs, what the sentences that meet them must bring along, and, once triage is over, what `resolve` asks. */
function askedNow(incident: Incident, policy: Policy): readonly NeedName[] {
  const mayResolve = isOpen(incident) && incident.phase.status !== 'triage';
  const resolving = mayResolve ? unresolved(incident, policy) : [];
  return [...missingOf(incident, policy), ...BROUGHT_ALONG[incident.phase.status], ...resolving];
}

const BROUGHT_ALONG: Readonly<Record<Status, readonly NeedName[]>> = {
  triage: [],
  diagnosing: ['known-evidence'],
  recovering: ['known-evidence', 'rollback'],
  resolved: ['known-evidence'],
  postmortem: [],
};

/** What may be overridden: whatever is not as quickly done as said. */
function isOverridable(need: NeedName): boolean {
  return !AS_QUICKLY_DONE.has(need);
}

const AS_QUICKLY_DONE: ReadonlySet<NeedName> = new Set([
  'severity-confirmed',
  'commander',
  'open-incident',
  'authority',
  'wider-look',
]);
