/** An incident born in PagerDuty, as a signal that the rules can judge. */
import type { Signal } from '../domain/signal.ts';
import type { VendorAlert } from '../ports/duty-board.ts';
import type { HeededIncident } from './heeded.ts';

/** PagerDuty's word for a severity, as the labels of alerts say it. */
const SEVERITIES: Readonly<Record<string, string>> = {
  critical: 'critical',
  error: 'critical',
  warning: 'warning',
  info: 'info',
};

/** Its alerts' details become labels; what PagerDuty itself says of the incident goes over them. */
export function vendorSignal(
  event: HeededIncident,
  alerts: readonly VendorAlert[],
  status: Signal['status'],
): Signal {
  const details = Object.assign({}, ...alerts.map((alert) => alert.details)) as Signal['labels'];
  const severity = alerts.map((alert) => SEVERITIES[alert.severity ?? '']).find(Boolean);
  const name = details['alertname'] ?? event.title;
  return {
    source: 'pagerduty',
    fingerprint: event.vendorIncidentId,
    status,
    name,
    labels: {
      ...(severity === undefined ? {} : { severity }),
      ...details,
      alertname: name,
      urgency: event.urgency,
      ...(event.priority === null ? {} : { priority: event.priority }),
      service: details['service'] ?? event.service,
    },
    annotations: { summary: event.title },
    startsAt: event.createdAt,
    endsAt: null,
    generatorUrl: details['generatorURL'] ?? details['generator_url'] ?? '',
    groupKey: `pagerduty:${event.vendorIncidentId}`,
  };
}
