/** The part of LogQL that the sandbox's Loki understands, and its words for what it does not. */
import { RE2JS } from 're2js';
import { readGoString } from './go-string.ts';

export interface LokiEntry {
  /** Nanoseconds. */
  readonly at: bigint;
  readonly line: string;
  /** Of the stream, with structured metadata and what the server detected. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface LogQuery {
  /** Of the stream's own labels. */
  readonly selects: (stream: Readonly<Record<string, string>>) => boolean;
  readonly keeps: (entry: LokiEntry) => boolean;
}

export type ParsedLogQl =
  | { readonly kind: 'lines'; readonly query: LogQuery }
  | {
      readonly kind: 'counts';
      readonly query: LogQuery;
      readonly by: readonly string[];
      readonly rangeSeconds: number;
    };

/** Its message is the text of Loki's 400. */
export class LogQlError extends Error {
  override readonly name = 'LogQlError';
}

const SPACE = /\s*/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const SIGN = /=~|!~|!=|=|\|=|\|~|[{}()[\],|]/y;
const DURATION = /(\d+)([smhd])/y;
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Throws LogQlError. */
export function parseLogQl(text: string): ParsedLogQl {
  const reader = new Reader(text);
  const parsed = reader.peek(WORD) === 'sum' ? counts(reader) : lines(reader);
  reader.end();
  return parsed;
}

function lines(reader: Reader): ParsedLogQl {
  return { kind: 'lines', query: logQuery(reader) };
}

function counts(reader: Reader): ParsedLogQl {
  reader.word('sum');
  reader.word('by');
  reader.sign('(');
  const by = [reader.word()];
  while (reader.trySign(',')) by.push(reader.word());
  for (const sign of [')', '(']) reader.sign(sign);
  reader.word('count_over_time');
  reader.sign('(');
  const query = logQuery(reader);
  reader.sign('[');
  const rangeSeconds = reader.duration();
  for (const sign of [']', ')', ')']) reader.sign(sign);
  return { kind: 'counts', query, by, rangeSeconds };
}

type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

function logQuery(reader: Reader): LogQuery {
  reader.sign('{');
  const matchers = [labelTest(reader, true)];
  while (reader.trySign(',')) matchers.push(labelTest(reader, true));
  reader.sign('}');
  if (!matchers.some((one) => one.demands)) throw new LogQlError(EMPTY_COMPATIBLE);
  const stages: ((entry: LokiEntry) => boolean)[] = [];
  for (let stage = stageOf(reader); stage !== null; stage = stageOf(reader)) stages.push(stage);
  return {
    selects: (stream) => matchers.every((one) => one.test(stream)),
    keeps: (entry) => stages.every((stage) => stage(entry)),
  };
}

const EMPTY_COMPATIBLE =
  'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will';

function stageOf(reader: Reader): ((entry: LokiEntry) => boolean) | null {
  if (reader.trySign('|=')) {
    const wanted = reader.text();
    return ({ line }) => line.includes(wanted);
  }
  if (!reader.trySign('|')) return null;
  const tests = [labelTest(reader, false).test];
  while (reader.peek(WORD) === 'or') {
    reader.word('or');
    tests.push(labelTest(reader, false).test);
  }
  return ({ labels }) => tests.some((test) => test(labels));
}

function labelTest(reader: Reader, inSelector: boolean): { test: LabelTest; demands: boolean } {
  const name = reader.word();
  const operator = reader.sign();
  const value = reader.text();
  const held = (labels: Readonly<Record<string, string>>) => labels[name] ?? '';
  if (operator === '=' || operator === '!=') {
    const demands = inSelector && operator === '=' && value !== '';
    return { demands, test: (labels) => (held(labels) === value) === (operator === '=') };
  }
  if (operator !== '=~' && operator !== '!~') throw reader.unexpected();
  const matches = wholeMatch(value);
  return {
    demands: operator === '=~' && !matches(''),
    test: (labels) => matches(held(labels)) === (operator === '=~'),
  };
}

/** Patterns are RE2 and match the whole value. */
function wholeMatch(pattern: string): (text: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matcher(text).matches();
  } catch {
    throw new LogQlError(`parse error : error parsing regexp: ${JSON.stringify(pattern)}`);
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  peek(token: RegExp): string | null {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
    token.lastIndex = this.#at;
    return token.exec(this.#text)?.[0] ?? null;
  }

  word(wanted?: string): string {
    const found = this.peek(WORD);
    if (found === null || (wanted !== undefined && found !== wanted)) throw this.unexpected();
    this.#at += found.length;
    return found;
  }

  sign(wanted?: string): string {
    const found = this.peek(SIGN);
    if (found === null || (wanted !== undefined && found !== wanted)) throw this.unexpected();
    this.#at += found.length;
    return found;
  }

  trySign(wanted: string): boolean {
    if (this.peek(SIGN) !== wanted) return false;
    this.#at += wanted.length;
    return true;
  }

  text(): string {
    this.peek(SPACE);
    const read = readGoString(this.#text, this.#at);
    if (read === null) throw this.unexpected();
    this.#at = read.end;
    return read.value;
  }

  duration(): number {
    const found = this.peek(DURATION);
    if (found === null) throw this.unexpected();
    this.#at += found.length;
    return Number(found.slice(0, -1)) * (UNITS[found.slice(-1)] ?? 1);
  }

  end(): void {
    this.peek(SPACE);
    if (this.#at < this.#text.length) throw this.unexpected();
  }

  unexpected(): LogQlError {
    const rest = this.#at >= this.#text.length ? '$end' : this.#text.slice(this.#at, this.#at + 20);
    return new LogQlError(
      `parse error at line 1, col ${this.#at + 1}: syntax error: unexpected ${rest}`,
    );
  }
}
