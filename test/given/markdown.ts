/** Markdown as far as the tests look into it: tables, and links to other files. */

/** Rows of the table whose first column has this head, cell by cell without back quotes around the whole cell. */
export function tableOf(markdown: string, firstHead: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n').map((line) => line.trim());
  const head = lines.findIndex((line) => line.startsWith('|') && cellsOf(line)[0] === firstHead);
  if (head < 0) throw new RangeError(`there is no table that begins with ${firstHead}`);
  const rest = lines.slice(head + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end < 0 ? undefined : end).map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Without the back quotes; an empty text for a dash. */
export function bare(cell: string | undefined): string {
  const text = (cell ?? '').replaceAll('`', '').trim();
  return text === '–' ? '' : text;
}

/** Addresses of links that are not on the web. */
export function localLinks(markdown: string): readonly string[] {
  return [...markdown.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(
    (match) => match[1] ?? '',
  );
}
