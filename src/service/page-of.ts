/** The page of an incident: what a phone shows at night, and how to answer it. */
import { firingCount, type Incident } from '../domain/incident.ts';
import type { Signal } from '../domain/signal.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import type { Page } from '../ports/pager.ts';
import type { Parts } from './parts.ts';

export async function pageOf(parts: Parts, incident: Incident, row: OutboxRow): Promise<Page> {
  const signals = await parts.store.signals(incident.id, 20);
  const services = incident.affectedServices.join(', ');
  return {
    dedupKey: incident.page.dedupKey,
    incidentId: incident.id,
    summary: `${incident.severity} ${incident.title} [${incident.id}]`,
    source: services === '' ? incident.title : services,
    severity: incident.severity,
    startedAt: incident.startedAt,
    details: {
      severity: incident.severity,
      proposed_by: `${incident.proposal.rule}: ${incident.proposal.reason}`,
      affected_services: services,
      alerts_firing: String(firingCount(incident)),
      ...('reason' in row.payload ? { escalated: String(row.payload['reason']) } : {}),
      how_to_answer: 'Write a note here: sev1, sev2 …, ic me, status, help',
    },
    links: signals.flatMap(linksOf).slice(0, 10),
  };
}

function linksOf(signal: Signal): Page['links'] {
  const runbook = signal.annotations['runbook_url'] ?? '';
  return [
    { href: runbook, text: `Runbook of ${signal.name}` },
    { href: signal.generatorUrl, text: `${signal.name} in Prometheus` },
  ].filter((link) => /^https?:\/\//.test(link.href));
}
