/** The postmortem: written from what happened, every fact with its proof, and with the lines marked that only a person can write. */
import { criteriaTable } from './criteria-table.ts';
import { evidenceList, overviewPicture } from './evidence-part.ts';
import { entriesOf, fact, factLine, factList, proven } from './fact.ts';
import { postmortemName } from './file-names.ts';
import { type Heading, heading } from './headings.ts';
import { wentBadly, wentWell } from './hindsight.ts';
import {
  actionsTable,
  durationsTable,
  entriesTable,
  factsTable,
  overridesTable,
  pastTable,
} from './incident-parts.ts';
import { markdownBlocks, section } from './markdown-table.ts';
import { markdownBlock, markdownLine } from './neutral.ts';
import { fixText, rootCauseText, verificationText } from './outcome-parts.ts';
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
import { severityText } from './severity-part.ts';
import { successCriteria } from './success-criteria.ts';
import { summaryFacts } from './summary-facts.ts';
import { adherenceFact, longestSilence } from './update-adherence.ts';

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
  return [
    named(
      'summary',
      summaryFacts(papers),
      proven(markdownBlock(incident.description), entries[0]?.seq),
    ),
    named('impact', impactPart(papers)),
    named('detection', detectionPart(papers), severityText(incident, entries)),
    named('timeline', entriesTable(incident, entries)),
    named('phases', durationsTable(incident, entries, policy), silenceText(papers)),
    named(
      'cause',
      rootCauseText(incident, entries) || blank('what broke, and why (no root cause is named)'),
      causeCharts(papers),
    ),
    named('whys', whysPart(papers)),
    named('tried', triedPart(papers)),
    named('fix', fixText(incident, entries) || blank('what made it end (no fix is recorded)')),
    named(
      'verification',
      verificationText(incident, entries) || blank('how anybody knows that it is over'),
    ),
  ];
}

function lessons(papers: IncidentPapers, named: Named): readonly string[] {
  const { incident, entries, charts, overview, projectName } = papers;
  const document = postmortemName(projectName, incident.id);
  return [
    named(
      'well',
      factList(wentWell(papers)),
      blank('what else went well, and where you were lucky'),
    ),
    named('badly', factList(wentBadly(papers)), blank('what else went badly')),
    named('overrides', overridesTable(entries) || 'No gate was overridden.'),
    named(
      'actions',
      actionsTable(incident, entries) || blank('what will be done, by whom, until when'),
    ),
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

function silenceText({ incident, entries }: IncidentPapers): string {
  const longest = longestSilence(incident, entries);
  if (longest === '') return '';
  const heard = adherenceFact(incident, entries)?.refs ?? [];
  // Where nothing was heard at all, the silence lies between the first event and the end.
  const ends = [entries[0], entriesOf(entries, 'IncidentResolved').at(-1)].map((one) => one?.seq);
  const refs = heard.length > 0 ? heard : ends;
  return factLine(fact(`Stakeholders heard nothing for at most ${longest}.`, ...refs));
}
