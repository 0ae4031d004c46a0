/** A Markdown document is YAML between two lines of dashes, then text; every part knows its place. */
import { LineCounter } from 'yaml';
import type { z } from 'zod';
import type { Diagnostic } from './diagnostic.ts';
import type { Path } from './schema-shape.ts';
import { type Remark, SourceText } from './source-text.ts';
import { readYaml } from './yaml-document.ts';

export interface MarkdownDocument<T> {
  readonly ok: true;
  readonly file: string;
  readonly head: T;
  /** The whole file; `mark` counts in it. */
  readonly text: string;
  /** Where the text after the front matter begins. */
  readonly bodyStart: number;
  /** A remark about the value at `path` of the front matter. */
  remark(path: Path, remark: Remark): Diagnostic;
  /** A remark about a stretch of the file, end excluded. */
  mark(start: number, end: number, remark: Remark): Diagnostic;
}

export type MarkdownResult<T> =
  | MarkdownDocument<T>
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

/** Refused: no front matter, front matter without an end, and all that `readYaml` refuses. */
export function readMarkdown<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
): MarkdownResult<z.output<S>> {
  const source = new SourceText(file, text, new LineCounter());
  source.countLines();
  const opening = /^---[ \t]*\r?\n/u.exec(text);
  if (opening === null) return refused(source.mark(0, 3, NO_HEAD));
  const closing = /^---[ \t]*(?:\r?\n|$)/mu.exec(text.slice(opening[0].length));
  if (closing === null) return refused(source.mark(0, 3, NO_END));
  // The opening line stays, as the marker of a YAML document: so lines are counted as in the file.
  const end = opening[0].length + closing.index;
  const head = readYaml(file, text.slice(0, end), schema, { whenEmpty: {} });
  if (!head.ok) return head;
  return {
    ok: true,
    file,
    head: head.value,
    text,
    bodyStart: end + closing[0].length,
    remark: (path, remark) => head.remark(path, remark),
    mark: (start, stop, remark) => source.mark(start, stop, remark),
  };
}

const NO_HEAD: Remark = {
  level: 'error',
  check: 'markdown/front-matter',
  message: 'the file does not begin with front matter',
  fix: 'begin with a line ---, then fields, then a line ---',
};

const NO_END: Remark = {
  level: 'error',
  check: 'markdown/front-matter',
  message: 'the front matter does not end',
  fix: 'write a line --- after its last field',
};

function refused(one: Diagnostic): { readonly ok: false; readonly error: readonly Diagnostic[] } {
  return { ok: false, error: [one] };
}
