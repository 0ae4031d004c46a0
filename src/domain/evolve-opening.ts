/** The incident as its opening leaves it: nothing known yet but where it came from. */
import type { Incident } from './incident.ts';
import type { IncidentOpened } from './incident-event.ts';
import type { Proposal } from './severity.ts';

/** Stands in until the rules have spoken, which they do in the event right after the opening. */
export const UNJUDGED: Proposal = {
  severity: 'SEV3',
  rule: 'none',
  reason: '',
  affectedServices: [],
  impact: '',
};

/** What only later events can say. */
const UNTOLD = {
  phase: { status: 'triage' },
  severity: UNJUDGED.severity,
  proposal: UNJUDGED,
  confirmed: null,
  commander: null,
  commandedAt: null,
  commandBy: null,
  impact: null,
  assumedImpact: null,
  signals: {},
  truncated: 0,
  clearedAt: null,
  evidence: [],
  hypotheses: [],
  diagnosis: null,
  lastCheck: null,
  verification: null,
  overAccordingTo: null,
  overrides: [],
  acknowledged: null,
  pagerduty: null,
  vendorIncidents: [],
  lastStakeholderUpdateAt: null,
  updates: [],
  unansweredUpdates: 0,
  chat: null,
  steps: [],
  past: [],
  deepenings: 0,
  whys: [],
  userReports: null,
  actions: [],
  prevention: [],
  reopened: 0,
  escalations: 0,
} as const;

export function opened(event: IncidentOpened): Incident {
  const { id, uid, title, description, source, correlationKey, follows } = event;
  const { startedAt, affectedServices, dedupKey, at } = event;
  return {
    ...UNTOLD,
    ...{ id, uid, title, description, source, correlationKey, follows },
    ...{ startedAt, affectedServices, lastUpdated: at },
    ...{ severitySince: at, roundBeganAt: at },
    changes: [{ at, kind: 'opened', text: title }],
    timeline: {
      detected_at: at,
      triage_completed_at: null,
      root_cause_identified_at: null,
      fix_applied_at: null,
      resolved_at: null,
    },
    page: { generation: 1, dedupKey, state: 'none', acceptedAt: null, via: null },
  };
}
