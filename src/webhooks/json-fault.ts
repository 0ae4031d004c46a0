/** The place where a text stops being JSON: the engine's own message names it only sometimes, and quotes the sender's text. */

/** Counted from 1; the column in UTF-16 units. */
export interface Fault {
  readonly line: number;
  readonly column: number;
}

const SPACE = new Set([' ', '\n', '\r', '\t']);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const LITERAL = /[\w+.-]*/y;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** What may come next: `name-or-end` follows `{`, `value-or-end` follows `[`. */
type Expect = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'after';

/** Where `text`, which JSON.parse refused, first breaks the grammar; its end when it merely stops too early. */
export function faultIn(text: string): Fault {
  const position = new Walk(text).breaksAt();
  const before = text.slice(0, position);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line += 1;
  return { line, column: position - lineStart + 1 };
}

/** One pass over the text; nesting lives in an array, so that no input can exhaust the stack. */
class Walk {
  private readonly text: string;
  private at = 0;
  private expect: Expect = 'value';
  private readonly open: ('{' | '[')[] = [];

  constructor(text: string) {
    this.text = text;
  }

  breaksAt(): number {
    while (this.at < this.text.length) {
      if (SPACE.has(this.char())) this.at += 1;
      else if (!this.step()) return this.at;
    }
    return this.at;
  }

  private char(): string {
    return this.text.charAt(this.at);
  }

  private step(): boolean {
    const char = this.char();
    if (char === '}' || char === ']') return this.close(char);
    switch (this.expect) {
      case 'name':
      case 'name-or-end':
        return this.string('colon');
      case 'colon':
        return this.punctuation(':', 'value');
      case 'after':
        return this.separator();
      default:
        return this.value(char);
    }
  }

  private value(char: string): boolean {
    if (char === '"') return this.string('after');
    if (char === '{' || char === '[') {
      this.open.push(char);
      return this.punctuation(char, char === '{' ? 'name-or-end' : 'value-or-end');
    }
    LITERAL.lastIndex = this.at;
    const word = LITERAL.exec(this.text)?.[0] ?? '';
    if (!SCALAR.test(word)) return false;
    this.at += word.length;
    this.expect = 'after';
    return true;
  }

  private separator(): boolean {
    const inside = this.open.at(-1);
    if (inside === undefined) return false;
    return this.punctuation(',', inside === '{' ? 'name' : 'value');
  }

  private close(char: '}' | ']'): boolean {
    const emptyHere = this.expect === 'name-or-end' || this.expect === 'value-or-end';
    const matches = this.open.at(-1) === (char === '}' ? '{' : '[');
    if (!matches || !(emptyHere || this.expect === 'after')) return false;
    this.open.pop();
    return this.punctuation(char, 'after');
  }

  private punctuation(char: string, next: Expect): boolean {
    if (this.char() !== char) return false;
    this.at += 1;
    this.expect = next;
    return true;
  }

  private string(next: Expect): boolean {
    if (this.char() !== '"') return false;
    this.at += 1;
    while (this.at < this.text.length) {
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE) return this.punctuation('"', next);
      if (code < FIRST_PRINTABLE) return false;
      if (code !== BACKSLASH) this.at += 1;
      else if (!this.escape()) return false;
    }
    return true;
  }

  private escape(): boolean {
    ESCAPE.lastIndex = this.at;
    const found = ESCAPE.exec(this.text)?.[0];
    if (found === undefined) return false;
    this.at += found.length;
    return true;
  }
}
