/** Folding makes writing comparable (no case, accents, width or odd spaces) and remembers where each character stood, so that what is quoted keeps its own spelling. */
export interface Folded {
  /** Lower case, without accents; each run of white space is one space, or one line feed when it holds a line end. */
  readonly text: string;
  readonly original: string;
  /** Where each folded character began and ended in `original`, accents included. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Longer than any note that PagerDuty keeps whole; the rest of a longer text is not read. */
const MAX_READ = 16_384;
/** No part of a sentence is kept longer than this. */
const MAX_PASSAGE = 2000;

const LINE_END = /[\n\v\f\r\u0085\u2028\u2029]/;
const MARK = /^\p{M}/u;
const UNSEEN = /[\p{M}\p{Cf}]/gu;
const DASH = /\p{Pd}|\u2212/gu;
/** Characters that no decomposition makes plain. */
const PLAIN: Readonly<Record<string, string>> = { đ: 'd', ð: 'd', '’': "'", '‘': "'", ʼ: "'" };

export function fold(text: string): Folded {
  const original = text.slice(0, MAX_READ);
  const chars: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const char of original) {
    const end = at + char.length;
    const plain = plainOf(char);
    // An accent of its own belongs to the letter before it.
    if (plain === '' && MARK.test(char) && ends.length > 0) ends[ends.length - 1] = end;
    for (const one of plain.split('')) {
      if (isRepeatedSpace(chars, one)) continue;
      chars.push(one);
      starts.push(at);
      ends.push(end);
    }
    at = end;
  }
  return { text: chars.join('').trimEnd(), original, starts, ends };
}

/** The same up to the first line end. */
export function firstLine(folded: Folded): Folded {
  const end = folded.text.indexOf('\n');
  return end < 0 ? folded : { ...folded, text: folded.text.slice(0, end) };
}

/** What stood in the original between two places of the folded text: trimmed, at most 2,000 characters. */
export function passage(folded: Folded, from: number, to = folded.text.length): string {
  let start = from;
  let end = to;
  while (start < end && isSpace(folded.text[start])) start += 1;
  while (end > start && isSpace(folded.text[end - 1])) end -= 1;
  if (start >= end) return '';
  const text = folded.original.slice(folded.starts[start], folded.ends[end - 1]);
  if (text.length <= MAX_PASSAGE) return text;
  return `${text.slice(0, MAX_PASSAGE - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Adds white space once, and turns it into a line end when one follows. */
function isRepeatedSpace(chars: string[], one: string): boolean {
  if (!isSpace(one)) return false;
  if (chars.length === 0) return true;
  const last = chars.length - 1;
  if (!isSpace(chars[last])) return false;
  if (one === '\n') chars[last] = '\n';
  return true;
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\n';
}

function plainOf(char: string): string {
  if (LINE_END.test(char)) return '\n';
  const plain = char.normalize('NFKD').replace(UNSEEN, '').toLowerCase();
  const mapped = PLAIN[plain] ?? plain;
  return mapped.replace(DASH, '-').replace(/\s/g, ' ');
}
