/** What can be wrong with a file that a workflow names, each with what to do. */
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Remark } from '../documents/source-text.ts';

const error = (check: string, message: string, fix: string): Remark => ({
  level: 'error',
  check: `workflow/${check}`,
  message,
  fix,
});

const FROM_THE_TOP = "paths begin at the workflow's own folder";

export const troubles = {
  outside: (name: string) =>
    error('outside', `${named(name)} leads out of the workflow's folder`, 'copy the file into it'),
  missing: (name: string) => error('missing', `there is no file ${named(name)}`, FROM_THE_TOP),
  unreadable: (name: string, code: string) =>
    error('unreadable', `${named(name)} cannot be read (${code})`, 'let the service read it'),
  irregular: (name: string) =>
    error('unreadable', `${named(name)} is not a regular file`, 'name a Markdown file'),
  large: (name: string) =>
    error('size', `${named(name)} is larger than 256 kB`, 'split it, or shorten it'),
};

/** null when the name may be looked for: relative, without a way up, Markdown. */
export function fileNameTrouble(name: string): Remark | null {
  if (name === '') return error('missing', 'no file is named here', 'write the path of a file');
  if (/^[/\\~]|^[A-Za-z]:|^file:/u.test(name)) return troubles.outside(name);
  if (name.split(/[/\\]/u).includes('..')) return troubles.outside(name);
  if (/[\\\p{Cc}]/u.test(name) || name.length > 500) {
    return error(
      'missing',
      `${named(name)} is no path`,
      `write / between folders; ${FROM_THE_TOP}`,
    );
  }
  if (name.endsWith('.md')) return null;
  return error('missing', `${named(name)} is no Markdown file`, 'name a file that ends in .md');
}

/** Shows the first place that is not UTF-8. */
export function notUtf8(file: string, bytes: Buffer): Diagnostic {
  let line = 0;
  let start = 0;
  let found = -1;
  while (start <= bytes.length && found < 0) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    found = firstBad(bytes.subarray(start, end));
    line += 1;
    start = end + 1;
  }
  const column = Math.max(found, 0) + 1;
  const remark = error('encoding', 'the file is not UTF-8 text', 'save it as UTF-8');
  return { ...remark, file, line, column, endColumn: column + 1 };
}

/** In UTF-16 units; -1 when the line is sound. A replacement character of the author's own encodes back to itself. */
function firstBad(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return -1;
  let offset = 0;
  let column = 0;
  for (const char of text) {
    const own = Buffer.from(char);
    if (!bytes.subarray(offset, offset + own.length).equals(own)) return column;
    offset += own.length;
    column += char.length;
  }
  return column;
}

function named(name: string): string {
  return `"${name.length > 120 ? `${name.slice(0, 119)}…` : name}"`;
}
