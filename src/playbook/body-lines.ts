/** The lines of a document's text, each with its place; what stands in a block of code says nothing about the workflow. */
export interface BodyLine {
  /** Offset in the file. */
  readonly start: number;
  /** Without its line end. */
  readonly text: string;
  readonly isCode: boolean;
}

export function bodyLines(text: string, from: number): readonly BodyLine[] {
  const lines: BodyLine[] = [];
  let fence = '';
  let start = from;
  for (const raw of text.slice(from).split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1] ?? '';
    const isFence = fence === '' ? mark !== '' : mark.startsWith(fence);
    lines.push({ start, text: line, isCode: isFence || fence !== '' });
    if (isFence) fence = fence === '' ? mark : '';
    start += raw.length + 1;
  }
  return lines;
}
