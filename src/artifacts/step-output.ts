/** The output of one step: what was done in it, which questions stood, and how its gate was passed. */
import type { Incident } from '../domain/incident.ts';
import type { StepNumber } from '../domain/marks.ts';
import type { Language } from '../domain/say-hints.ts';
import { STEP_NAMES } from './file-names.ts';
import { heading } from './headings.ts';
import { entriesTable } from './incident-parts.ts';
import { instantText } from './instant-text.ts';
import { markdownBlocks, section } from './markdown-table.ts';
import { markdownLine } from './neutral.ts';
import type { IncidentPapers } from './report.ts';
import { type StepPart, stepParts } from './steps-of.ts';

/** Empty when the step has not begun. */
export function stepOutput(papers: IncidentPapers, step: StepNumber): string {
  const parts = stepParts(papers.entries).filter((part) => part.step === step);
  if (parts.length === 0) return '';
  return `${markdownBlocks([
    `# ${papers.incident.id}: ${STEP_NAMES[step]}`,
    ...parts.map((part) => partText(papers, part)),
  ])}\n`;
}

function partText({ incident, language }: IncidentPapers, part: StepPart): string {
  const [first, last] = [part.entries[0], part.entries.at(-1)];
  const from = first === undefined ? '' : instantText(first.event.at);
  const to = last === undefined ? '' : instantText(last.event.at);
  return markdownBlocks([
    `**Round ${part.round}**, ${from} to ${to}`,
    guidance(incident, part, language),
    section(heading('happened', language), entriesTable(incident, part.entries)),
  ]);
}

/** What the workflow's file for this step asked, as it stood when the step began. */
function guidance(incident: Incident, { step, round }: StepPart, language: Language): string {
  const mark = incident.steps.find((each) => each.step === step && each.round === round - 1);
  if (mark === undefined) return '';
  const { title, workflow, version, file, questions, skills } = mark;
  return markdownBlocks([
    `${markdownLine(title)} (${markdownLine(workflow)}, ${markdownLine(file)}, version \`${version.replace(/[^\w.+-]/g, '').slice(0, 40)}\`)`,
    section(
      heading('questions', language),
      questions.map((question) => `- ${markdownLine(question)}`).join('\n'),
      skills.length === 0 ? '' : markdownLine(`Loaded: ${skills.join(', ')}`),
    ),
  ]);
}
