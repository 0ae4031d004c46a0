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

type Ref = string | number | undefined;

export function fact(text: string, ...refs: readonly Ref[]): Fact {
  return { text, refs: named(refs) };
}

/** One line of Markdown: the sentence, and in brackets what proves it. */
export function factLine({ text, refs }: Fact): string {
  return proven(markdownLine(text), ...refs);
}

/** The same for what is Markdown already; unchanged where nothing proves it. */
export function proven(markdown: string, ...refs: readonly Ref[]): string {
  const proof = named(refs).join(', ');
  return proof === '' || markdown === '' ? markdown : `${markdown} \\[${proof}\\]`;
}

function named(refs: readonly Ref[]): readonly string[] {
  const present = refs.filter((ref) => ref !== undefined);
  return [...new Set(present.map((ref) => (typeof ref === 'number' ? `#${ref}` : ref)))];
}

export function factList(facts: readonly Fact[]): string {
  return facts.map((each) => `- ${factLine(each)}`).join('\n');
}
