/** The incident report: everything that is known of an incident, as one Markdown document, at any time of its life. */
import type { Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need } from '../domain/refusal.ts';
import { type ChartFile, evidenceList } from './evidence-part.ts';
import {
  actionsTable,
  durationsTable,
  factsTable,
  fixText,
  needsList,
  overridesTable,
  rootCauseText,
  severityText,
  timelineTable,
  verificationText,
} from './incident-parts.ts';
import { instantText } from './instant-text.ts';
import { markdownBlocks, section } from './markdown-table.ts';
import { markdownBlock, markdownLine } from './neutral.ts';

export interface IncidentPapers {
  readonly incident: Incident;
  /** All of them, in order. */
  readonly events: readonly IncidentEvent[];
  readonly policy: Policy;
  /** What the next gate still asks. */
  readonly needs: readonly Need[];
  readonly charts: readonly ChartFile[];
  readonly projectName: string;
}

export function incidentReport(papers: IncidentPapers): string {
  const { incident, events, policy, needs, charts } = papers;
  const { description, impact, prevention } = incident;
  return `${markdownBlocks([
    `# ${incident.id}: ${markdownLine(incident.title, 300)}`,
    factsTable(incident),
    section('Summary', markdownBlock(description), impactText(impact)),
    section('Still needed', needsList(needs)),
    section('Severity', severityText(incident)),
    section('Timeline', timelineTable(incident, events)),
    section('Evidence', evidenceList(incident.evidence, charts)),
    section('Root cause', rootCauseText(incident)),
    section('Fix', fixText(incident)),
    section('Verification', verificationText(incident)),
    section('Overrides', overridesTable(incident)),
    section('Durations', durationsTable(incident, events, policy)),
    section('Action items', actionsTable(incident)),
    section('Prevention', prevention.map((text) => `- ${markdownLine(text)}`).join('\n')),
    footer(papers),
  ])}\n`;
}

function impactText(impact: string | null): string {
  return impact === null ? '' : `**Impact:** ${markdownLine(impact)}`;
}

function footer({ incident, projectName }: IncidentPapers): string {
  return `---\n\n${markdownLine(projectName)} · as of ${instantText(incident.lastUpdated)}`;
}
