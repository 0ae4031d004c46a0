/** A fact is a sentence with what proves it: the numbers of the events, `#12`, and of the evidence, `E3`, behind it. */
import type { IncidentEvent } from '../domain/incident-event.ts';
import { markdownLine } from './neutral.ts';

export interface Entry {
  readonly seq: number;
  readonly event: IncidentEvent;
}

export interface Fact {
  /** Plain text; escaped when it is printed. */
  readonly text: string;
  readonly refs: readonly string[];
}

type EventOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>;

export interface EntryOf<T extends IncidentEvent['type']> {
  readonly seq: number;
  readonly event: EventOf<T>;
}

/** All entries of a type, in order. */
export function entriesOf<T extends IncidentEvent['type']>(
  entries: readonly Entry[],
  type: T,
): readonly EntryOf<T>[] {
  return entries.filter((entry): entry is EntryOf<T> => entry.event.type === type);
}

export function fact(text: string, ...refs: readonly (string | number | undefined)[]): Fact {
  const named = refs
    .filter((ref) => ref !== undefined)
    .map((ref) => (typeof ref === 'number' ? `#${ref}` : ref));
  return { text, refs: [...new Set(named)] };
}

/** One line of Markdown: the sentence, and in brackets what proves it. */
export function factLine({ text, refs }: Fact): string {
  const proof = refs.length === 0 ? '' : ` \\[${refs.join(', ')}\\]`;
  return `${markdownLine(text)}${proof}`;
}

export function factList(facts: readonly Fact[]): string {
  return facts.map((each) => `- ${factLine(each)}`).join('\n');
}
