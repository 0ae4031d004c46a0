/** The incident response summary: one page for whoever asks afterwards what it was and how it was handled. */

import { criteriaTable } from './criteria-table.ts';
import { heading } from './headings.ts';
import { durationsTable, factsTable, fixText, needsList, rootCauseText } from './incident-parts.ts';
import { markdownBlocks, section } from './markdown-table.ts';
import { markdownLine } from './neutral.ts';
import type { IncidentPapers } from './report.ts';
import { successCriteria } from './success-criteria.ts';
import { summaryFacts } from './summary-facts.ts';

export function responseSummary(papers: IncidentPapers): string {
  const { incident, language, policy, needs, entries } = papers;
  const events = entries.map(({ event }) => event);
  return `${markdownBlocks([
    `# ${incident.id}: ${markdownLine(incident.title, 300)}`,
    factsTable(incident, policy),
    section(heading('summary', language), summaryFacts(papers)),
    section(heading('cause', language), rootCauseText(incident)),
    section(heading('fix', language), fixText(incident)),
    section(heading('phases', language), durationsTable(incident, events, policy)),
    section(heading('criteria', language), criteriaTable(successCriteria(papers))),
    section(heading('needed', language), needsList(needs)),
  ])}\n`;
}
