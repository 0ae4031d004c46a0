/** The outcome of an incident in Markdown: its cause, its fix and its verification, each with the events that say so. */
import type { EvidenceId } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { NeedName } from '../domain/refusal.ts';
import { type Entry, entriesOf, proven } from './fact.ts';
import { causeOf, lastFixOf, verificationOf } from './incident-context.ts';
import { instantText } from './instant-text.ts';
import { markdownBlocks, markdownTable } from './markdown-table.ts';
import { markdownBlock, markdownLine } from './neutral.ts';

export function rootCauseText(incident: Incident, entries: readonly Entry[]): string {
  const cause = causeOf(incident);
  if (cause === null) return '';
  if (cause.how === 'overridden') {
    return markdownBlocks([
      `No root cause was named; the gate was overridden: ${markdownLine(cause.reason)}`,
      signed(cause, overrideOf('root-cause', entries)),
    ]);
  }
  const seq = entriesOf(entries, 'RootCauseNamed').at(-1)?.seq;
  return markdownBlocks([
    markdownBlock(cause.text),
    evidenceText(cause.evidence),
    signed(cause, seq),
  ]);
}

export function fixText(incident: Incident, entries: readonly Entry[]): string {
  const fix = lastFixOf(incident);
  if (fix === null) return '';
  const rollback = fix.rollback === '' ? '' : `**Rollback:** ${markdownLine(fix.rollback)}`;
  const seq = entriesOf(entries, 'FixRecorded').at(-1)?.seq;
  return markdownBlocks([
    markdownBlock(fix.text),
    rollback,
    evidenceText(fix.evidence),
    signed(fix, seq),
  ]);
}

const VERIFIED = {
  checked: 'The data shows the recovery',
  vouched: 'A person vouches for the recovery',
  overridden: 'Nobody verified the recovery; the gate was overridden',
} as const;

export function verificationText(incident: Incident, entries: readonly Entry[]): string {
  const verification = verificationOf(incident);
  if (verification === null) return lastCheckText(incident, entries);
  const { how, finding, evidence } = verification;
  const seq = {
    checked: checkSeq(entries),
    vouched: entriesOf(entries, 'RecoveryVouched').at(-1)?.seq,
    overridden: overrideOf('verification', entries),
  }[how];
  return markdownBlocks([
    `${VERIFIED[how]}: ${markdownLine(finding)}`,
    evidenceText(evidence),
    checksTable(incident, entries),
    signed(verification, seq),
  ]);
}

const PASSED = new Map([
  [true, '✓'],
  [false, '✗'],
  [null, 'not known'],
]);

/** What the last check looked at. */
function checksTable({ lastCheck }: Incident, entries: readonly Entry[]): string {
  const rows = (lastCheck?.checks ?? []).map(({ name, passed, finding }) => [
    name,
    PASSED.get(passed) ?? '',
    markdownLine(finding),
  ]);
  return markdownTable(['Check', '', proven('Finding', checkSeq(entries))], rows);
}

/** A check that did not show recovery is news too, as long as nothing better is known. */
function lastCheckText(incident: Incident, entries: readonly Entry[]): string {
  const { lastCheck } = incident;
  if (lastCheck === null) return '';
  const { attempt, at, verdict, finding } = lastCheck;
  const told = `Not verified. Check ${attempt} at ${instantText(at)} was ${verdict}: ${markdownLine(finding)}`;
  return markdownBlocks([proven(told, checkSeq(entries)), checksTable(incident, entries)]);
}

function checkSeq(entries: readonly Entry[]): number | undefined {
  return entriesOf(entries, 'RecoveryChecked').at(-1)?.seq;
}

function overrideOf(need: NeedName, entries: readonly Entry[]): number | undefined {
  return entriesOf(entries, 'GateOverridden')
    .filter(({ event }) => event.need === need)
    .at(-1)?.seq;
}

function evidenceText(evidence: readonly EvidenceId[]): string {
  return evidence.length === 0 ? '' : `**Evidence:** ${evidence.join(', ')}`;
}

/** Who said it, when, and the event that keeps it. */
function signed(
  { by, at }: { readonly by: string; readonly at: Instant },
  seq: number | undefined,
): string {
  return proven(`— ${markdownLine(by)}, ${instantText(at)}`, seq);
}
