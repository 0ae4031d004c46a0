/** The part of TraceQL that the sandbox's Tempo understands: conditions on one span, joined by `&&`. */
import { readGoString } from './go-string.ts';
import type { SandboxSpan } from './trace-world.ts';

/** Its message is the text of Tempo's 400. */
export class TraceQlError extends Error {
  override readonly name = 'TraceQlError';
}

type SpanTest = (span: SandboxSpan) => boolean;

const SERVICE = /\s*resource\.service\.name\s*=\s*/y;
const STATUS = /\s*status\s*=\s*error\b/y;
const DURATION = /\s*duration\s*(>=|>)\s*(\d+)(ms|s)\b/y;

/** Throws TraceQlError. */
export function parseTraceQl(text: string): SpanTest {
  const begin = /^\s*\{/.exec(text);
  if (begin === null) throw unexpected(text, 0);
  let at = begin[0].length;
  const tests: SpanTest[] = [];
  for (;;) {
    const { test, end } = condition(text, at);
    tests.push(test);
    const join = sticky(/\s*(&&|\}\s*$)/y, text, end);
    if (join === null) throw unexpected(text, end);
    if (join[1] !== '&&') return (span) => tests.every((one) => one(span));
    at = end + join[0].length;
  }
}

function condition(text: string, at: number): { test: SpanTest; end: number } {
  const service = sticky(SERVICE, text, at);
  if (service !== null) {
    const name = readGoString(text, at + service[0].length);
    if (name === null) throw unexpected(text, at + service[0].length);
    return { test: (span) => span.service === name.value, end: name.end };
  }
  const status = sticky(STATUS, text, at);
  if (status !== null) {
    return { test: (span) => span.error !== undefined, end: at + status[0].length };
  }
  const duration = sticky(DURATION, text, at);
  if (duration === null) throw unexpected(text, at);
  const [all, sign, amount, unit] = duration;
  const least = Number(amount) * (unit === 's' ? 1000 : 1);
  const test: SpanTest = ({ durationMs }) =>
    sign === '>=' ? durationMs >= least : durationMs > least;
  return { test, end: at + all.length };
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function unexpected(text: string, at: number): TraceQlError {
  const what = text.slice(at).trim() === '' ? '$end' : 'IDENTIFIER';
  return new TraceQlError(
    `invalid TraceQL query: parse error at line 1, col ${at + 1}: syntax error: unexpected ${what}`,
  );
}
