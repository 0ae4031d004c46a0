/** Replies: what a sentence did and what is asked next, or why it did nothing, in words that fit a phone. */
import type { Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { Policy } from '../domain/policy.ts';
import type { Need } from '../domain/refusal.ts';
import type { Language } from '../domain/say-hints.ts';
import { didLines } from './did-lines.ts';
import { neededLines } from './need-lines.ts';
import { plain } from './plain.ts';
import { repliesOf } from './reply-tongue.ts';
import { lines, spoken, type Tongue } from './spoken.ts';
import { evidenceLines, questionLines, type StepCard } from './step-card.ts';

/** What is asked next, and of whom. */
export interface Asking {
  readonly needs: readonly Need[];
  readonly policy: Policy;
  /** The step at hand; null once all are done. */
  readonly step: StepCard | null;
}

/** @param events what the sentence made of the incident; none: it was no news */
export function commandReply(
  events: readonly IncidentEvent[],
  incident: Incident,
  { needs, policy, step }: Asking,
  language: Language,
): string {
  const isDeeper = events.some(({ type }) => type === 'DeepeningAsked');
  return spoken(language, (tongue) =>
    lines(
      ...(events.length === 0 ? [repliesOf(tongue).nothingToChange] : []),
      ...didLines(tongue, events, incident, policy),
      standingLine(tongue, incident),
      ...(isDeeper ? [...questionLines(tongue, step), ...evidenceLines(tongue, incident, 5)] : []),
      ...askedLines(tongue, incident, needs, policy),
    ),
  );
}

export function refusalReply(
  needs: readonly Need[],
  incident: Incident,
  policy: Policy,
  language: Language,
): string {
  return spoken(language, (tongue) =>
    lines(repliesOf(tongue).notYet, ...neededLines(tongue, needs, incident, policy)),
  );
}

/** @param hint what the sentence lacks, in the language in which it was tried */
export function attemptReply(hint: string, language: Language): string {
  const said = plain(hint);
  return lines(
    spoken(language, (tongue) => repliesOf(tongue).notUnderstood),
    `${said.slice(0, 1).toUpperCase()}${said.slice(1)}.`,
  );
}

export function reportReply({ id, title }: Incident, language: Language): string {
  return spoken(language, (tongue) => repliesOf(tongue).opened({ id, title }));
}

export function strayReply(language: Language): string {
  return spoken(language, (tongue) => repliesOf(tongue).stray);
}

/** `INC-… is being diagnosed, SEV1 (confirmed).` */
function standingLine(tongue: Tongue, { id, phase, severity, confirmed }: Incident): string {
  const { status, confirmed: sure, proposed } = tongue.words;
  return repliesOf(tongue).standing({
    id,
    severity,
    status: status[phase.status],
    sure: confirmed?.how === 'person' ? sure : proposed,
  });
}

/** What the next gate still asks; that it asks nothing more, where `[C]` goes through it. */
export function askedLines(
  tongue: Tongue,
  incident: Incident,
  needs: readonly Need[],
  policy: Policy,
): readonly string[] {
  const { gateOpen, stillNeeded } = repliesOf(tongue);
  if (needs.length > 0) return [stillNeeded, ...neededLines(tongue, needs, incident, policy)];
  const { status } = incident.phase;
  return status === 'recovering' || status === 'resolved' ? [gateOpen] : [];
}
