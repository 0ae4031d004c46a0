/** The postmortem: written from what happened, every fact with its proof, and with the lines marked that only a person can write. */
import type { Incident } from '../domain/incident.ts';
import { criteriaTable } from './criteria-table.ts';
import { evidenceList, overviewPicture } from './evidence-part.ts';
import { factList } from './fact.ts';
import { postmortemName } from './file-names.ts';
import { type Heading, heading } from './headings.ts';
import { wentBadly, wentWell } from './hindsight.ts';
import {
  actionsTable,
  durationsTable,
  entriesTable,
  factsTable,
  fixText,
  overridesTable,
  pastTable,
  rootCauseText,
  severityText,
  verificationText,
} from './incident-parts.ts';
import { markdownBlocks, section } from './markdown-table.ts';
import { markdownBlock, markdownLine } from './neutral.ts';
import {
  blank,
  causeCharts,
  detectionPart,
  impactPart,
  preventionPart,
  stillToWrite,
  triedPart,
  whysPart,
} from './postmortem-parts.ts';
import type { IncidentPapers } from './report.ts';
import { successCriteria } from './success-criteria.ts';
import { summaryFacts } from './summary-facts.ts';
import { longestSilence } from './update-adherence.ts';

export function postmortem(papers: IncidentPapers): string {
  const { incident, language, policy } = papers;
  const named = (key: Heading, ...blocks: readonly string[]) =>
    section(heading(key, language), ...blocks);
  const body = markdownBlocks([...story(papers, named), ...lessons(papers, named)]);
  return `${markdownBlocks([
    `# ${heading('postmortem', language)}: ${incident.id}: ${markdownLine(incident.title, 300)}`,
    factsTable(incident, policy),
    named('toWrite', stillToWrite(body)),
    body,
  ])}\n`;
}

type Named = (key: Heading, ...blocks: readonly string[]) => string;

function story(papers: IncidentPapers, named: Named): readonly string[] {
  const { incident, entries, policy } = papers;
  const events = entries.map(({ event }) => event);
  return [
    named('summary', summaryFacts(papers), markdownBlock(incident.description)),
    named('impact', impactPart(papers)),
    named('detection', detectionPart(papers), severityText(incident)),
    named('timeline', entriesTable(incident, entries)),
    named('phases', durationsTable(incident, events, policy), silenceText(incident)),
    named(
      'cause',
      rootCauseText(incident) || blank('what broke, and why (no root cause is named)'),
      causeCharts(papers),
    ),
    named('whys', whysPart(papers)),
    named('tried', triedPart(papers)),
    named('fix', fixText(incident) || blank('what made it end (no fix is recorded)')),
    named('verification', verificationText(incident) || blank('how anybody knows that it is over')),
  ];
}

function lessons(papers: IncidentPapers, named: Named): readonly string[] {
  const { incident, charts, overview, projectName } = papers;
  const document = postmortemName(projectName, incident.id);
  return [
    named(
      'well',
      factList(wentWell(papers)),
      blank('what else went well, and where you were lucky'),
    ),
    named('badly', factList(wentBadly(papers)), blank('what else went badly')),
    named('overrides', overridesTable(incident) || 'No gate was overridden.'),
    named('actions', actionsTable(incident) || blank('what will be done, by whom, until when')),
    named('prevention', preventionPart(papers)),
    named('criteria', criteriaTable(successCriteria(papers))),
    named('past', pastTable(incident)),
    named(
      'evidence',
      overviewPicture(overview, document),
      evidenceList(incident.evidence, charts, document),
    ),
  ];
}

function silenceText(incident: Incident): string {
  const longest = longestSilence(incident);
  return longest === '' ? '' : `Stakeholders heard nothing for at most ${longest}.`;
}
