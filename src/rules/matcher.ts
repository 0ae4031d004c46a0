/** A matcher compares one label with a value, as Alertmanager's matchers do. */
import {
  type MatcherProblem,
  type MatcherText,
  type Operator,
  parseMatcherList,
} from './matcher-parser.ts';
import { compileRegex } from './regex.ts';

export interface Matcher {
  readonly name: string;
  readonly op: Operator;
  readonly value: string;
  /** Whether a label of this value passes; a missing label has the empty value. */
  readonly test: (label: string) => boolean;
  /** The only label values that can pass; null when they cannot be listed. */
  readonly values: readonly string[] | null;
}

export type MatcherResult =
  | { readonly ok: true; readonly value: readonly Matcher[] }
  | { readonly ok: false; readonly error: MatcherProblem };

/**
 * Reads `a = "b"`, `a="b", c=~"d"` or `{a="b", c=~"d"}`; all must pass. Names and values may be quoted, with Go's
 * escapes; a regex is RE2 and matches the whole value.
 */
export function parseMatchers(text: string): MatcherResult {
  const parsed = parseMatcherList(text);
  if (!parsed.ok) return parsed;
  const matchers: Matcher[] = [];
  for (const one of parsed.value) {
    const compiled = compile(one);
    if (!compiled.ok) return compiled;
    matchers.push(compiled.value);
  }
  return { ok: true, value: matchers };
}

/** As it would be written: `env="prod"`. */
export function matcherText(matcher: Pick<Matcher, 'name' | 'op' | 'value'>): string {
  const plain = /^[a-zA-Z_:][\w:]*$/u.test(matcher.name);
  const name = plain ? matcher.name : JSON.stringify(matcher.name);
  return `${name}${matcher.op}${JSON.stringify(matcher.value)}`;
}

type Compiled =
  | { readonly ok: true; readonly value: Matcher }
  | { readonly ok: false; readonly error: MatcherProblem };

function compile(text: MatcherText): Compiled {
  const { name, op, value } = text;
  if (op === '=') return done(text, (label) => label === value, [value]);
  if (op === '!=') return done(text, (label) => label !== value, null);
  const regex = compileRegex(value);
  if (!regex.ok) {
    const { message, fix } = regex;
    const place = { start: text.offsetOf(regex.start), end: text.offsetOf(regex.end) };
    return { ok: false, error: { message, ...place, ...(fix === undefined ? {} : { fix }) } };
  }
  if (op === '=~') return done({ name, op, value }, regex.test, regex.values);
  return done({ name, op, value }, (label) => !regex.test(label), null);
}

function done(
  { name, op, value }: Pick<MatcherText, 'name' | 'op' | 'value'>,
  test: Matcher['test'],
  values: Matcher['values'],
): Compiled {
  return { ok: true, value: { name, op, value, test, values } };
}
