/** Evolve folds one event into an incident: pure, total over every stream that begins with its opening. */

import { foldPhase } from './evolve-phase.ts';
import { foldRecord } from './evolve-record.ts';
import { foldSignals } from './evolve-signals.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent, IncidentOpened } from './incident-event.ts';
import { type Proposal, worst } from './severity.ts';

/** Stands in until the rules have spoken, which they do in the event right after the opening. */
const UNJUDGED: Proposal = {
  severity: 'SEV3',
  rule: 'none',
  reason: '',
  affectedServices: [],
};

/** The incident after the event; the first event of a stream is its opening. */
export function evolve(incident: Incident | null, event: IncidentEvent): Incident {
  if (event.type === 'IncidentOpened') return opened(event);
  if (incident === null)
    throw new TypeError(`the first event is ${event.type}, not IncidentOpened`);
  const next = foldRecord(foldPhase(fold(incident, event), event), event);
  return { ...next, lastUpdated: event.at };
}

function fold(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case 'SignalsObserved':
      return foldSignals(incident, event);
    case 'SeverityProposed':
      return proposed(incident, event);
    case 'SeverityConfirmed':
      return {
        ...incident,
        severity: event.severity,
        confirmed: { severity: event.severity, how: event.how, by: event.by.name, at: event.at },
      };
    default:
      return incident;
  }
}

/** Severity rises by itself and falls only by a person. */
function proposed(incident: Incident, event: Proposal): Incident {
  const isFirst = incident.proposal.rule === UNJUDGED.rule;
  const { severity, rule, reason, affectedServices } = event;
  return {
    ...incident,
    proposal: { severity, rule, reason, affectedServices },
    severity: isFirst ? severity : worst(incident.severity, severity),
    affectedServices: [...new Set([...incident.affectedServices, ...affectedServices])],
  };
}

function opened(event: IncidentOpened): Incident {
  return {
    id: event.id,
    uid: event.uid,
    title: event.title,
    description: event.description,
    source: event.source,
    correlationKey: event.correlationKey,
    follows: event.follows,
    startedAt: event.startedAt,
    timeline: {
      detected_at: event.at,
      triage_completed_at: null,
      root_cause_identified_at: null,
      fix_applied_at: null,
      resolved_at: null,
    },
    lastUpdated: event.at,
    phase: { status: 'triage' },
    severity: UNJUDGED.severity,
    proposal: UNJUDGED,
    confirmed: null,
    affectedServices: event.affectedServices,
    commander: null,
    impact: null,
    signals: {},
    truncated: 0,
    clearedAt: null,
    evidence: [],
    hypotheses: [],
    lastCheck: null,
    verification: null,
    overrides: [],
    page: { generation: 1, dedupKey: event.dedupKey, state: 'none', acceptedAt: null, via: null },
    acknowledged: null,
    pagerduty: null,
    vendorIncidents: [],
    lastStakeholderUpdateAt: null,
    actions: [],
    prevention: [],
    reopened: 0,
    escalations: 0,
  };
}
