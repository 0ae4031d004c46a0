/** Clauses are the labelled parts inside a sentence: `evidence E1 E2`, `rollback: …`, `owner: …`, `because …`. */
import type { EvidenceId } from './evidence.ts';
import { type Folded, passage } from './say-fold.ts';

/** A stretch of the folded text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const BETWEEN_IDS = String.raw`(?:[ \n]?[,;&+][ \n]?|[ \n])(?:(?:and|va)[ \n])?`;
const EVIDENCE = new RegExp(
  String.raw`(?:^|[ \n([,;.])(?:evidence|ev|bang chung)(?: ?: ?|[ \n])(e\d{1,4}(?:${BETWEEN_IDS}e\d{1,4})*)(?![a-z\d])`,
  'g',
);
const ONLY_CLOSING = /^[ \n)\].,;!]*$/;
const KEY_AND_COLON = /^([a-z ]{2,20}?) ?:/;
const DANGLING = new Set([' ', '\n', ',', ';', '(', '[', '-']);
const REASON = /,? (?:because|boi vi|vi)(?: ?: ?| |$)/;

/**
 * The ids that the span names after `evidence`, each once and in upper case, and the span without that clause
 * where it ends the span; inside a sentence the clause stays part of the text.
 */
export function takeEvidence(folded: Folded, span: Span): { ids: EvidenceId[]; rest: Span } {
  const text = folded.text.slice(span.from, span.to);
  const ids = new Set<EvidenceId>();
  let to = span.to;
  for (const match of text.matchAll(EVIDENCE)) {
    for (const number of match[1]?.match(/\d+/g) ?? []) ids.add(`E${Number(number)}`);
    const after = text.slice(match.index + match[0].length);
    if (ONLY_CLOSING.test(after)) to = span.from + match.index;
  }
  return { ids: [...ids], rest: { from: span.from, to } };
}

/** Where `label:` (any of the labels) stands in the span, and where its text begins; null when it does not. */
export function findLabel(
  folded: Folded,
  span: Span,
  labels: readonly string[],
): { at: number; body: number } | null {
  const label = new RegExp(String.raw`(?:^|[ \n([,;.])(?:${labels.join('|')}) ?:`);
  const match = label.exec(folded.text.slice(span.from, span.to));
  if (match === null) return null;
  const at = span.from + match.index;
  return { at, body: at + match[0].length };
}

/** Where a line that begins with one of the keywords and a colon goes on; null when it does not. */
export function takeKey<K>(
  line: Folded,
  keys: ReadonlyMap<string, K>,
): { key: K; body: number } | null {
  const match = KEY_AND_COLON.exec(line.text);
  const key = keys.get(match?.[1] ?? '');
  return match === null || key === undefined ? null : { key, body: match[0].length };
}

/** The original words of a span, without the comma or bracket that led over to the next clause. */
export function words(folded: Folded, span: Span): string {
  const { from, to } = undangled(folded, span);
  return passage(folded, from, to);
}

/** The same of the folded text. */
export function foldedWords(folded: Folded, span: Span): string {
  const { from, to } = undangled(folded, span);
  return folded.text.slice(from, to);
}

function undangled(folded: Folded, { from, to }: Span): Span {
  let end = to;
  while (end > from && DANGLING.has(folded.text.charAt(end - 1))) end -= 1;
  return { from, to: end };
}

/** A line parted at its first `because` (`vì`); the reason is null when there is no such word. */
export function takeReason(line: Folded): { head: string; reason: string | null } {
  const match = REASON.exec(line.text);
  if (match === null) return { head: line.text, reason: null };
  const reason = passage(line, match.index + match[0].length);
  return { head: line.text.slice(0, match.index), reason };
}
