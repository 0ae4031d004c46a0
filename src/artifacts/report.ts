/** The incident report: everything that is known of an incident, as one Markdown document, at any time of its life. */
import { type Incident, impactOf } from '../domain/incident.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need } from '../domain/refusal.ts';
import type { Language } from '../domain/say-hints.ts';
import { type ChartFile, evidenceList, overviewPicture } from './evidence-part.ts';
import type { Entry } from './fact.ts';
import { type Heading, heading } from './headings.ts';
import {
  actionsTable,
  durationsTable,
  entriesTable,
  factsTable,
  hypothesesList,
  needsList,
  overridesTable,
  pastTable,
} from './incident-parts.ts';
import { instantText } from './instant-text.ts';
import { markdownBlocks, section } from './markdown-table.ts';
import { markdownBlock, markdownLine } from './neutral.ts';
import { fixText, rootCauseText, verificationText } from './outcome-parts.ts';
import { severityText } from './severity-part.ts';

export interface IncidentPapers {
  readonly incident: Incident;
  /** All of them, in order. */
  readonly entries: readonly Entry[];
  readonly policy: Policy;
  /** What the next gate still asks. */
  readonly needs: readonly Need[];
  readonly charts: readonly ChartFile[];
  /** The picture of the top evidence, named as charts are; null where there is none. */
  readonly overview: string | null;
  readonly projectName: string;
  /** The organization and the environment, as far as they are told. */
  readonly belongsTo: readonly string[];
  /** Where the report goes, relative to the output folder. */
  readonly reportPath: string;
  readonly language: Language;
}

export function incidentReport(papers: IncidentPapers): string {
  const { incident, entries, policy, needs, charts, language } = papers;
  const { description, prevention } = incident;
  const named = (key: Heading, ...blocks: readonly string[]) =>
    section(heading(key, language), ...blocks);
  return `${markdownBlocks([
    `# ${incident.id}: ${markdownLine(incident.title, 300)}`,
    factsTable(incident, policy),
    named('summary', markdownBlock(description), impactText(impactOf(incident))),
    named('needed', needsList(needs)),
    named('severity', severityText(incident, entries)),
    named('hypotheses', hypothesesList(incident)),
    named('past', pastTable(incident)),
    named('timeline', entriesTable(incident, entries)),
    named(
      'evidence',
      overviewPicture(papers.overview, papers.reportPath),
      evidenceList(incident.evidence, charts, papers.reportPath),
    ),
    named('cause', rootCauseText(incident, entries)),
    named('fix', fixText(incident, entries)),
    named('verification', verificationText(incident, entries)),
    named('overrides', overridesTable(entries)),
    named('durations', durationsTable(incident, entries, policy)),
    named('actions', actionsTable(incident, entries)),
    named('prevention', prevention.map((text) => `- ${markdownLine(text)}`).join('\n')),
    footer(papers),
  ])}\n`;
}

function impactText(impact: string | null): string {
  return impact === null ? '' : `**Impact:** ${markdownLine(impact)}`;
}

function footer({ incident, projectName, belongsTo }: IncidentPapers): string {
  const names = [...new Set([projectName, ...belongsTo])].map((name) => markdownLine(name));
  return `---\n\n${names.join(' · ')} · as of ${instantText(incident.lastUpdated)}`;
}
