/** The page of an incident: what a phone shows at night, and how to answer it. */
import { firingCount, type Incident } from '../domain/incident.ts';
import type { Signal } from '../domain/signal.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import type { Page } from '../ports/pager.ts';
import { judge } from '../rules/judge.ts';
import type { Parts } from './parts.ts';

const MOST_SIGNALS = 1000;

export async function pageOf(parts: Parts, incident: Incident, row: OutboxRow): Promise<Page> {
  const signals = await parts.store.signals(incident.id, MOST_SIGNALS);
  const services = incident.affectedServices.join(', ');
  return {
    dedupKey: incident.page.dedupKey,
    incidentId: incident.id,
    summary: `${incident.severity} ${headline(parts, incident, signals)} [${incident.id}]`,
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

/** The title it opened with; where a later alert made it as bad as it is, that one first: it is why somebody is woken. */
function headline(parts: Parts, incident: Incident, signals: readonly Signal[]): string {
  const { rules } = parts.settings();
  const { severity, title } = incident;
  const worst = signals.filter(
    (signal) => signal.status === 'firing' && judge(rules, signal).severity === severity,
  );
  const [first] = worst;
  if (first === undefined || worst.some(({ name }) => title.startsWith(name))) return title;
  return `${titleOf(first)} (it began with ${title})`;
}

const LONGEST_TITLE = 200;

function titleOf({ name, annotations }: Signal): string {
  const { summary = '' } = annotations;
  const text = summary === '' ? name : `${name}: ${summary}`;
  const letters = [...text.replace(/\s+/g, ' ').trim()];
  return letters.length > LONGEST_TITLE
    ? `${letters.slice(0, LONGEST_TITLE - 1).join('')}…`
    : letters.join('');
}

function linksOf(signal: Signal): Page['links'] {
  const runbook = signal.annotations['runbook_url'] ?? '';
  return [
    { href: runbook, text: `Runbook of ${signal.name}` },
    { href: signal.generatorUrl, text: `${signal.name} in Prometheus` },
  ].filter((link) => /^https?:\/\//.test(link.href));
}
