/** A Markdown table; its cells are Markdown already, made by `markdownLine` or written here. */

/** Nothing at all for no rows. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell || '–').join(' | ')} |`;
  return [
    line(head.map((cell) => cell || ' ')),
    line(head.map(() => '---')),
    ...rows.map(line),
  ].join('\n');
}

/** Blocks of Markdown with an empty line between them; empty blocks are left out. */
export function markdownBlocks(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** A heading with its text; empty when there is no text. */
export function section(heading: string, ...blocks: readonly string[]): string {
  const text = markdownBlocks(blocks);
  return text === '' ? '' : `## ${heading}\n\n${text}`;
}
