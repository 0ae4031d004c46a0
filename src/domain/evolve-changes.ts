/** Remembers what changed since the last stakeholder update: the latest of each kind, not every step on the way. */
import { firingCount, type Incident, isVendorClaim } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import type { Instant } from './instant.ts';
import type { ChangeMark, ChangeMarkKind } from './marks.ts';

/** More is not read by anybody, and an incident that nobody updates must not grow for ever. */
const MOST_CHANGES = 30;
const NAMES_SHOWN = 5;

/** Kinds that say how it stands now; the others are things that happened, and each stays. */
const STANDINGS: readonly (readonly ChangeMarkKind[])[] = [
  ['severity'],
  ['impact'],
  ['services'],
  ['commander'],
  ['firing', 'clear'],
  ['cause'],
  ['verified', 'not-verified'],
];

/** `incident` is the incident after the event, still with the changes from before it. */
export function foldChanges(before: Incident, incident: Incident, event: IncidentEvent): Incident {
  const news = [...stood(before, incident, event.at), ...happened(event)];
  if (news.length === 0) return incident;
  const changes = news.reduce(
    (all, [kind, text]) => withChange(all, { at: event.at, kind, text }),
    incident.changes,
  );
  return { ...incident, changes: changes.slice(-MOST_CHANGES) };
}

type News = readonly (readonly [ChangeMarkKind, string])[];

/** What stands differently now, whatever made it so. */
function stood(before: Incident, now: Incident, at: Instant): News {
  const { severity, impact, assumedImpact, commander } = now;
  return [
    ...(severity === before.severity ? [] : [['severity', severity] as const]),
    ...(now.affectedServices.length === before.affectedServices.length
      ? []
      : [['services', now.affectedServices.join(', ')] as const]),
    ...(impact === before.impact ? [] : [['impact', impact ?? ''] as const]),
    ...(assumedImpact === before.assumedImpact || impact !== null
      ? []
      : [['impact', assumedImpact ?? ''] as const]),
    ...(commander === before.commander ? [] : [['commander', commander ?? ''] as const]),
    ...alerts(before, now, at),
  ];
}

/** What it was opened by is told by the opening. */
function alerts(before: Incident, now: Incident, at: Instant): News {
  if (now.signals === before.signals || at === now.timeline.detected_at) return [];
  if (now.clearedAt !== null) return before.clearedAt === null ? [['clear', '']] : [];
  return firingCount(now) > firingCount(before) ? [['firing', firingNames(now)]] : [];
}

function firingNames({ signals }: Incident): string {
  const firing = Object.entries(signals).filter(
    ([key, signal]) => signal.status === 'firing' && !isVendorClaim(key),
  );
  const names = [...new Set(firing.map(([, signal]) => signal.name))];
  const rest = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(', ') + (rest > 0 ? ` +${rest}` : '');
}

function happened(event: IncidentEvent): News {
  switch (event.type) {
    case 'RootCauseNamed':
      return [['cause', event.text]];
    case 'FixRecorded':
      return [['fix', event.text]];
    case 'RecoveryChecked':
      return [[event.verdict === 'recovered' ? 'verified' : 'not-verified', event.finding]];
    case 'RecoveryVouched':
      return [['verified', event.text]];
    case 'IncidentResolved':
      return [['resolved', event.closing.resolution]];
    case 'IncidentReopened':
      return [['reopened', event.reason]];
    case 'Escalated':
      return [['escalated', event.reason]];
    case 'GateOverridden':
      return [['override', `${event.need}: ${event.reason}`]];
    default:
      return [];
  }
}

function withChange(changes: readonly ChangeMark[], change: ChangeMark): readonly ChangeMark[] {
  const standing = STANDINGS.find((kinds) => kinds.includes(change.kind)) ?? [];
  return [...changes.filter(({ kind }) => !standing.includes(kind)), change];
}
