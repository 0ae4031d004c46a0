/** Neutral text: what other people wrote, made harmless for the place where it is printed. */

/** Line breaks of every kind, and tabs. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/**
 * What is invisible and could deceive: controls, halves of surrogate pairs, the marks that turn the direction of text,
 * zero-width spaces, tag characters, and what XML does not allow. Joiners stay: emoji and scripts need them.
 */
const INVISIBLE =
  /[\p{Cc}\p{Surrogate}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF\u{E0000}-\u{E007F}]/gu;

/** Characters that CommonMark or GitHub give a meaning to anywhere in a line. `<`, `>`, `&`, `|` become entities. */
const ACTIVE = /[\\`*[\]~$]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
};

/** One line of plain text: no breaks, no control characters, none that turn the text around; cut at `max` characters. */
export function plainLine(text: string, max = 2000): string {
  const line = printable(text.replace(BREAKS, ' ')).trim();
  const characters = [...line.slice(0, max * 2 + 2)];
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join('')}…`;
}

/** One line for Markdown that renders as exactly this text, in a paragraph, a list item or a table cell. */
export function markdownLine(text: string, max?: number): string {
  return plainLine(text, max)
    .replace(ACTIVE, '\\$&')
    .replace(/[&<>|]/g, (character) => ENTITIES[character] ?? '')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll('://', '\\://')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)
    .replaceAll('@', '\\@')
    .replace(/^[+\-=:!]|(?<=^|\s)#/g, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');
}

/** Several lines for Markdown: each break stays a break, and no line begins a heading, a list or a block of code. */
export function markdownBlock(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map((line) => markdownLine(line));
  return lines.filter((line) => line !== '').join('  \n');
}

/** A code block that the text cannot end: its fence is longer than any run of backticks inside. */
export function codeFence(text: string, language: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/);
  return [fence + language, ...lines.map(printable), fence].join('\n');
}

/** A Markdown link when the address is http or https, without any credentials in it; otherwise only the text. */
export function markdownLink(text: string, href: string): string {
  const address = webAddress(href);
  if (address === null) return markdownLine(text);
  const destination = address
    .replaceAll('&', '&amp;')
    .replace(
      /[\\|<>()[\]`*_ ]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
  return `[${markdownLine(text)}](${destination})`;
}

/** The address in its normal form when a browser may be sent there; null otherwise. */
export function webAddress(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.username = '';
  url.password = '';
  return url.href;
}

function printable(text: string): string {
  return text.replaceAll('\t', '  ').replace(INVISIBLE, '\uFFFD');
}
