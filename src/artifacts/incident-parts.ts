/** The parts of an incident's documents in Markdown: each is used by the report, the postmortem, or both. */
import { commanderOf, type Incident } from '../domain/incident.ts';
import { dayOf } from '../domain/instant.ts';
import type { ActionId } from '../domain/marks.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need } from '../domain/refusal.ts';
import { durationsOf, durationText } from './durations.ts';
import { type Entry, entriesOf, proven } from './fact.ts';
import { alertsOf } from './incident-context.ts';
import { instantText, timeText } from './instant-text.ts';
import { markdownTable } from './markdown-table.ts';
import { markdownLine } from './neutral.ts';
import { describeEvent } from './timeline-text.ts';

/** Whoever is on call commands until somebody takes command. */
export function factsTable(incident: Incident, policy: Policy): string {
  const { timeline, pagerduty } = incident;
  const facts: [string, string][] = [
    ['Status', incident.phase.status],
    ['Services', markdownLine(incident.affectedServices.join(', '))],
    ['Started', instantText(incident.startedAt)],
    ['Detected', instantText(timeline.detected_at)],
    ['Resolved', timeline.resolved_at === null ? '' : instantText(timeline.resolved_at)],
    ['Commander', markdownLine(commanderOf(incident, policy) ?? '')],
    ['Alerts', alertsText(incident)],
    ['Source', incident.source],
    ['PagerDuty', markdownLine(pagerduty?.incidentId ?? '')],
    ['Follows', markdownLine(incident.follows ?? '')],
  ];
  return markdownTable(
    ['Severity', incident.severity],
    facts.filter(([, value]) => value !== '').map(([name, value]) => [`**${name}**`, value]),
  );
}

/** The first column is the number by which every sentence of fact names its event. */
export function entriesTable(incident: Incident, entries: readonly Entry[]): string {
  const day = dayOf(incident.timeline.detected_at);
  return markdownTable(
    ['#', `Time (UTC, ${day})`, 'Who', 'What'],
    entries.map(({ seq, event }) => [
      `#${seq}`,
      timeText(event.at, day),
      markdownLine(event.by.name, 100),
      markdownLine(describeEvent(event)),
    ]),
  );
}

export function durationsTable(
  incident: Incident,
  entries: readonly Entry[],
  policy: Policy,
): string {
  const rows = durationsOf(incident, entries, policy).map((each) => {
    const { name, counts, seconds, endedBy, target } = each;
    return [
      name,
      counts,
      seconds === null ? '' : proven(durationText(seconds), endedBy),
      target === null ? '' : durationText(target),
      seconds === null || target === null ? '' : verdictOn(seconds, target),
    ];
  });
  return markdownTable(['Measure', 'Counts', 'Took', 'Target', ''], rows);
}

export function needsList(needs: readonly Need[]): string {
  return needs
    .map(({ text, remedy }) => `- ${markdownLine(text)} → ${markdownLine(remedy)}`)
    .join('\n');
}

export function overridesTable(entries: readonly Entry[]): string {
  const rows = entriesOf(entries, 'GateOverridden').map(({ seq, event }) => [
    event.need,
    markdownLine(event.reason),
    markdownLine(event.by.name),
    proven(instantText(event.saidAt ?? event.at), seq),
  ]);
  return markdownTable(['Gate', 'Reason', 'Who', 'When'], rows);
}

export function actionsTable(incident: Incident, entries: readonly Entry[]): string {
  const added = entriesOf(entries, 'ActionAdded');
  const rows = incident.actions.map(({ id, text, owner, due, state, proof, finding }, index) => [
    id,
    proven(markdownLine(text), added[index]?.seq),
    markdownLine(owner),
    markdownLine(due),
    proven(finding === '' ? state : `${state}: ${markdownLine(finding)}`, lastMove(entries, id)),
    proof === null ? '' : `${markdownLine(proof.promql)} for ${proof.days} d`,
  ]);
  return markdownTable(['', 'Action', 'Owner', 'Due', 'State', 'Done when'], rows);
}

/** The event that made its state what it is; undefined while nothing has since it was added. */
function lastMove(entries: readonly Entry[], id: ActionId): number | undefined {
  const isMove = ({ event }: Entry) =>
    'action' in event && event.action === id && event.type !== 'ActionReminded';
  return entries.findLast(isMove)?.seq;
}

/** Each with what would refute it; and what the diagnosis could not see. */
export function hypothesesList({ hypotheses, diagnosis }: Incident): string {
  const ranked = hypotheses.map(({ id, text, confidence, evidence, refutedBy = '' }) => {
    const sure = `- **${id}** (${Math.round(confidence * 100)} %): ${markdownLine(text)}`;
    const refuted = refutedBy === '' ? '' : ` ${markdownLine(refutedBy)}`;
    return `${sure} \\[${evidence.join(', ')}\\]${refuted}`;
  });
  const open = diagnosis?.inconclusive
    ? [`- Inconclusive: ${markdownLine(diagnosis.inconclusive)}`]
    : [];
  const holes = (diagnosis?.holes ?? []).map((hole) => `- Missing: ${markdownLine(hole)}`);
  return [...ranked, ...open, ...holes].join('\n');
}

/** What looked like this before, and what ended it then. */
export function pastTable({ past }: Incident): string {
  const rows = past.map(({ id, title, likeness, resolvedAt, cause, fix }) => [
    markdownLine(id),
    markdownLine(title, 200),
    LIKENESS[likeness],
    resolvedAt === null ? 'not resolved' : instantText(resolvedAt),
    markdownLine(cause ?? ''),
    markdownLine(fix ?? ''),
  ]);
  return markdownTable(['Incident', 'Title', 'Alike', 'Resolved', 'Cause', 'Fix'], rows);
}

const LIKENESS = {
  key: 'same correlation',
  alert: 'same alert',
  cause: 'same cause',
} as const;

function verdictOn(seconds: number, target: number): string {
  return seconds <= target ? 'met' : `missed by ${durationText(seconds - target)}`;
}

function alertsText(incident: Incident): string {
  const { firing, resolved, truncated } = alertsOf(incident);
  if (firing + resolved === 0) return '';
  const hidden = truncated === 0 ? '' : `, ${truncated} more not shown by the sender`;
  return `${firing} firing, ${resolved} resolved${hidden}`;
}
