/** A diagnostic is one remark about one place in a file: what is wrong, where exactly, and what to do. */
import picocolors from 'picocolors';

export interface Diagnostic {
  readonly level: 'error' | 'warning';
  readonly message: string;
  /** Stable name of the check, `schema/unknown-field`. */
  readonly check: string;
  /** As a person would type it; `environment` for environment variables. */
  readonly file: string;
  /** From 1; 0 when the remark is about the whole file. */
  readonly line: number;
  /** From 1, in UTF-16 units; 0 when the remark is about the whole file. */
  readonly column: number;
  /** First column after the marked text. */
  readonly endColumn: number;
  /** The thing inside the file, `group/rule`. */
  readonly subject?: string;
  /** The source line. */
  readonly source?: string;
  /** Printed after the carets: `did you mean "severity"?` */
  readonly fix?: string;
}

/** A remark about a whole file, a folder or the environment. */
export function wholeFile(
  file: string,
  remark: Pick<Diagnostic, 'level' | 'message' | 'check' | 'fix'>,
): Diagnostic {
  return { ...remark, file, line: 0, column: 0, endColumn: 0 };
}

/** How much of a source line is shown around the marked text. */
const SHOWN_BEFORE = 90;
const SHOWN_AFTER = 110;

/** Text for people, with a closing count line; empty for an empty list. `files`: how many were checked, if known. */
export function renderDiagnostics(
  list: readonly Diagnostic[],
  options: { readonly colour: boolean; readonly files?: number },
): string {
  if (list.length === 0) return '';
  const colours = picocolors.createColors(options.colour);
  const files = options.files ?? new Set(list.map((one) => one.file)).size;
  const blocks = list.map((one) => renderOne(one, colours));
  return `${blocks.join('\n')}\n${countLine(list, files)}\n`;
}

/** The JSON form: one flat object per remark. */
export function diagnosticsJson(
  list: readonly Diagnostic[],
): readonly Record<string, string | number>[] {
  return list.map((one) => ({
    file: one.file,
    line: one.line,
    column: one.column,
    endColumn: one.endColumn,
    severity: one.level,
    check: one.check,
    message: one.message,
    ...(one.subject === undefined ? {} : { subject: one.subject }),
    ...(one.fix === undefined ? {} : { fix: one.fix }),
  }));
}

/** Control characters and text that changes direction never reach a terminal. */
export function printable(text: string): string {
  return text.replace(/\t/gu, ' ').replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

type Colours = ReturnType<typeof picocolors.createColors>;

function renderOne(one: Diagnostic, colours: Colours): string {
  const paint = one.level === 'error' ? colours.red : colours.yellow;
  const title = one.level === 'error' ? 'Error' : 'Warning';
  const place = one.line === 0 ? one.file : `${one.file}:${one.line}:${one.column}`;
  const subject = one.subject === undefined ? '' : ` -> ${one.subject}`;
  const head = [
    `${paint(title)}: ${printable(one.message)} ${colours.dim(`(${one.check})`)}`,
    `  ${colours.cyan('--->')} ${printable(place + subject)}`,
  ];
  return [...head, ...excerpt(one, paint)].join('\n');
}

function excerpt(one: Diagnostic, paint: (text: string) => string): string[] {
  const fix = one.fix === undefined ? '' : printable(one.fix);
  if (one.source === undefined || one.line === 0) return fix === '' ? [] : [`  ${fix}`];
  const from = Math.max(0, one.column - 1 - SHOWN_BEFORE);
  const to = one.column - 1 + SHOWN_AFTER;
  const gutter = `${one.line} | ${from > 0 ? '…' : ''}`;
  const shown = printable(one.source.slice(from, to)) + (to < one.source.length ? '…' : '');
  const width = Math.max(1, Math.min(one.endColumn - 1, to) - (one.column - 1));
  const indent = ' '.repeat(gutter.length + one.column - 1 - from);
  return [`${gutter}${shown}`, `${indent}${paint('^'.repeat(width))} ${fix}`.trimEnd()];
}

function countLine(list: readonly Diagnostic[], files: number): string {
  const errors = list.filter((one) => one.level === 'error').length;
  const parts = [counted(errors, 'error'), counted(list.length - errors, 'warning')];
  return `${parts.filter((part) => part !== '').join(', ')} in ${counted(files, 'file')}.`;
}

function counted(count: number, noun: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
