/** What comes in through the door: webhook requests and the alerts in them, counted so that a restart forgets nothing. */
import type { Clock } from '../ports/clock.ts';
import type { Instruments } from './instruments.ts';
import type { TallyBook } from './tally-book.ts';

export interface DoorMetrics {
  webhookRequest(source: string, code: number, seconds: number, bytes: number): void;
  /** `reason` is the code of the problem that was answered. */
  webhookRejected(source: string, reason: string): void;
  /** Kept although nothing could be made of it. */
  webhookQuarantined(source: string): void;
  alertsReceived(source: string, status: 'firing' | 'resolved', count: number): void;
  alertsDeduplicated(source: string, count: number): void;
  /** Alerts that the sender counted but left out. */
  alertsTruncated(source: string, count: number): void;
}

const source = ['alertmanager', 'pagerduty', 'changes'];
const code = ['200', '202', '400', '401', '405', '413', '415', '500', '503'];
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BYTES = [1e3, 1e4, 1e5, 1e6, 1e7, 6.4e7];

/** Why a request was rejected, by the code of the problem that was answered. */
const REASONS: Readonly<Record<string, string>> = {
  signature: 'signature',
  auth: 'auth',
  unauthorised: 'auth',
  'too-large': 'too_large',
  too_deep: 'too_deep',
  invalid_utf8: 'encoding',
  'unsupported-encoding': 'encoding',
  'content-type': 'encoding',
  empty_body: 'schema',
  malformed_json: 'schema',
  not_an_object: 'schema',
  no_alerts: 'schema',
  no_usable_alert: 'schema',
  overloaded: 'overloaded',
  'store-unavailable': 'store_unavailable',
  'method-not-allowed': 'method',
  incomplete: 'incomplete',
};

export function doorMetrics(
  { histogram, stamp }: Instruments,
  { counter }: Pick<TallyBook, 'counter'>,
  clock: Clock,
): DoorMetrics {
  const requests = counter(
    'tocsin_webhook_requests_total',
    'Webhook requests, by the code of the answer.',
    { source, code },
  );
  const seconds = histogram(
    'tocsin_webhook_request_duration_seconds',
    'Seconds until a webhook request was answered.',
    { source },
    SECONDS,
  );
  const bytes = histogram(
    'tocsin_webhook_body_bytes',
    'Size of webhook bodies in bytes.',
    { source },
    BYTES,
  );
  const last = stamp(
    'tocsin_last_webhook_timestamp_seconds',
    'When this process last accepted a webhook request.',
    { source },
  );
  return {
    webhookRequest(from, status, took, size) {
      requests({ source: from, code: `${status}` });
      seconds({ source: from }, took);
      bytes({ source: from }, size);
      if (status < 300) last({ source: from }, clock.now());
    },
    ...refusals(counter),
    ...alerts(counter),
  };
}

function refusals(counter: Instruments['counter']) {
  const reason = [...new Set(Object.values(REASONS)), 'other'];
  const rejected = counter(
    'tocsin_webhook_rejected_total',
    'Webhook requests that were refused, by reason.',
    { source, reason },
  );
  const quarantined = counter(
    'tocsin_webhook_quarantined_total',
    'Webhook requests that were kept although nothing could be made of them.',
    { source },
  );
  return {
    webhookRejected: (from: string, why: string) =>
      rejected({ source: from, reason: REASONS[why] ?? 'other' }),
    webhookQuarantined: (from: string) => quarantined({ source: from }),
  };
}

function alerts(counter: Instruments['counter']) {
  const received = counter(
    'tocsin_alerts_received_total',
    'Alerts in accepted webhooks, by their own status.',
    { source, status: ['firing', 'resolved'] },
  );
  const deduplicated = counter(
    'tocsin_alerts_deduplicated_total',
    'Alerts in accepted webhooks that were no news.',
    { source },
  );
  const truncated = counter(
    'tocsin_alerts_truncated_total',
    'Alerts that the sender counted but left out of its webhook.',
    { source },
  );
  return {
    alertsReceived: (from: string, status: 'firing' | 'resolved', count: number) =>
      received({ source: from, status }, count),
    alertsDeduplicated: (from: string, count: number) => deduplicated({ source: from }, count),
    alertsTruncated: (from: string, count: number) => truncated({ source: from }, count),
  };
}
