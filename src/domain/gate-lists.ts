/** Gate lists: what each gate asks for, and how much of that is still missing; the only place where that is said. */
import { commanderOf, firingCount, type Incident, impactOf } from './incident.ts';
import type { Policy } from './policy.ts';
import type { NeedName } from './refusal.ts';

/** What the gate into `diagnosing` misses. */
export function untriaged(incident: Incident, policy: Policy): readonly NeedName[] {
  return missing(incident, {
    'severity-confirmed': incident.confirmed !== null,
    'affected-services': incident.affectedServices.length > 0,
    impact: impactOf(incident) !== null,
    commander: commanderOf(incident, policy) !== null,
  });
}

/** What the gate into `recovering` misses, until the sentence that names the cause. */
function uncaused(incident: Incident): readonly NeedName[] {
  return missing(incident, { 'root-cause': incident.phase.status !== 'diagnosing' });
}

/** What the gate into `resolved` misses; with `bySelf` for an incident that recovered without a person. */
export function unresolved(
  incident: Incident,
  policy: Policy,
  bySelf = false,
): readonly NeedName[] {
  const { phase, verification, userReports, severity } = incident;
  const isVerified = verification !== null;
  // What recovers by itself needs no fix; what is only said to have recovered does.
  const isFixed = phase.status !== 'recovering' || phase.fixes.length > 0 || isVerified;
  const asksUsers = policy.severities[severity].askUsers && !bySelf;
  const isTriaged = phase.status !== 'triage' || bySelf;
  return [
    ...(isTriaged ? [] : untriaged(incident, policy)),
    ...missing(incident, {
      fix: isFixed,
      'alerts-clear': firingCount(incident) === 0,
      verification: isVerified && firingCount(incident) === 0,
      'user-reports': !asksUsers || userReports?.calm === true,
    }),
  ];
}

/** What the gate into `postmortem` misses. */
export function unlearned(incident: Incident, policy: Policy): readonly NeedName[] {
  const { phase, whys, actions, prevention } = incident;
  return missing(incident, {
    'root-cause': 'closing' in phase && phase.closing.cause !== null,
    'five-whys': whys.length >= policy.whys,
    'action-item': actions.some(({ owner, due }) => owner !== '' && due !== ''),
    prevention: prevention.length > 0,
  });
}

/** What the next gate of the incident misses. */
export function missingOf(incident: Incident, policy: Policy): readonly NeedName[] {
  switch (incident.phase.status) {
    case 'triage':
      return untriaged(incident, policy);
    case 'diagnosing':
      return uncaused(incident);
    case 'recovering':
      return unresolved(incident, policy);
    case 'resolved':
      return unlearned(incident, policy);
    case 'postmortem':
      return [];
  }
}

export function isOverridden(incident: Incident, need: NeedName): boolean {
  return incident.overrides.some((override) => override.need === need && !override.spent);
}

/** The names that are not met and not overridden, in the order in which they are asked. */
function missing(
  incident: Incident,
  met: Partial<Readonly<Record<NeedName, boolean>>>,
): readonly NeedName[] {
  const names = Object.keys(met) as NeedName[];
  return names.filter((name) => met[name] === false && !isOverridden(incident, name));
}
