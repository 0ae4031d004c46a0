/** The parts of an incident's documents in Markdown: each is used by the report, the postmortem, or both. */
import type { EvidenceId } from '../domain/evidence.ts';
import { commanderOf, type Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import { dayOf } from '../domain/instant.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need } from '../domain/refusal.ts';
import { durationsOf, durationText } from './durations.ts';
import type { Entry } from './fact.ts';
import { alertsOf, causeOf, lastFixOf, verificationOf } from './incident-context.ts';
import { instantText, timeText } from './instant-text.ts';
import { markdownBlocks, markdownTable } from './markdown-table.ts';
import { markdownBlock, markdownLine } from './neutral.ts';
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

export function severityText(incident: Incident): string {
  const { severity, rule, reason } = incident.proposal;
  const why = reason === '' ? '.' : `: ${markdownLine(reason)}`;
  const proposed = `**${severity}** was proposed by the rule ${markdownLine(rule)}${why}`;
  return markdownBlocks([proposed, confirmationText(incident)]);
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

export function rootCauseText(incident: Incident): string {
  const cause = causeOf(incident);
  if (cause === null) return '';
  const signed = `— ${markdownLine(cause.by)}, ${instantText(cause.at)}`;
  if (cause.how === 'overridden') {
    return `No root cause was named; the gate was overridden: ${markdownLine(cause.reason)}\n\n${signed}`;
  }
  return markdownBlocks([markdownBlock(cause.text), evidenceText(cause.evidence), signed]);
}

export function fixText(incident: Incident): string {
  const fix = lastFixOf(incident);
  if (fix === null) return '';
  const rollback = fix.rollback === '' ? '' : `**Rollback:** ${markdownLine(fix.rollback)}`;
  const signed = `— ${markdownLine(fix.by)}, ${instantText(fix.at)}`;
  return markdownBlocks([markdownBlock(fix.text), rollback, evidenceText(fix.evidence), signed]);
}

const VERIFIED = {
  checked: 'The data shows the recovery',
  vouched: 'A person vouches for the recovery',
  overridden: 'Nobody verified the recovery; the gate was overridden',
} as const;

export function verificationText(incident: Incident): string {
  const verification = verificationOf(incident);
  if (verification === null) return lastCheckText(incident);
  const how = `${VERIFIED[verification.how]}: ${markdownLine(verification.finding)}`;
  const signed = `— ${markdownLine(verification.by)}, ${instantText(verification.at)}`;
  const shown = [evidenceText(verification.evidence), checksTable(incident)];
  return markdownBlocks([how, ...shown, signed]);
}

const PASSED = new Map([
  [true, '✓'],
  [false, '✗'],
  [null, 'not known'],
]);

/** What the last check looked at. */
function checksTable({ lastCheck }: Incident): string {
  const rows = (lastCheck?.checks ?? []).map(({ name, passed, finding }) => [
    name,
    PASSED.get(passed) ?? '',
    markdownLine(finding),
  ]);
  return markdownTable(['Check', '', 'Finding'], rows);
}

/** A check that did not show recovery is news too, as long as nothing better is known. */
function lastCheckText(incident: Incident): string {
  const { lastCheck } = incident;
  if (lastCheck === null) return '';
  const { attempt, at, verdict, finding } = lastCheck;
  const told = `Not verified. Check ${attempt} at ${instantText(at)} was ${verdict}: ${markdownLine(finding)}`;
  return markdownBlocks([told, checksTable(incident)]);
}

export function durationsTable(
  incident: Incident,
  events: readonly IncidentEvent[],
  policy: Policy,
): string {
  const rows = durationsOf(incident, events, policy).map(({ name, counts, seconds, target }) => [
    name,
    counts,
    seconds === null ? '' : durationText(seconds),
    target === null ? '' : durationText(target),
    seconds === null || target === null ? '' : verdictOn(seconds, target),
  ]);
  return markdownTable(['Measure', 'Counts', 'Took', 'Target', ''], rows);
}

export function needsList(needs: readonly Need[]): string {
  return needs
    .map(({ text, remedy }) => `- ${markdownLine(text)} → ${markdownLine(remedy)}`)
    .join('\n');
}

export function overridesTable(incident: Incident): string {
  const rows = incident.overrides.map(({ need, reason, by, at }) => [
    need,
    markdownLine(reason),
    markdownLine(by),
    instantText(at),
  ]);
  return markdownTable(['Gate', 'Reason', 'Who', 'When'], rows);
}

export function actionsTable(incident: Incident): string {
  const rows = incident.actions.map(({ id, text, owner, due, state, proof, finding }) => [
    id,
    markdownLine(text),
    markdownLine(owner),
    markdownLine(due),
    finding === '' ? state : `${state}: ${markdownLine(finding)}`,
    proof === null ? '' : `${markdownLine(proof.promql)} for ${proof.days} d`,
  ]);
  return markdownTable(['', 'Action', 'Owner', 'Due', 'State', 'Done when'], rows);
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

function evidenceText(evidence: readonly EvidenceId[]): string {
  return evidence.length === 0 ? '' : `**Evidence:** ${evidence.join(', ')}`;
}

function verdictOn(seconds: number, target: number): string {
  return seconds <= target ? 'met' : `missed by ${durationText(seconds - target)}`;
}

function alertsText(incident: Incident): string {
  const { firing, resolved, truncated } = alertsOf(incident);
  if (firing + resolved === 0) return '';
  const hidden = truncated === 0 ? '' : `, ${truncated} more not shown by the sender`;
  return `${firing} firing, ${resolved} resolved${hidden}`;
}

function confirmationText(incident: Incident): string {
  const { confirmed, severity } = incident;
  if (confirmed === null) return 'Nobody has confirmed it yet.';
  const at = instantText(confirmed.at);
  const how =
    confirmed.how === 'person'
      ? `${markdownLine(confirmed.by)} confirmed **${confirmed.severity}** at ${at}.`
      : `Nobody confirmed it in time: **${confirmed.severity}** was accepted at the triage deadline, ${at}.`;
  const raised = severity === confirmed.severity ? '' : ` It was raised to **${severity}** later.`;
  return how + raised;
}
