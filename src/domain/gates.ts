/** Gates: each asks for what its phase needs and returns the key, or the list of needs with their remedies. */
import type { EvidenceId } from './evidence.ts';
import type { Closing, TriageKey, VerificationKey } from './gate-keys.ts';
import { isOverridden, missingOf, unlearned, unresolved, untriaged } from './gate-lists.ts';
import { commanderOf, firingCount, type Incident, impactOf, isOpen } from './incident.ts';
import type { Instant } from './instant.ts';
import { needOf } from './needs.ts';
import type { Policy } from './policy.ts';
import { type Need, type NeedName, ok, type Result } from './refusal.ts';

type Gate<Key> = Result<Key, readonly Need[]>;

/** What the incident's next gate still asks for; empty when it stands open, or when there is no next gate. */
export function needsOf(incident: Incident, policy: Policy): readonly Need[] {
  return needsNamed(missingOf(incident, policy), incident, policy);
}

/** Opens `diagnosing`: the severity is confirmed, and it is known what is affected, how, and who commands. */
export function triageGate(incident: Incident, policy: Policy, at: Instant): Gate<TriageKey> {
  const missing = untriaged(incident, policy);
  if (missing.length > 0) return closed(missing, incident, policy);
  const how = incident.confirmed?.how ?? 'deadline';
  return ok(triageKey(incident, policy, { at, by: incident.confirmed?.by ?? '', how }));
}

/** The key that the triage deadline gives: what is missing is listed in it, and the work goes on. */
export function deadlineKey(
  incident: Incident,
  policy: Policy,
  signed: { readonly at: Instant; readonly by: string },
): TriageKey {
  const missing = untriaged(incident, policy).filter((need) => need !== 'severity-confirmed');
  return { ...triageKey(incident, policy, { ...signed, how: 'deadline' }), missing };
}

/** Opens `resolved` for a person or, with `bySelf`, for an incident that recovered without one. */
export function resolveGate(
  incident: Incident,
  policy: Policy,
  at: Instant,
  bySelf = false,
): Gate<Closing> {
  if (!isOpen(incident)) return closed(['open-incident'], incident, policy);
  const missing = unresolved(incident, policy, bySelf);
  return missing.length > 0 ? closed(missing, incident, policy) : ok(closingOf(incident, at));
}

/** Opens `postmortem`: what was learned is written down. */
export function postmortemGate(incident: Incident, policy: Policy): Gate<null> {
  const missing = unlearned(incident, policy);
  return missing.length > 0 ? closed(missing, incident, policy) : ok(null);
}

/** Evidence before action: every piece that is named exists, and at least one of them has an answer. */
export function evidenceGate(
  incident: Incident,
  named: readonly EvidenceId[],
  policy: Policy,
): Gate<null> {
  if (isOverridden(incident, 'known-evidence')) return ok(null);
  const text = evidenceLacks(incident, named);
  if (text === null) return ok(null);
  const need = needOf('known-evidence', incident, policy);
  return { ok: false, error: [text === '' ? need : { ...need, text }] };
}

/** null: nothing; an empty text when none is named at all. */
function evidenceLacks(incident: Incident, named: readonly EvidenceId[]): string | null {
  if (named.length === 0) return '';
  const known = new Map(incident.evidence.map((evidence) => [evidence.id, evidence]));
  const unknown = named.filter((id) => known.get(id) === undefined);
  const are = (ids: readonly EvidenceId[]) => (ids.length === 1 ? 'is' : 'are');
  if (unknown.length > 0) return `${unknown.join(', ')} ${are(unknown)} not among its evidence`;
  if (named.some((id) => known.get(id)?.outcome !== 'unavailable')) return null;
  return `${named.join(', ')} ${are(named)} no evidence: the source could not be asked`;
}

function closed(
  names: readonly NeedName[],
  incident: Incident,
  policy: Policy,
): { ok: false; error: readonly Need[] } {
  return { ok: false, error: needsNamed(names, incident, policy) };
}

function needsNamed(
  names: readonly NeedName[],
  incident: Incident,
  policy: Policy,
): readonly Need[] {
  return names.map((name) => needOf(name, incident, policy));
}

function triageKey(
  incident: Incident,
  policy: Policy,
  signed: Pick<TriageKey, 'at' | 'by' | 'how'>,
): TriageKey {
  return {
    ...signed,
    severity: incident.severity,
    services: incident.affectedServices,
    impact: impactOf(incident),
    commander: commanderOf(incident, policy),
    missing: [],
  };
}

function closingOf(incident: Incident, at: Instant): Closing {
  const { phase } = incident;
  const verification = incident.verification ?? overriddenVerification(incident, at);
  const wasOverridden = incident.verification === null || firingCount(incident) > 0;
  const cause = phase.status === 'recovering' ? phase.cause : null;
  const fix = phase.status === 'recovering' ? phase.fixes.at(-1) : undefined;
  if (wasOverridden) {
    const recorded = fix === undefined ? {} : { fix };
    return { at, verification, resolution: 'overridden', cause, ...recorded };
  }
  if (cause !== null && fix !== undefined)
    return { at, verification, resolution: 'fixed', cause, fix };
  return { at, verification, resolution: 'alerts_cleared', cause };
}

function overriddenVerification(incident: Incident, at: Instant): VerificationKey {
  const override = incident.overrides.findLast((each) => each.need === 'verification');
  return {
    how: 'overridden',
    finding: override?.reason ?? '',
    evidence: [],
    by: override?.by ?? '',
    at: override?.at ?? at,
  };
}
