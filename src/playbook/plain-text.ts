/** Plain text out of Markdown, for a note that is read on a phone. */
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
  const lines = markdown.split('\n').filter((line) => !isDirective(line));
  const from = lines.findIndex((line) => line.trim() !== '' && !isHeading(line));
  const rest = lines.slice(Math.max(from, 0));
  const end = rest.findIndex(isHeading);
  return rest
    .slice(0, end < 0 ? rest.length : end)
    .map(plainLine)
    .filter((line) => line !== '');
}

function isHeading(line: string): boolean {
  return /^#{1,6}\s/u.test(line);
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

function cut(line: string): string {
  const start = line.slice(0, MAX_BRIEF - 1);
  return `${start.slice(0, Math.max(start.lastIndexOf(' '), 1))}…`;
}
