/** A string literal of Go, read as Loki and Tempo read theirs. */

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

const LITERAL = /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/gs;

export interface GoString {
  readonly value: string;
  /** Just behind the closing quote. */
  readonly end: number;
}

/** null: no literal begins at `start`, it does not end, or it holds what Go's scanner refuses. */
export function readGoString(text: string, start: number): GoString | null {
  LITERAL.lastIndex = start;
  const literal = LITERAL.exec(text)?.[0];
  if (literal === undefined || /[\0\uFEFF\uFFFD]|\p{Surrogate}/u.test(literal)) return null;
  const inner = literal.slice(1, -1);
  const value = literal.startsWith('`') ? inner : unescaped(inner);
  return value === null ? null : { value, end: start + literal.length };
}

function unescaped(inner: string): string | null {
  let isValid = true;
  const value = inner.replace(ESCAPE, (_, x, u, big, octal, simple) => {
    const hex: string | undefined = x ?? u ?? big;
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const plain = SIMPLE[simple];
    isValid &&= plain !== undefined;
    return plain ?? '';
  });
  return isValid ? value : null;
}
