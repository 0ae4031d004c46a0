/** A quoted text with Go's escapes, as Alertmanager reads it. */

export type Quoted =
  | {
      readonly ok: true;
      readonly value: string;
      /** First offset after the closing quote. */
      readonly end: number;
      /** Where each UTF-16 unit of the value was written, and after the last one the closing quote. */
      readonly offsets: readonly number[];
    }
  | {
      readonly ok: false;
      readonly message: string;
      readonly fix?: string;
      readonly start: number;
      readonly end: number;
    };

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** `\x41`, `\u0041`, `\U00000041`, `\101`: how many digits of which base. */
const NUMERIC: Readonly<Record<string, readonly [digits: number, base: 16 | 8]>> = {
  x: [2, 16],
  u: [4, 16],
  U: [8, 16],
};

/** Reads from the opening double quote at `start`. */
export function readQuoted(text: string, start: number): Quoted {
  let value = '';
  const offsets: number[] = [];
  let at = start + 1;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '"') return { ok: true, value, end: at + 1, offsets: [...offsets, at] };
    const piece = char === '\\' ? readEscape(text, at) : { text: char, width: 1 };
    if (piece === null) return unknownEscape(text, at);
    for (let i = 0; i < piece.text.length; i += 1) offsets.push(at);
    value += piece.text;
    at += piece.width;
  }
  return { ok: false, message: 'the closing quote is missing', start, end: text.length };
}

interface Piece {
  readonly text: string;
  readonly width: number;
}

function readEscape(text: string, at: number): Piece | null {
  const letter = text[at + 1] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { text: simple, width: 2 };
  const numeric = NUMERIC[letter];
  if (numeric !== undefined) return codePoint(text, at + 2, numeric[0], numeric[1], 2);
  return /[0-7]/u.test(letter) ? codePoint(text, at + 1, 3, 8, 1) : null;
}

function codePoint(
  text: string,
  from: number,
  digits: number,
  base: 16 | 8,
  prefix: number,
): Piece | null {
  const written = text.slice(from, from + digits);
  const pattern = base === 16 ? /^[\da-fA-F]+$/u : /^[0-7]+$/u;
  if (written.length !== digits || !pattern.test(written)) return null;
  const code = Number.parseInt(written, base);
  // \x80 and above are single bytes in Go, which alone are no text.
  const isText =
    code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && (digits > 3 || code < 0x80);
  return isText ? { text: String.fromCodePoint(code), width: prefix + digits } : null;
}

function unknownEscape(text: string, at: number): Quoted {
  const letter = text[at + 1] ?? '';
  const message = `unknown escape \\${letter}`;
  const fix = `write \\\\${letter} for a backslash`;
  return { ok: false, message, fix, start: at, end: Math.min(at + 2, text.length) };
}
