/** The text of one file, which turns offsets into lines and columns. */
import type { LineCounter } from 'yaml';
import type { Diagnostic } from './diagnostic.ts';

/** A stretch of one line; both counted from 1, `endColumn` is the first column after it. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** A diagnostic that has no place yet. */
export type Remark = Pick<Diagnostic, 'level' | 'message' | 'check' | 'fix' | 'subject'>;

export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #lines: LineCounter;

  constructor(file: string, text: string, lines: LineCounter) {
    this.file = file;
    this.text = text;
    this.#lines = lines;
  }

  /** Needed only where a file is refused before the parser has counted its lines. */
  countLines(): void {
    this.#lines.lineStarts.length = 0;
    this.#lines.addNewLine(0);
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) {
      this.#lines.addNewLine(at + 1);
    }
  }

  /** The first line of the stretch from `start` to `end` (offsets, end excluded); at least one column wide. */
  position(start: number, end: number): Position {
    const from = Math.min(start, this.text.length);
    const { line, col } = this.#lines.linePos(from);
    const width = Math.min(Math.max(end, from + 1), this.#endOfLine(from)) - from;
    return { line, column: col, endColumn: col + Math.max(1, width) };
  }

  mark(start: number, end: number, remark: Remark): Diagnostic {
    const place = this.position(start, end);
    return { ...remark, file: this.file, ...place, source: this.#line(place.line) };
  }

  #line(line: number): string {
    const start = this.#lines.lineStarts[line - 1] ?? 0;
    return this.text.slice(start, this.#endOfLine(start));
  }

  #endOfLine(offset: number): number {
    const newline = this.text.indexOf('\n', offset);
    const end = newline < 0 ? this.text.length : newline;
    return end > offset && this.text[end - 1] === '\r' ? end - 1 : end;
  }
}
