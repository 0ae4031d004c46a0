/** One whole incident as its events tell it, from the first alert to the closed postmortem. */

import type { Entry } from '../../../src/artifacts/fact.ts';
import type { Actor } from '../../../src/domain/actor.ts';
import { system } from '../../../src/domain/actor.ts';
import { evolve } from '../../../src/domain/evolve.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { at, evidence, LAN, signal } from './its-parts.ts';

const ALERTMANAGER: Actor = { kind: 'system', name: 'alertmanager', channel: 'alertmanager' };

const VERIFICATION = {
  how: 'checked',
  finding: 'rate(x[5m]) stayed at or below 0.05',
  evidence: ['E2'],
  by: 'verification',
  at: at('14:40:00'),
} as const;
const CAUSE = {
  how: 'named',
  text: 'the payment pool is exhausted',
  evidence: ['E1'],
  by: LAN.name,
  at: at('14:12:00'),
} as const;
const FIX = {
  text: 'raised the pool to 200',
  evidence: ['E1'],
  rollback: 'set it back to 50',
  by: LAN.name,
  at: at('14:20:00'),
} as const;

export const OPENED: IncidentEvent = {
  type: 'IncidentOpened',
  at: at('14:02:30'),
  by: ALERTMANAGER,
  id: 'INC-2026-11-22-007',
  uid: '7d3c0f52',
  dedupKey: 'tocsin-7d3c0f52',
  title: 'Checkout is down',
  source: 'alertmanager',
  correlationKey: 'group:x',
  startedAt: at('14:02:00'),
  affectedServices: ['checkout', 'cart'],
  description: 'No checkout succeeds.\nCustomers call.',
  follows: null,
};

const BY = { by: LAN };

/** The whole story; take a slice for an earlier hour. */
export const EVENTS: readonly IncidentEvent[] = [
  OPENED,
  {
    type: 'SignalsObserved',
    at: at('14:02:30'),
    by: ALERTMANAGER,
    fired: [signal('CheckoutErrors'), signal('CheckoutErrors', { fingerprint: 'x2' })],
    resolved: [],
    truncated: 1,
  },
  {
    type: 'SeverityProposed',
    at: at('14:02:30'),
    by: system('rules'),
    severity: 'SEV1',
    rule: 'services/ServiceDown',
    reason: 'Checkout is down',
    affectedServices: ['checkout'],
    impact: 'Checkout is down',
  },
  {
    type: 'PageAccepted',
    at: at('14:02:31'),
    by: system('pager'),
    via: 'pagerduty',
    dedupKey: 'tocsin-7d3c0f52',
    generation: 1,
    action: 'trigger',
    summary: 'SEV1 Checkout is down',
  },
  { type: 'EvidenceRecorded', at: at('14:03:00'), by: system('diagnosis'), evidence: evidence() },
  {
    type: 'SeverityConfirmed',
    at: at('14:04:30'),
    ...BY,
    severity: 'SEV1',
    how: 'person',
    reason: '',
  },
  { type: 'CommandTaken', at: at('14:04:30'), ...BY, commander: LAN.name },
  {
    type: 'TriageCompleted',
    at: at('14:04:30'),
    ...BY,
    key: {
      how: 'person',
      severity: 'SEV1',
      services: ['checkout', 'cart'],
      impact: 'Checkout is down',
      commander: LAN.name,
      missing: [],
      by: LAN.name,
      at: at('14:04:30'),
    },
  },
  {
    type: 'StepBegun',
    at: at('14:04:31'),
    by: system('workflow'),
    step: 2,
    workflow: 'W-INCIDENT-001',
    version: 'c0ffee',
    file: 'step-02-diagnose.md',
    title: 'Find the cause',
    questions: ['What changed shortly before it began?'],
    skills: ['5.08'],
    note: '',
  },
  {
    type: 'StakeholdersUpdated',
    at: at('14:06:00'),
    ...BY,
    text: 'we are on it',
    how: 'person',
    dueAt: at('14:07:30'),
  },
  {
    type: 'StakeholdersUpdated',
    at: at('14:11:00'),
    by: system('clock'),
    text: 'no change',
    how: 'prepared',
    dueAt: at('14:11:00'),
  },
  { type: 'ImpactStated', at: at('14:07:00'), ...BY, impact: 'nobody can pay' },
  { type: 'RootCauseNamed', at: CAUSE.at, ...BY, text: CAUSE.text, evidence: CAUSE.evidence },
  {
    type: 'FixRecorded',
    at: FIX.at,
    ...BY,
    text: FIX.text,
    evidence: FIX.evidence,
    rollback: FIX.rollback,
  },
  {
    type: 'SignalsObserved',
    at: at('14:34:00'),
    by: ALERTMANAGER,
    fired: [],
    resolved: [
      signal('CheckoutErrors', { status: 'resolved', endsAt: at('14:33:00') }),
      signal('CheckoutErrors', { fingerprint: 'x2', status: 'resolved', endsAt: at('14:33:00') }),
    ],
    truncated: 0,
  },
  {
    type: 'EvidenceRecorded',
    at: at('14:40:00'),
    by: system('verification'),
    evidence: evidence({
      id: 'E2',
      question: 'verify:x',
      title: 'Recovery of CheckoutErrors, check 1',
    }),
  },
  {
    type: 'RecoveryChecked',
    at: at('14:40:00'),
    by: system('verification'),
    verdict: 'recovered',
    finding: VERIFICATION.finding,
    evidence: ['E2'],
    attempt: 1,
  },
  {
    type: 'GateOverridden',
    at: at('14:41:00'),
    ...BY,
    need: 'alerts-clear',
    reason: 'the exporter is broken',
  },
  {
    type: 'IncidentResolved',
    at: at('14:42:00'),
    ...BY,
    closing: {
      at: at('14:42:00'),
      verification: VERIFICATION,
      resolution: 'fixed',
      cause: CAUSE,
      fix: FIX,
    },
  },
  {
    type: 'ActionAdded',
    at: at('15:00:00'),
    ...BY,
    text: 'alert on pool use',
    owner: 'Minh',
    due: '2026-12-01',
    proof: null,
  },
  { type: 'WhyStated', at: at('15:00:30'), ...BY, text: 'no limit per tenant' },
  { type: 'PreventionStated', at: at('15:01:00'), ...BY, text: 'a limit per tenant' },
  { type: 'PostmortemClosed', at: at('15:02:00'), ...BY },
];

/** With the numbers that the store gives them. */
export function entriesOf(events: readonly IncidentEvent[]): readonly Entry[] {
  return events.map((event, index) => ({ seq: index + 1, event }));
}

export function incidentAfter(events: readonly IncidentEvent[]): Incident {
  const incident = events.reduce<Incident | null>(evolve, null);
  if (incident === null) throw new Error('no events');
  return incident;
}

/** The events up to and with the first of this type. */
export function until(type: IncidentEvent['type']): readonly IncidentEvent[] {
  return EVENTS.slice(0, EVENTS.findIndex((event) => event.type === type) + 1);
}
