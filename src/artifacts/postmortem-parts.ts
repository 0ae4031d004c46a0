/** The parts of the postmortem that people must read or complete: impact, detection, whys, what was tried, what is left to write. */
import { impactOf } from '../domain/incident.ts';
import { durationText } from './durations.ts';
import { pictureText } from './evidence-part.ts';
import { type EntryOf, entriesOf, fact, factLine, factList } from './fact.ts';
import { postmortemName } from './file-names.ts';
import { causeOf } from './incident-context.ts';
import { instantText } from './instant-text.ts';
import { markdownBlocks } from './markdown-table.ts';
import type { IncidentPapers } from './report.ts';

/** Every line with this mark is left for a person. */
export const TO_BE_WRITTEN = '_to be written:_';

export function blank(what: string): string {
  return `${TO_BE_WRITTEN} ${what}`;
}

export function impactPart({ incident, entries }: IncidentPapers): string {
  const stated = entriesOf(entries, 'ImpactStated').at(-1);
  const proposed = entriesOf(entries, 'SeverityProposed').at(-1);
  const text = impactOf(incident);
  const told =
    text === null
      ? ''
      : factLine(
          stated === undefined
            ? fact(`Assumed from the alert, stated by nobody: ${text}`, proposed?.seq)
            : fact(text, stated.seq),
        );
  const users = entriesOf(entries, 'UsersReported').at(-1);
  // What was said of them before it came back says nothing of them now.
  const reports =
    users === undefined || incident.userReports === null
      ? ''
      : factLine(fact(`Users: ${usersText(users)}`, users.seq));
  return markdownBlocks([told, reports, blank('who noticed, how many users, what it cost')]);
}

function usersText({ event }: EntryOf<'UsersReported'>): string {
  const standing = event.calm ? 'no more complaints' : 'still complaining';
  return event.text === '' ? standing : `${standing}: ${event.text}`;
}

export function detectionPart({ incident, entries }: IncidentPapers): string {
  const { detected_at } = incident.timeline;
  const late = (Date.parse(detected_at) - Date.parse(incident.startedAt)) / 1000;
  const by =
    incident.source === 'api' ? 'reported by a person' : `detected through ${incident.source}`;
  return factLine(
    fact(
      `It was ${by} at ${instantText(detected_at)}, ${durationText(late)} after it began.`,
      entries[0]?.seq,
    ),
  );
}

/** The pictures of the evidence that the root cause rests on. */
export function causeCharts({ incident, charts, projectName }: IncidentPapers): string {
  const cause = causeOf(incident);
  if (cause === null || cause.how === 'overridden') return '';
  const named = charts.filter(({ evidenceId }) => cause.evidence.some((id) => id === evidenceId));
  const from = postmortemName(projectName, incident.id);
  return named
    .map(({ evidenceId, path }) => pictureText(`Chart of ${evidenceId}`, path, from))
    .join('\n\n');
}

/** The chain that was stated since it was last reopened, and a line for each step of it that is still owed. */
export function whysPart({ incident, entries, policy }: IncidentPapers): string {
  const all = entriesOf(entries, 'WhyStated').map(({ event, seq }) => fact(event.text, seq));
  const stated = all.slice(all.length - incident.whys.length);
  const owed = Math.max(0, policy.whys - stated.length);
  const lines = [
    ...stated.map((each, index) => `${index + 1}. ${factLine(each)}`),
    ...Array.from({ length: owed }, (_, index) => {
      const number = stated.length + index + 1;
      return `${number}. ${blank(number === 1 ? 'why did it happen?' : `why that? (why ${number})`)}`;
    }),
  ];
  return lines.join('\n');
}

export function triedPart({ entries }: IncidentPapers): string {
  const tried = entries.flatMap(({ seq, event }) => {
    switch (event.type) {
      case 'RootCauseNamed':
        return [fact(`Root cause named: ${event.text}`, seq, ...event.evidence)];
      case 'FixRecorded':
        return [fact(`Fix: ${event.text}`, seq, ...event.evidence)];
      case 'RecoveryChecked':
        return event.verdict === 'recovered'
          ? []
          : [fact(`Check ${event.attempt}, ${event.verdict}: ${event.finding}`, seq)];
      default:
        return [];
    }
  });
  return factList(tried);
}

export function preventionPart({ entries }: IncidentPapers): string {
  const stated = entriesOf(entries, 'PreventionStated').map(({ event, seq }) =>
    fact(event.text, seq),
  );
  return factList(stated) || blank('what keeps it from coming back');
}

/** The lines of a document that a person must still write, each with the heading it stands under. */
export function stillToWrite(document: string): string {
  let under = '';
  const lines: string[] = [];
  for (const line of proseOf(document)) {
    if (line.startsWith('## ')) under = line.slice(3);
    const at = line.indexOf(TO_BE_WRITTEN);
    if (at >= 0) lines.push(`- ${under}: ${line.slice(at + TO_BE_WRITTEN.length).trim()}`);
  }
  return lines.join('\n');
}

/** Its lines outside of code blocks: what stands in those, others wrote. */
function proseOf(document: string): readonly string[] {
  let fence = '';
  return document.split('\n').filter((line) => {
    const ticks = /^`{3,}(?=[^`]*$)/.exec(line)?.[0] ?? '';
    if (fence === '') {
      fence = ticks;
      return ticks === '';
    }
    if (ticks.length >= fence.length && line.trimEnd() === ticks) fence = '';
    return false;
  });
}
