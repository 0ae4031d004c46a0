/** A reader knows one family of sentences: it understands a line, sees an attempt at it, or passes (null). */
import type { Folded } from './say-fold.ts';
import type { HintName } from './say-hints.ts';
import type { SpokenCommand, Utterance } from './utterance.ts';

export type Found =
  | Exclude<Utterance, { kind: 'attempt' }>
  | { readonly kind: 'attempt'; readonly lacks: HintName };

/** `line` is the first line, which must be a sentence; `whole` goes on where a text may. */
export type Reader = (line: Folded, whole: Folded) => Found | null;

export function command(spoken: SpokenCommand): Found {
  return { kind: 'command', command: spoken };
}

export function attempt(lacks: HintName): Found {
  return { kind: 'attempt', lacks };
}

/** A folded line without the full stop or exclamation mark at its end. */
export function unstopped(text: string): string {
  return text.replace(/ ?[.!]{1,3}$/, '');
}

/** Who asks does not command. */
export function asks(text: string): boolean {
  return text.endsWith('?');
}
