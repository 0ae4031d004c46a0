/** The small part of PromQL that the sandbox's Prometheus understands: selectors, scrapes counted over a time, numbers, and comparison with a number. */
import { RE2JS } from 're2js';
import { durationSeconds } from './prometheus-duration.ts';

export type Labels = Readonly<Record<string, string>>;

export interface Row {
  readonly labels: Labels;
  readonly value: number;
}

/** What an expression asks for, before the comparison. */
type Subject =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'selector'; readonly matches: (labels: Labels) => boolean }
  | { readonly kind: 'range-vector' }
  /** `count_over_time` of a selector, over so many seconds. */
  | {
      readonly kind: 'count';
      readonly matches: (labels: Labels) => boolean;
      readonly seconds: number;
    }
  /** Anything else: only a registered answer can serve it. */
  | { readonly kind: 'other'; readonly text: string };

export interface Expression {
  readonly subject: Subject;
  readonly keeps: (value: number) => boolean;
}

/** Prometheus's own words, with `line:column`. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
}

type Comparison = (value: number, bound: number) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '>': (value, bound) => value > bound,
  '<': (value, bound) => value < bound,
  '>=': (value, bound) => value >= bound,
  '<=': (value, bound) => value <= bound,
  '==': (value, bound) => value === bound,
  '!=': (value, bound) => value !== bound,
};

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const WITH_BOUND = new RegExp(`^(.*?\\S)\\s*(>=|<=|==|!=|>|<)\\s*(${NUMBER})$`, 's');
const ONLY_NUMBER = new RegExp(`^${NUMBER}$`);

/** One spelling for expressions that differ in white space only. */
export function normalised(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** `isKnown`: whether an answer is registered for the expression, spelt `normalised`. Throws ParseError. */
export function parseExpression(text: string, isKnown: (text: string) => boolean): Expression {
  const whole = normalised(text);
  if (whole === '') throw new ParseError('1:1: parse error: no expression found in input');
  if (isKnown(whole)) return { subject: { kind: 'other', text: whole }, keeps: () => true };
  const [, left, operator, bound] = WITH_BOUND.exec(whole) ?? [];
  const compare = COMPARISONS[operator ?? ''];
  if (left === undefined || compare === undefined) {
    return { subject: parseSubject(whole, isKnown), keeps: () => true };
  }
  const limit = Number(bound);
  return { subject: parseSubject(left, isKnown), keeps: (value) => compare(value, limit) };
}

function parseSubject(text: string, isKnown: (text: string) => boolean): Subject {
  if (isKnown(text)) return { kind: 'other', text };
  if (ONLY_NUMBER.test(text)) return { kind: 'number', value: Number(text) };
  const counted = COUNT.exec(text)?.[1];
  if (counted !== undefined) return parseCount(counted, isKnown);
  const [, name = '', rest = ''] = /^([a-zA-Z_:][\w:]*)?\s*(.*)$/s.exec(text) ?? [];
  if (rest === '') return selector(name, []);
  if (!rest.startsWith('{'))
    return rest.startsWith('[') ? { kind: 'range-vector' } : { kind: 'other', text };
  const { matchers, after } = parseMatchers(text, text.length - rest.length);
  if (after === '') return selector(name, matchers);
  return after.startsWith('[') ? { kind: 'range-vector' } : { kind: 'other', text };
}

const COUNT = /^count_over_time\s*\(\s*(.*?)\s*\)$/s;
const RANGE = /^(.*?)\s*\[\s*(\w*)\s*\]$/s;

function parseCount(argument: string, isKnown: (text: string) => boolean): Subject {
  const [, counted = '', duration = ''] = RANGE.exec(argument) ?? [];
  const seconds = durationSeconds(duration);
  const of = parseSubject(counted === '' ? argument : counted, isKnown);
  if (of.kind !== 'selector') return { kind: 'other', text: `count_over_time(${argument})` };
  if (counted === '') {
    const expected = 'expected type range vector in call to function "count_over_time"';
    throw new ParseError(`1:17: parse error: ${expected}, got instant vector`);
  }
  if (seconds === null || seconds <= 0) {
    throw new ParseError(`1:17: parse error: not a valid duration string: "${duration}"`);
  }
  return { ...of, kind: 'count', seconds };
}

type Matcher = (labels: Labels) => boolean;

function selector(name: string, matchers: readonly Matcher[]): Subject {
  const all = name === '' ? matchers : [matcher('__name__', '=', name), ...matchers];
  return { kind: 'selector', matches: (labels) => all.every((matches) => matches(labels)) };
}

const MATCHER =
  /\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)\s*(,|(?=\}))/sy;

function parseMatchers(text: string, brace: number): { matchers: Matcher[]; after: string } {
  const matchers: Matcher[] = [];
  let at = brace + 1;
  for (;;) {
    const closed = /^\s*\}\s*/.exec(text.slice(at));
    if (closed !== null) return { matchers, after: text.slice(at + closed[0].length) };
    MATCHER.lastIndex = at;
    const found = MATCHER.exec(text);
    if (found === null)
      throw new ParseError(`1:${at + 1}: parse error: ${brokenMatcher(text, at)}`);
    const [, label = '', operator = '', quoted = ''] = found;
    matchers.push(matcher(label, operator, unquote(quoted)));
    at = MATCHER.lastIndex;
  }
}

function brokenMatcher(text: string, at: number): string {
  if (text.slice(at).trim() === '') return 'unexpected end of input inside braces';
  return `unexpected ${JSON.stringify(text.slice(at, at + 10))} in label matching`;
}

function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return inner;
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return inner.replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter);
}

/** A label that is absent counts as empty; patterns are RE2 and match the whole value. */
function matcher(label: string, operator: string, wanted: string): Matcher {
  const labelIn = (labels: Labels) => labels[label] ?? '';
  if (operator === '=') return (labels) => labelIn(labels) === wanted;
  if (operator === '!=') return (labels) => labelIn(labels) !== wanted;
  const pattern = compile(wanted);
  const matches: Matcher = (labels) => pattern.matcher(labelIn(labels)).matches();
  return operator === '=~' ? matches : (labels) => !matches(labels);
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch {
    throw new ParseError(`1:1: parse error: error parsing regexp: ${JSON.stringify(pattern)}`);
  }
}
