/** Folds the events that move an incident through its phases; each phase keeps the keys of the gates it passed. */
import type { CauseKey } from './gate-keys.ts';
import type { Incident, Phase, Timeline } from './incident.ts';
import type {
  FixRecorded,
  GateOverridden,
  IncidentEvent,
  IncidentReopened,
} from './incident-event.ts';
import type { TriageCompleted } from './workflow-event.ts';

export function foldPhase(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case 'TriageCompleted':
      return triaged(incident, event);
    case 'RootCauseNamed':
      return withCause(incident, {
        how: 'named',
        text: event.text,
        evidence: event.evidence,
        ...signed(event),
      });
    case 'FixRecorded':
      return fixed(incident, event);
    case 'GateOverridden':
      return overridden(incident, event);
    case 'IncidentResolved':
      return {
        ...stamped(incident, { resolved_at: event.at }),
        phase: { status: 'resolved', triage: triageOf(incident), closing: event.closing },
      };
    case 'IncidentReopened':
      return reopened(incident, event);
    case 'PostmortemClosed':
      return incident.phase.status === 'resolved'
        ? { ...incident, phase: { ...incident.phase, status: 'postmortem', closedAt: event.at } }
        : incident;
    default:
      return incident;
  }
}

function triaged(incident: Incident, event: TriageCompleted): Incident {
  if (incident.phase.status !== 'triage') return incident;
  return {
    ...stamped(incident, { triage_completed_at: event.at }),
    phase: { status: 'diagnosing', triage: event.key },
  };
}

function withCause(incident: Incident, cause: CauseKey): Incident {
  const { phase } = incident;
  if (phase.status === 'resolved') return learned(incident, phase, cause);
  if (phase.status !== 'diagnosing' && phase.status !== 'recovering') return incident;
  const fixes = phase.status === 'recovering' ? phase.fixes : [];
  return {
    ...stamped(incident, { root_cause_identified_at: cause.at }),
    phase: { status: 'recovering', triage: phase.triage, cause, fixes },
  };
}

/** A root cause may be found after the incident is over; how it was resolved stays as it was. */
function learned(
  incident: Incident,
  phase: Extract<Phase, { status: 'resolved' }>,
  cause: CauseKey,
): Incident {
  return {
    ...stamped(incident, { root_cause_identified_at: cause.at }),
    phase: { ...phase, closing: { ...phase.closing, cause } },
  };
}

function fixed(incident: Incident, event: FixRecorded): Incident {
  if (incident.phase.status !== 'recovering') return incident;
  const { text, evidence, rollback } = event;
  const fix = { text, evidence, rollback, ...signed(event) };
  return {
    ...stamped(incident, { fix_applied_at: event.at }),
    phase: { ...incident.phase, fixes: [...incident.phase.fixes, fix] },
  };
}

function overridden(incident: Incident, event: GateOverridden): Incident {
  if (event.need !== 'root-cause' || incident.phase.status !== 'diagnosing') return incident;
  const { triage } = incident.phase;
  const cause: CauseKey = { how: 'overridden', reason: event.reason, ...signed(event) };
  return { ...incident, phase: { status: 'recovering', triage, cause, fixes: [] } };
}

/** The keys of an earlier round do not open the gates of the next one: only the triage stays done. */
function reopened(incident: Incident, event: IncidentReopened): Incident {
  const { generation, dedupKey } = incident.page;
  const triage = triageOf(incident);
  return {
    ...incident,
    phase: triage === null ? { status: 'triage' } : { status: 'diagnosing', triage },
    timeline: {
      ...incident.timeline,
      root_cause_identified_at: null,
      fix_applied_at: null,
      resolved_at: null,
    },
    reopened: incident.reopened + 1,
    clearedAt: null,
    diagnosis: null,
    lastCheck: null,
    verification: null,
    overAccordingTo: null,
    overrides: [],
    acknowledged: null,
    pagerduty: null,
    escalations: 0,
    unansweredUpdates: 0,
    roundBeganAt: event.at,
    deepenings: 0,
    whys: [],
    userReports: null,
    lastUpdated: event.at,
    page: { generation: generation + 1, dedupKey, state: 'none', acceptedAt: null, via: null },
  };
}

function triageOf(incident: Incident) {
  return incident.phase.status === 'triage' ? null : incident.phase.triage;
}

function stamped(incident: Incident, stamps: Partial<Timeline>): Incident {
  return { ...incident, timeline: { ...incident.timeline, ...stamps } };
}

function signed(event: IncidentEvent): { by: string; at: string } {
  return { by: event.by.name, at: event.at };
}
