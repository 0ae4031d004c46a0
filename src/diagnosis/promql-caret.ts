/** Points at the place in an expression where it cannot be read, for people who see text of fixed width. */

export interface Place {
  /** 1 for the first line. */
  readonly line: number;
  /** 1 for the first character of the line. */
  readonly column: number;
}

/** What Prometheus writes in front of its own complaints: `1:12: parse error: …`. */
const PARSE_ERROR = /(\d{1,6}):(\d{1,6}): parse error/;

/** Where a source says that it cannot read the expression; null when its message names no place. */
export function placeIn(message: string): Place | null {
  const [, line, column] = PARSE_ERROR.exec(message) ?? [];
  return line === undefined ? null : { line: Number(line), column: Number(column) };
}

/** Two lines: the line of the expression, and a caret under the place. */
export function pointAt(expression: string, { line, column }: Place): string {
  const text = (expression.split('\n')[line - 1] ?? '').replace(/[\p{Cc}]/gu, ' ');
  const at = Math.min(Math.max(column, 1), text.length + 1);
  return `${text}\n${' '.repeat(at - 1)}^`;
}
