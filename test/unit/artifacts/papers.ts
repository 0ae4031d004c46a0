/** What the documents of an incident are written from, for any part of its story. */
import type { IncidentPapers } from '../../../src/artifacts/report.ts';
import { needsOf } from '../../../src/domain/gates.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { entriesOf, incidentAfter } from './an-incident.ts';

export function papers(events: readonly IncidentEvent[]): IncidentPapers {
  const incident = incidentAfter(events);
  return {
    incident,
    entries: entriesOf(events),
    policy: DEFAULT_POLICY,
    needs: needsOf(incident, DEFAULT_POLICY),
    charts: [{ evidenceId: 'E1', path: 'psm-artifacts/INC-2026-11-22-007-E1.svg' }],
    overview: null,
    projectName: 'shop',
    belongsTo: ['Hoa Sen', 'production'],
    reportPath: 'psm-artifacts/incident-shop-2026-11-22-007.md',
    language: 'en',
  };
}

/** What stands under a heading of a document. */
export function part(markdown: string, heading: string): string {
  return markdown.split(`\n## ${heading}\n\n`)[1]?.split('\n\n## ')[0] ?? '';
}
