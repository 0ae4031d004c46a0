/** Folds the events that add to an incident without moving it: evidence, people, pages, actions. */
import type { Incident } from './incident.ts';
import type {
  GateOverridden,
  HypothesesRanked,
  IncidentEvent,
  PageAccepted,
  PageFailed,
  PagerdutyChanged,
  RecoveryChecked,
} from './incident-event.ts';

export function foldRecord(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case 'CommandTaken':
      return {
        ...incident,
        commander: event.commander,
        commandedAt: event.saidAt ?? event.at,
        commandBy: event.implied ? 'confirmation' : 'word',
      };
    case 'ImpactStated':
      return { ...incident, impact: event.impact };
    case 'EvidenceRecorded':
      return { ...incident, evidence: [...incident.evidence, event.evidence] };
    case 'HypothesesRanked':
      return ranked(incident, event);
    case 'RecoveryChecked':
      return checked(incident, event);
    case 'RecoveryVouched':
      return {
        ...incident,
        verification: {
          how: 'vouched',
          finding: event.text,
          evidence: [],
          by: event.by.name,
          at: event.at,
        },
      };
    case 'GateOverridden':
      return overridden(incident, event);
    default:
      return foldSide(incident, event);
  }
}

function foldSide(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case 'PreventionStated':
      return { ...incident, prevention: [...incident.prevention, event.text] };
    case 'Escalated':
      return { ...incident, escalations: incident.escalations + 1 };
    case 'Acknowledged':
      return {
        ...incident,
        acknowledged: { by: event.by.name, at: event.saidAt ?? event.at },
      };
    case 'PagerdutyLinked':
      return {
        ...incident,
        pagerduty: { incidentId: event.incidentId, url: event.url },
        vendorIncidents: [...new Set([...incident.vendorIncidents, event.incidentId])],
      };
    case 'PagerdutyChanged':
      return heard(incident, event);
    case 'PageAccepted':
    case 'PageFailed':
      return paged(incident, event);
    default:
      return incident;
  }
}

/** The word that was said last, whichever came last. */
function heard(incident: Incident, { over, by, at, saidAt = at }: PagerdutyChanged): Incident {
  const isLatest = incident.overAccordingTo === null || saidAt > incident.overAccordingTo.at;
  if (over === undefined || !isLatest) return incident;
  return { ...incident, overAccordingTo: { by, at: saidAt, text: over } };
}

function ranked(incident: Incident, event: HypothesesRanked): Incident {
  const { hypotheses, inconclusive = '', holes = [], mayPass = true } = event;
  const looks = (incident.diagnosis?.looks ?? 0) + 1;
  return { ...incident, hypotheses, diagnosis: { inconclusive, holes, mayPass, looks } };
}

function checked(incident: Incident, event: RecoveryChecked): Incident {
  const { verdict, finding, attempt, evidence, at, checks = [] } = event;
  const lastCheck = { verdict, finding, attempt, at, checks };
  if (verdict !== 'recovered') return { ...incident, lastCheck, verification: null };
  return {
    ...incident,
    lastCheck,
    verification: { how: 'checked', finding, evidence, by: event.by.name, at },
  };
}

function overridden(incident: Incident, event: GateOverridden): Incident {
  const { need, reason, at } = event;
  return {
    ...incident,
    overrides: [...incident.overrides, { need, reason, by: event.by.name, at }],
  };
}

/** News of an older generation's page changes nothing. */
function paged(incident: Incident, event: PageAccepted | PageFailed): Incident {
  if (event.generation !== incident.page.generation) return incident;
  return { ...incident, page: { ...incident.page, ...pageAfter(event) } };
}

function pageAfter(event: PageAccepted | PageFailed): Partial<Incident['page']> {
  if (event.type === 'PageFailed') return event.action === 'trigger' ? { state: 'failed' } : {};
  return event.action === 'resolve'
    ? { state: 'closed' }
    : { state: 'accepted', acceptedAt: event.at, via: event.via };
}
