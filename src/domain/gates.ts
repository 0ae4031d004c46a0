/** Gates: each asks for what its phase needs and returns the key, or the list of needs with their remedies. */
import type { EvidenceId } from './evidence.ts';
import type { Closing, VerificationKey } from './gate-keys.ts';
import { firingCount, type Incident, isOpen } from './incident.ts';
import type { Instant } from './instant.ts';
import { needOf } from './needs.ts';
import { type Need, type NeedName, ok, type Result } from './refusal.ts';

type Gate<Key> = Result<Key, readonly Need[]>;

/** What the incident's next gate still asks for; empty when it stands open, or when there is no next gate. */
export function needsOf(incident: Incident): readonly Need[] {
  switch (incident.phase.status) {
    case 'triage':
      return [needOf('severity-confirmed', incident)];
    case 'diagnosing':
      return unmet(incident, ['root-cause']);
    case 'recovering':
      return unmet(incident, [
        ...(incident.phase.fixes.length === 0 ? (['fix'] as const) : []),
        ...unverified(incident),
      ]);
    case 'resolved':
      return unmet(incident, unlearned(incident));
    case 'postmortem':
      return [];
  }
}

/** Opens `resolved` for a person or, with `bySelf`, for an incident that recovered without one. */
export function resolveGate(incident: Incident, at: Instant, bySelf: boolean): Gate<Closing> {
  if (!isOpen(incident)) return { ok: false, error: [needOf('open-incident', incident)] };
  const asked: NeedName[] = unverified(incident);
  if (incident.phase.status === 'triage' && !bySelf) asked.unshift('severity-confirmed');
  const needs = unmet(incident, asked);
  return needs.length > 0 ? { ok: false, error: needs } : ok(closingOf(incident, at));
}

/** Opens `postmortem`: what was learned is written down. */
export function postmortemGate(incident: Incident): Gate<null> {
  const needs = unmet(incident, unlearned(incident));
  return needs.length > 0 ? { ok: false, error: needs } : ok(null);
}

/** Evidence before action: at least one piece is named, and every piece named exists; that a source was silent is evidence too. */
export function evidenceGate(incident: Incident, named: readonly EvidenceId[]): Gate<null> {
  if (isOverridden(incident, 'known-evidence')) return ok(null);
  const known = new Map(incident.evidence.map((evidence) => [evidence.id, evidence]));
  const unknown = named.filter((id) => known.get(id) === undefined);
  const need = needOf('known-evidence', incident);
  if (named.length === 0) return { ok: false, error: [need] };
  if (unknown.length === 0) return ok(null);
  const text = `${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'} not among its evidence`;
  return { ok: false, error: [{ ...need, text }] };
}

function isOverridden(incident: Incident, need: NeedName): boolean {
  return incident.overrides.some((override) => override.need === need);
}

/** What may be overridden: whatever is not as quickly done as said. */
export function isOverridable(need: NeedName): boolean {
  return need !== 'severity-confirmed' && need !== 'open-incident' && need !== 'authority';
}

function unmet(incident: Incident, names: readonly NeedName[]): readonly Need[] {
  return names
    .filter((name) => !isOverridden(incident, name))
    .map((name) => needOf(name, incident));
}

function unverified(incident: Incident): NeedName[] {
  if (firingCount(incident) > 0) return ['alerts-clear', 'verification'];
  return incident.verification === null ? ['verification'] : [];
}

function unlearned(incident: Incident): NeedName[] {
  const names: NeedName[] = [];
  if (incident.actions.length === 0) names.push('action-item');
  if (incident.prevention.length === 0) names.push('prevention');
  return names;
}

function closingOf(incident: Incident, at: Instant): Closing {
  const { phase } = incident;
  const verification = incident.verification ?? overriddenVerification(incident, at);
  const wasOverridden = incident.verification === null || firingCount(incident) > 0;
  const cause = phase.status === 'recovering' ? phase.cause : null;
  const fix = phase.status === 'recovering' ? phase.fixes.at(-1) : undefined;
  if (wasOverridden) return { at, verification, resolution: 'overridden', cause };
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
