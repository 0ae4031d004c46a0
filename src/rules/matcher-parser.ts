/** The parser of matcher texts: names and values bare or in double quotes, one place for every complaint. */
import { readQuoted } from './quoted.ts';

export type Operator = '=' | '!=' | '=~' | '!~';

export interface MatcherText {
  readonly name: string;
  readonly op: Operator;
  readonly value: string;
  /** Where character `at` of the value stands in the whole text. */
  readonly offsetOf: (at: number) => number;
}

/** What is wrong with a matcher text, and where in it (offsets, end excluded). */
export interface MatcherProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly fix?: string;
}

export type MatcherTexts =
  | { readonly ok: true; readonly value: readonly MatcherText[] }
  | { readonly ok: false; readonly error: MatcherProblem };

/** What neither a bare name nor a bare value may hold. */
const RESERVED = /[\s{}!=~,\\"'`]/u;

const OPERATORS: readonly Operator[] = ['=~', '!~', '!=', '='];

export function parseMatcherList(text: string): MatcherTexts {
  try {
    return { ok: true, value: new Parser(text).list() };
  } catch (error) {
    if (error instanceof Complaint) return { ok: false, error: error.problem };
    throw error;
  }
}

/** Carries a problem out of the recursion; never leaves this file. */
class Complaint extends Error {
  readonly problem: MatcherProblem;

  constructor(problem: MatcherProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Word {
  readonly text: string;
  readonly offsetOf: (at: number) => number;
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  list(): MatcherText[] {
    const braces = this.#take('{');
    const matchers = braces && this.#peek() === '}' ? [] : [this.#matcher()];
    while (this.#take(',')) {
      // A comma may close the list, as in Prometheus.
      if (this.#ends(braces)) break;
      matchers.push(this.#matcher());
    }
    if (braces && !this.#take('}')) this.#fail('the closing } is missing');
    if (this.#peek() !== '') this.#unexpected();
    return matchers;
  }

  #ends(braces: boolean): boolean {
    return this.#peek() === (braces ? '}' : '');
  }

  #matcher(): MatcherText {
    const name = this.#word('a label name');
    if (name.text === '') this.#fail('a label name cannot be empty');
    const op = this.#operator();
    const value = this.#word('a value', 'write "" for an empty value');
    return { name: name.text, op, value: value.text, offsetOf: value.offsetOf };
  }

  #operator(): Operator {
    this.#space();
    const rest = this.#text.slice(this.#at, this.#at + 2);
    if (rest === '==') this.#fail('== is not an operator', 'write =', 2);
    const op = OPERATORS.find((one) => rest.startsWith(one));
    if (op === undefined) return this.#fail('an operator is missing here', 'one of = != =~ !~');
    this.#at += op.length;
    return op;
  }

  #word(what: string, fix?: string): Word {
    this.#space();
    if (this.#text[this.#at] === '"') return this.#quoted();
    const start = this.#at;
    while (this.#at < this.#text.length && !RESERVED.test(this.#text[this.#at] ?? ''))
      this.#at += 1;
    if (this.#at > start) {
      return { text: this.#text.slice(start, this.#at), offsetOf: (at) => start + at };
    }
    if (this.#text[start] === "'" || this.#text[start] === '`') {
      return this.#fail(`${this.#text[start]} is no quote here`, 'use double quotes');
    }
    return this.#fail(`${what} is missing here`, fix);
  }

  #quoted(): Word {
    const start = this.#at;
    const quoted = readQuoted(this.#text, start);
    if (!quoted.ok) {
      this.#at = quoted.start;
      return this.#fail(quoted.message, quoted.fix, quoted.end - quoted.start);
    }
    this.#at = quoted.end;
    return { text: quoted.value, offsetOf: (at) => quoted.offsets[at] ?? quoted.end - 1 };
  }

  #unexpected(): never {
    const found = this.#text[this.#at];
    if (found === '}') this.#fail('the opening { is missing');
    return this.#fail(`unexpected ${found}`, 'separate matchers with commas');
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  #peek(): string {
    this.#space();
    return this.#text[this.#at] ?? '';
  }

  #space(): void {
    while (/\s/u.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #fail(message: string, fix?: string, width = 1): never {
    const place = { start: this.#at, end: this.#at + width };
    throw new Complaint({ message, ...place, ...(fix === undefined ? {} : { fix }) });
  }
}
