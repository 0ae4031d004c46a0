/** The incident context is an incident as the API shows it: where it stands, what is known, and what is still asked. */
import { type CauseKey, type Fix, fixIn, type VerificationKey } from '../domain/gate-keys.ts';
import {
  commanderOf,
  firingCount,
  type Incident,
  isOpen,
  isVendorClaim,
  stepOf,
  type Timeline,
} from '../domain/incident.ts';
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need } from '../domain/refusal.ts';
import { STEP_NAMES } from './file-names.ts';
import {
  actionOf,
  evidenceOf,
  hypothesisOf,
  pastOf,
  stepMarkOf,
  updatesOf,
} from './shown-marks.ts';

/**
 * Plain JSON data with snake_case keys, as in the API's description; nothing in it is escaped.
 *
 * @param needs what the next gate still asks, as `needsOf` gives it
 */
export function incidentContext(incident: Incident, policy: Policy, needs: readonly Need[]) {
  const { severity, rule, reason } = incident.proposal;
  return {
    incident_id: incident.id,
    title: incident.title,
    description: incident.description,
    severity: incident.severity,
    severity_proposal: { severity, rule, reason },
    severity_confirmed: confirmationOf(incident),
    status: incident.phase.status,
    affected_services: incident.affectedServices,
    created_at: incident.timeline.detected_at,
    started_at: incident.startedAt,
    timeline: timelineOf(incident),
    current_step: currentStep(incident),
    last_updated: incident.lastUpdated,
    incident_commander: commanderOf(incident, policy),
    impact: incident.impact,
    assumed_impact: incident.assumedImpact,
    user_reports: incident.userReports,
    next_update_due_at: nextUpdateDueAt(incident, policy),
    ...whatIsKnown(incident),
    needs: needs.map(({ need, text, remedy }) => ({ need, text, remedy })),
  };
}

function whatIsKnown(incident: Incident) {
  const { pagerduty, page } = incident;
  return {
    source: incident.source,
    follows: incident.follows,
    reopened: incident.reopened,
    alerts: alertsOf(incident),
    page: pageOf(incident),
    acknowledged: incident.acknowledged,
    pagerduty: {
      incident_id: pagerduty?.incidentId ?? null,
      dedup_key: page.dedupKey,
      url: pagerduty?.url ?? null,
    },
    evidence: incident.evidence.map(evidenceOf),
    hypotheses: incident.hypotheses.map(hypothesisOf),
    diagnosis: diagnosisOf(incident),
    root_cause: rootCauseOf(incident),
    fix: fixOf(incident),
    steps: incident.steps.map(stepMarkOf),
    updates: updatesOf(incident),
    past_incidents: incident.past.map(pastOf),
    whys: incident.whys,
    last_check: incident.lastCheck,
    overrides: incident.overrides,
    actions: incident.actions.map(actionOf),
    prevention: incident.prevention,
  };
}

/** null: nobody looked yet in this round. */
function diagnosisOf({ diagnosis }: Incident) {
  if (diagnosis === null) return null;
  const { inconclusive, holes, looks } = diagnosis;
  return { inconclusive, missing: holes, looks };
}

function pageOf({ page }: Incident) {
  const { state, dedupKey, acceptedAt, via } = page;
  return { state, dedup_key: dedupKey, accepted_at: acceptedAt, via };
}

/** `step-01-triage` to `step-04-postmortem`, then `done`. */
export function currentStep({ phase }: Incident): string {
  const step = stepOf(phase.status);
  return step === null ? 'done' : STEP_NAMES[step];
}

/** In the order of the workflow, whatever order the store gave them in. */
export function timelineOf({ timeline }: Incident): Timeline {
  const {
    detected_at,
    triage_completed_at,
    root_cause_identified_at,
    fix_applied_at,
    resolved_at,
  } = timeline;
  return {
    detected_at,
    triage_completed_at,
    root_cause_identified_at,
    fix_applied_at,
    resolved_at,
  };
}

/** When stakeholders must hear next: counted from their last update, or from the detection; null without a duty. */
function nextUpdateDueAt(incident: Incident, policy: Policy): Instant | null {
  const { updateEvery } = policy.severities[incident.severity];
  if (updateEvery === null || !isOpen(incident)) return null;
  return plusSeconds(
    incident.lastStakeholderUpdateAt ?? incident.timeline.detected_at,
    updateEvery,
  );
}

/** The key of the cause gate, once it is passed; null before. */
export function causeOf({ phase }: Incident): CauseKey | null {
  if (phase.status === 'recovering') return phase.cause;
  return phase.status === 'resolved' || phase.status === 'postmortem' ? phase.closing.cause : null;
}

/** The fix that counts: the last recorded one, or the one that the incident was closed with; null when there is none. */
export function lastFixOf({ phase }: Incident): Fix | null {
  if (phase.status === 'recovering') return phase.fixes.at(-1) ?? null;
  if (phase.status !== 'resolved' && phase.status !== 'postmortem') return null;
  return fixIn(phase.closing);
}

/** What it was closed with, where that is not what data or people say of it: a printed override. */
export function verificationOf({ verification, phase }: Incident): VerificationKey | null {
  const isClosed = phase.status === 'resolved' || phase.status === 'postmortem';
  return verification ?? (isClosed ? phase.closing.verification : null);
}

/** `how` tells a person's word from the triage deadline. */
function confirmationOf({ confirmed }: Incident) {
  if (confirmed === null) return null;
  const { by, at, severity, how } = confirmed;
  return { by, at, severity, how };
}

/** Alerts by what became of them; an incident at PagerDuty is a claim and no alert, whether it is open or over. */
export function alertsOf(incident: Incident) {
  const alerts = Object.keys(incident.signals).filter((key) => !isVendorClaim(key));
  const firing = firingCount(incident);
  return { firing, resolved: alerts.length - firing, truncated: incident.truncated };
}

/** An overridden gate has no root cause; the override is printed as what it is. */
function rootCauseOf(incident: Incident) {
  const cause = causeOf(incident);
  if (cause === null || cause.how === 'overridden') return null;
  return { text: cause.text, evidence: cause.evidence, by: cause.by, at: cause.at };
}

function fixOf(incident: Incident) {
  const fix = lastFixOf(incident);
  if (fix === null) return null;
  return { text: fix.text, evidence: fix.evidence, rollback: fix.rollback, by: fix.by, at: fix.at };
}
