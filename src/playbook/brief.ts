/** The brief of a step: what to do first, as plain text out of its Markdown, for a note that is read on a phone. */
import { type BodyLine, bodyLines } from './body-lines.ts';
import { isDirective } from './load-directives.ts';

/** More than this nobody reads at 3 a.m. */
const MAX_BRIEF = 600;

/** What stands below the first heading of a text, without marks, cut between lines; at most 600 characters. */
export function briefOf(markdown: string): string {
  const kept: string[] = [];
  let size = 0;
  for (const line of firstSection(markdown)) {
    size += line.length + 1;
    if (size > MAX_BRIEF) return kept.length === 0 ? cut(line) : kept.join('\n');
    kept.push(line);
  }
  return kept.join('\n').trim();
}

function firstSection(markdown: string): readonly string[] {
  const lines = bodyLines(markdown, 0).filter(({ text, isCode }) => isCode || !isDirective(text));
  const from = lines.findIndex((line) => line.text.trim() !== '' && !isHeading(line));
  const rest = lines.slice(Math.max(from, 0));
  const end = rest.findIndex(isHeading);
  return rest
    .slice(0, end < 0 ? rest.length : end)
    .map(({ text }) => plainLine(text))
    .filter((line) => line !== '');
}

function isHeading({ text, isCode }: BodyLine): boolean {
  return !isCode && /^#{1,6}\s/u.test(text);
}

/** Sentences to write keep their quotes: code marks become quotes. */
function plainLine(line: string): string {
  return line
    .replace(/^\s*(?:```|~~~).*$/u, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/`([^`]*)`/gu, '"$1"')
    .replace(/\*\*|__/gu, '')
    .trimEnd();
}

/** Between words where there are any in its second half, else between characters. */
function cut(line: string): string {
  const start = line.slice(0, MAX_BRIEF - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = start.lastIndexOf(' ');
  return `${space < MAX_BRIEF / 2 ? start : start.slice(0, space)}…`;
}
