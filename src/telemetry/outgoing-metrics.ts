/** What goes out: notifications, and the questions that a diagnosis asks. */
import type { PortReason } from '../ports/port-error.ts';
import type { Instruments } from './instruments.ts';

export interface OutgoingMetrics {
  /** One try to notify; `reason` where it failed or was not wanted, `seconds` where a request was made. */
  notification(
    integration: string,
    outcome: 'accepted' | 'failed' | 'suppressed',
    reason?: PortReason,
    seconds?: number,
  ): void;
  pagerBreaker(isOpen: boolean): void;
  repair(kind: string): void;
  evidenceQuery(backend: string, outcome: 'ok' | PortReason, seconds: number): void;
}

const integration = [
  'pagerduty',
  'notes',
  'fallback',
  'slack',
  'pagerduty_status',
  'stakeholder_webhook',
  'log',
];
const backend = ['prometheus', 'loki', 'tempo', 'jaeger'];
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];

/** Alertmanager's own words for why a notification failed, so that its dashboards fit. */
const FAILURES: Readonly<Record<PortReason, string>> = {
  auth: 'authError',
  'rate-limited': 'rateLimited',
  refused: 'clientError',
  unavailable: 'serverError',
  timeout: 'contextDeadlineExceeded',
  malformed: 'other',
};

const QUERY_OUTCOMES: Readonly<Record<'ok' | PortReason, string>> = {
  ok: 'ok',
  auth: 'auth',
  'rate-limited': 'rate_limited',
  refused: 'refused',
  unavailable: 'unavailable',
  timeout: 'timeout',
  malformed: 'malformed',
};

export function outgoingMetrics(instruments: Instruments): OutgoingMetrics {
  return {
    ...notifications(instruments),
    ...breaker(instruments),
    ...repairs(instruments),
    ...queries(instruments),
  };
}

function notifications({ counter, histogram }: Instruments) {
  const tried = counter('tocsin_notifications_total', 'Notifications that were tried.', {
    integration,
  });
  const failed = counter('tocsin_notifications_failed_total', 'Notifications that failed.', {
    integration,
    reason: Object.values(FAILURES),
  });
  const suppressed = counter(
    'tocsin_notifications_suppressed_total',
    'Notifications that were not wanted any more when their turn came.',
    { integration },
  );
  const latency = histogram(
    'tocsin_notification_latency_seconds',
    'Seconds that a notification took, failed ones too.',
    { integration },
    SECONDS,
  );
  const notification: OutgoingMetrics['notification'] = (to, outcome, reason, seconds) => {
    const through = { integration: to };
    if (outcome === 'suppressed') return suppressed(through);
    tried(through);
    if (outcome === 'failed') {
      failed({ ...through, reason: reason === undefined ? 'other' : FAILURES[reason] });
    }
    if (seconds !== undefined) latency(through, seconds);
  };
  return { notification };
}

function breaker({ gauge }: Instruments) {
  const open = gauge(
    'tocsin_pager_breaker_open',
    'Whether the pager failed so often that only SEV1 is tried.',
  );
  return { pagerBreaker: (isOpen: boolean) => open(isOpen ? 1 : 0) };
}

const REPAIRS = ['fire', 'resolve', 'acknowledge', 'note', 'link', 'subscription'];

function repairs({ counter }: Instruments) {
  const repaired = counter(
    'tocsin_repairs_total',
    'What a lost webhook should have told us, found by comparing.',
    { kind: REPAIRS },
  );
  return { repair: (kind: string) => repaired({ kind }) };
}

function queries({ counter, histogram }: Instruments) {
  const asked = counter(
    'tocsin_diagnosis_queries_total',
    'Questions that diagnosis and verification asked, by outcome.',
    { backend, outcome: Object.values(QUERY_OUTCOMES) },
  );
  const took = histogram(
    'tocsin_diagnosis_query_duration_seconds',
    'Seconds until a question was answered, or was given up.',
    { backend },
    SECONDS,
  );
  const evidenceQuery: OutgoingMetrics['evidenceQuery'] = (of, outcome, seconds) => {
    asked({ backend: of, outcome: QUERY_OUTCOMES[outcome] });
    took({ backend: of }, seconds);
  };
  return { evidenceQuery };
}
