/** A page such as the service sends for a SEV1. */
import type { Page } from '../../../src/ports/pager.ts';

export const PAGE: Page = {
  dedupKey: 'tocsin-INC-2026-11-22-001-1',
  incidentId: 'INC-2026-11-22-001',
  summary: 'SEV1 Checkout: error rate above 5 %',
  source: 'checkout',
  severity: 'SEV1',
  startedAt: '2026-11-22T10:00:00.000Z',
  details: { rule: 'defaults/sev1-critical', reason: 'severity="critical"' },
  links: [{ href: 'https://runbooks.example.com/checkout', text: 'Runbook' }],
};
