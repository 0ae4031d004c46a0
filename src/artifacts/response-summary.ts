/** The incident response summary: one page for whoever asks afterwards what it was and how it was handled. */

import { criteriaTable } from './criteria-table.ts';
import { heading } from './headings.ts';
import { durationsTable, factsTable, needsList } from './incident-parts.ts';
import { markdownBlocks, section } from './markdown-table.ts';
import { markdownLine } from './neutral.ts';
import { fixText, rootCauseText } from './outcome-parts.ts';
import type { IncidentPapers } from './report.ts';
import { successCriteria } from './success-criteria.ts';
import { summaryFacts } from './summary-facts.ts';

export function responseSummary(papers: IncidentPapers): string {
  const { incident, language, policy, needs, entries } = papers;
  return `${markdownBlocks([
    `# ${incident.id}: ${markdownLine(incident.title, 300)}`,
    factsTable(incident, policy),
    section(heading('summary', language), summaryFacts(papers)),
    section(heading('cause', language), rootCauseText(incident, entries)),
    section(heading('fix', language), fixText(incident, entries)),
    section(heading('phases', language), durationsTable(incident, entries, policy)),
    section(heading('criteria', language), criteriaTable(successCriteria(papers))),
    section(heading('needed', language), needsList(needs)),
  ])}\n`;
}
