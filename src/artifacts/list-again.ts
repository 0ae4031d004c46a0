/** Listing again what is left to write, once people have written some of it: what is done leaves the list, the rest stays. */
import { stillToWrite } from './postmortem-parts.ts';

/**
 * Lines that people put into the list by themselves stay.
 *
 * @param document what people's edits were merged into
 * @param title the heading of the list, without the `## `; a document without it stays as it is
 * @param written what was written there before and would be now: the lines of their lists are ours
 */
export function listAgain(document: string, title: string, written: readonly string[]): string {
  const list = partOf(document, title);
  if (list === null) return document;
  const begin = document.indexOf(headingOf(title)) + headingOf(title).length;
  const below = document.slice(begin + list.length);
  const left = linesOf(stillToWrite(document));
  const ours = new Set(written.flatMap((text) => linesOf(partOf(text, title) ?? '')));
  const now = linesOf(list);
  const kept = now.filter((line) => left.includes(line) || !ours.has(line));
  const added = left.filter((line) => !now.includes(line));
  const lines = [...kept, ...added];
  const text = lines.length === 0 ? NOTHING : lines.join('\n');
  // Somebody may have emptied it up to the next heading.
  const apart = below.startsWith('## ') ? '\n\n' : '';
  return document.slice(0, begin) + text + apart + below;
}

/** Keeps the place of the list, for what comes later. */
const NOTHING = '–';

/** The text below a heading, up to the next one; null where there is no such heading. */
function partOf(document: string, title: string): string | null {
  const [, below] = document.split(headingOf(title));
  if (below === undefined) return null;
  const end = below.search(/(?:^|\n\n?)## /);
  return (end === -1 ? below : below.slice(0, end)).trimEnd();
}

function headingOf(title: string): string {
  return `## ${title}\n\n`;
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && line !== NOTHING);
}
