/** The postmortem: a first draft from what happened, with the lines marked that only a person can write. */
import type { Incident } from '../domain/incident.ts';
import { durationsOf, durationText } from './durations.ts';
import { evidenceList } from './evidence-part.ts';
import {
  actionsTable,
  durationsTable,
  factsTable,
  fixText,
  overridesTable,
  rootCauseText,
  severityText,
  timelineTable,
  verificationText,
} from './incident-parts.ts';
import { instantText } from './instant-text.ts';
import { markdownBlocks, section } from './markdown-table.ts';
import { markdownBlock, markdownLine } from './neutral.ts';
import type { IncidentPapers } from './report.ts';

/** Every line with this mark is left for a person. */
export const TO_BE_WRITTEN = '_to be written:_';

export function postmortem(papers: IncidentPapers): string {
  const { incident, events, policy, charts } = papers;
  return `${markdownBlocks([
    `# Postmortem of ${incident.id}: ${markdownLine(incident.title, 300)}`,
    factsTable(incident),
    section('Summary', summaryText(papers), markdownBlock(incident.description)),
    section('Impact', impactText(incident)),
    section('Detection', detectionText(incident), severityText(incident)),
    section('Timeline', timelineTable(incident, events)),
    section(
      'Root cause',
      rootCauseText(incident) || blank('what broke, and why (no root cause is named)'),
    ),
    section('Fix', fixText(incident) || blank('what made it end (no fix is recorded)')),
    section(
      'Verification',
      verificationText(incident) || blank('how anybody knows that it is over'),
    ),
    section('Overrides', overridesTable(incident) || 'No gate was overridden.'),
    section('Durations', durationsTable(incident, events, policy)),
    section(
      'Action items',
      actionsTable(incident) || blank('what will be done, by whom, until when'),
    ),
    section('Prevention', preventionText(incident)),
    section('Lessons', lessons()),
    section('Evidence', evidenceList(incident.evidence, charts)),
  ])}\n`;
}

function summaryText({ incident, events, policy }: IncidentPapers): string {
  const services = markdownLine(incident.affectedServices.join(', ')) || 'an unnamed service';
  const recovery = durationsOf(incident, events, policy).at(-1)?.seconds ?? null;
  const end =
    recovery === null ? 'It is not resolved yet.' : `It took ${durationText(recovery)} to recover.`;
  return `A ${incident.severity} incident of ${services} began at ${instantText(incident.startedAt)}. ${end}`;
}

function impactText(incident: Incident): string {
  const stated = incident.impact === null ? '' : markdownBlock(incident.impact);
  return markdownBlocks([stated, blank('who noticed, how many users, what it cost')]);
}

function detectionText(incident: Incident): string {
  const { detected_at } = incident.timeline;
  const late = durationText((Date.parse(detected_at) - Date.parse(incident.startedAt)) / 1000);
  const by =
    incident.source === 'api' ? 'reported by a person' : `detected through ${incident.source}`;
  return `It was ${by} at ${instantText(detected_at)}, ${late} after it began.`;
}

function preventionText({ prevention }: Incident): string {
  const stated = prevention.map((text) => `- ${markdownLine(text)}`).join('\n');
  return stated || blank('what keeps it from coming back');
}

function lessons(): string {
  return markdownBlocks([
    blank('what went well'),
    blank('what went badly'),
    blank('where we were lucky'),
  ]);
}

function blank(what: string): string {
  return `${TO_BE_WRITTEN} ${what}`;
}
