/** A regex is what `=~` and `!~` compare with: RE2, anchored at both ends, so that no pattern can take forever. */
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** Longer patterns are generated, not written, and cost memory for every rule. */
const MAX_LENGTH = 4096;

const META = /[\\.+*?()|[\]{}^$]/u;

export type Regex =
  | {
      readonly ok: true;
      readonly test: (value: string) => boolean;
      /** All values it matches, when it is nothing but words with `|` between them; null otherwise. */
      readonly values: readonly string[] | null;
    }
  | {
      readonly ok: false;
      readonly message: string;
      /** Offsets in the pattern. */
      readonly start: number;
      readonly end: number;
      readonly fix?: string;
    };

export function compileRegex(pattern: string): Regex {
  if (pattern.length > MAX_LENGTH) {
    const message = `the regex is longer than ${MAX_LENGTH} characters`;
    return { ok: false, message, start: 0, end: pattern.length };
  }
  const values = words(pattern);
  if (values !== null) {
    const set = new Set(values);
    return { ok: true, values, test: (value) => set.has(value) };
  }
  try {
    // As in Prometheus, a dot also stands for a line break: no label slips past `.*` by holding one.
    const regex = RE2JS.compile(pattern, RE2JS.DOTALL);
    return { ok: true, values: null, test: remembering((value) => regex.testExact(value)) };
  } catch (error) {
    return explained(pattern, error);
  }
}

/** As many answers are kept, and only for values that are short enough to come again. */
const REMEMBERED = 500;
const REMEMBERED_LENGTH = 100;

/** Label values repeat from alert to alert, and looking an answer up costs a tenth of finding it. */
function remembering(test: (value: string) => boolean): (value: string) => boolean {
  const answers = new Map<string, boolean>();
  return (value) => {
    if (value.length > REMEMBERED_LENGTH) return test(value);
    const known = answers.get(value);
    if (known !== undefined) return known;
    if (answers.size >= REMEMBERED) answers.clear();
    const answer = test(value);
    answers.set(value, answer);
    return answer;
  };
}

/** `A|B|C`, or the same in one pair of brackets. */
function words(pattern: string): readonly string[] | null {
  const inner = /^\((?:\?:)?(?<inner>[^()]*)\)$/u.exec(pattern)?.groups?.['inner'] ?? pattern;
  const parts = inner.split('|');
  return parts.some((part) => META.test(part)) ? null : parts;
}

const UNSUPPORTED: readonly (readonly [string, string])[] = [
  ['(?=', 'RE2 has no lookahead: add a second matcher instead'],
  ['(?!', 'RE2 has no lookahead: add a matcher with !~ instead'],
  ['(?<', 'RE2 has no lookbehind: add a second matcher instead'],
];

function explained(pattern: string, error: unknown): Regex {
  if (!(error instanceof RE2JSSyntaxException)) throw error;
  const part = error.input ?? '';
  const at = part === '' ? -1 : pattern.indexOf(part);
  const place = at < 0 ? { start: 0, end: pattern.length } : { start: at, end: at + part.length };
  const fix = fixFor(part);
  const base = { ok: false, message: `the regex is not valid: ${error.error}`, ...place } as const;
  return fix === null ? base : { ...base, fix };
}

function fixFor(part: string): string | null {
  const unsupported = UNSUPPORTED.find(([start]) => part.startsWith(start));
  if (unsupported !== undefined) return unsupported[1];
  if (/^\\\d/u.test(part)) return 'RE2 has no backreferences';
  return /^\{\d/u.test(part) ? 'RE2 repeats at most 1000 times' : null;
}
