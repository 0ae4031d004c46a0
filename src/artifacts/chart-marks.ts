/** The marks of a chart: the moments of the incident as flags over it, none of which hides another one's label. */
import { SMALL } from './chart-style.ts';
import { plainLine } from './neutral.ts';
import { textWidth } from './text-width.ts';

export interface Mark {
  /** Unix seconds. */
  readonly at: number;
  readonly label: string;
}

/** Unix seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface PlacedMark {
  /** Pixels from the plot's left edge. */
  readonly x: number;
  /** `fired 14:02:00`; it stands on the right of its line. */
  readonly text: string;
  /** 0 is nearest to the plot. */
  readonly row: number;
}

const LONGEST_NAME = 14;
const DAY = 86_400;
/** Pixels between a line and its label, and between two labels. */
export const BESIDE_LINE = 4;
const APART = 8;

/**
 * From right to left, each in the lowest row where its label ends before whatever stands on its right: so no line runs
 * through a label. `width`: of the plot, in pixels. All marks must lie within the span.
 */
export function placedMarks(
  marks: readonly Mark[],
  span: Span,
  width: number,
): readonly PlacedMark[] {
  const length = Math.max(1, span.to - span.from);
  /** By row: where the leftmost thing in it begins. */
  const taken: number[] = [];
  const placed = [...marks].reverse().sort((a, b) => b.at - a.at);
  return placed.map((mark) => {
    const x = ((mark.at - span.from) / length) * width;
    const text = markText(mark, span);
    const end = x + BESIDE_LINE + textWidth(text, SMALL) + APART;
    const free = taken.findIndex((begins) => end <= begins);
    const row = free === -1 ? taken.length : free;
    for (let under = 0; under <= row; under += 1) taken[under] = x;
    return { x, text, row };
  });
}

export function markText({ at, label }: Mark, span: Span): string {
  return `${plainLine(label, LONGEST_NAME)} ${timeText(at, span)}`;
}

/** `14:02:00`, or with its day `11-22 14:02` in a span of more than a day. */
export function timeText(at: number, { from, to }: Span): string {
  const text = new Date(at * 1000).toISOString();
  return to - from > DAY ? text.slice(5, 16).replace('T', ' ') : text.slice(11, 19);
}
