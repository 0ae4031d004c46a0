/** The frame of a chart: which series are drawn and named, and where its marks and their labels go. */
import type { ChartSeries } from './chart-series.ts';

const MOST_SERIES = 50;
const MOST_NAMED = 6;
/** Labels nearer to each other than this share of the width would be written over one another. */
const LABEL_SHARE = 0.13;

export interface Mark {
  /** Unix seconds. */
  readonly at: number;
  readonly label: string;
}

export interface PlacedMark extends Mark {
  /** 0 is nearest to the chart; a higher row keeps clear of a neighbour's label. */
  readonly row: number;
}

export interface Frame {
  /** The worst first; at most 50. */
  readonly drawn: readonly ChartSeries[];
  /** Names in the legend. */
  readonly named: readonly string[];
  /** In unix seconds; null when there is no point. */
  readonly window: { readonly from: number; readonly to: number } | null;
  readonly marks: readonly PlacedMark[];
}

export function frameOf(
  series: readonly ChartSeries[],
  operator: string,
  marks: readonly Mark[],
): Frame {
  const drawn = worstFirst(series, operator).slice(0, MOST_SERIES);
  const window = windowOf(drawn);
  const named = drawn.slice(0, MOST_NAMED).map(({ name }) => name);
  return { drawn, named, window, marks: window === null ? [] : placed(marks, window) };
}

function worstFirst(series: readonly ChartSeries[], operator: string): readonly ChartSeries[] {
  const sign = operator.startsWith('<') ? -1 : 1;
  const badness = new Map(series.map((each) => [each, worstOf(each, sign)]));
  const of = (each: ChartSeries) => badness.get(each) ?? Number.NEGATIVE_INFINITY;
  return [...series].sort((a, b) => of(b) - of(a) || (a.name < b.name ? -1 : 1));
}

function worstOf({ points }: ChartSeries, sign: 1 | -1): number {
  return points.reduce(
    (worst, [, value]) => (value === null ? worst : Math.max(worst, value * sign)),
    -Number.MAX_VALUE,
  );
}

function windowOf(series: readonly ChartSeries[]): Frame['window'] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { points } of series) {
    for (const [at, value] of points) {
      if (value === null) continue;
      from = Math.min(from, at);
      to = Math.max(to, at);
    }
  }
  return from > to ? null : { from, to };
}

/** Only marks within the window, each in the lowest row where its label has room. */
function placed(
  marks: readonly Mark[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly PlacedMark[] {
  const room = (to - from) * LABEL_SHARE;
  const done: PlacedMark[] = [];
  for (const mark of [...marks].sort((a, b) => a.at - b.at)) {
    if (mark.at < from || mark.at > to) continue;
    const near = done.filter(({ at }) => mark.at - at < room).map(({ row }) => row);
    let row = 0;
    while (near.includes(row)) row += 1;
    done.push({ ...mark, row });
  }
  return done;
}
