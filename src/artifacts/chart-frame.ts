/** The frame of a chart: which series are drawn and named, over which time, and where its marks go. */
import { type Mark, type PlacedMark, placedMarks, type Span } from './chart-marks.ts';
import type { ChartSeries } from './chart-series.ts';
import { thinned } from './thin-points.ts';

const MOST_SERIES = 50;
const MOST_NAMED = 6;
/** Of all series together; more would not be seen, and a picture must stay small. */
const MOST_POINTS = 9000;
/** Marks this near to the data, as a share of its time, are still shown. */
const REACH = 0.25;
/** Seconds on either side of a single moment. */
const MOMENT = 150;

export interface Frame {
  /** The worst first; at most 50. */
  readonly drawn: readonly ChartSeries[];
  /** Names in the legend: those of the first. */
  readonly named: readonly string[];
  /** Null when there is no point. */
  readonly span: Span | null;
  readonly marks: readonly PlacedMark[];
  /** Too far from the data to be shown, in time order. */
  readonly beyond: readonly Mark[];
}

/** `width`: of the plot, in pixels. */
export function frameOf(
  series: readonly ChartSeries[],
  operator: string,
  marks: readonly Mark[],
  width: number,
): Frame {
  const worst = worstFirst(series, operator).slice(0, MOST_SERIES);
  const each = Math.floor(MOST_POINTS / Math.max(1, worst.length));
  const drawn = worst.map(({ name, points }) => ({ name, points: thinned(points, each) }));
  const named = drawn.slice(0, MOST_NAMED).map(({ name }) => name);
  const data = spanOf(drawn);
  if (data === null) return { drawn, named, span: null, marks: [], beyond: [] };
  const [near, beyond] = nearAndBeyond(marks, data);
  const span = reaching(data, near);
  return { drawn, named, span, marks: placedMarks(near, span, width), beyond };
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

/** Of the points that have a value; null where none has. */
export function spanOf(series: readonly ChartSeries[]): Span | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { points } of series) {
    for (const [at, value] of points) {
      if (value === null) continue;
      from = Math.min(from, at);
      to = Math.max(to, at);
    }
  }
  if (from === to) return { from: from - MOMENT, to: to + MOMENT };
  return from > to ? null : { from, to };
}

function nearAndBeyond(
  marks: readonly Mark[],
  { from, to }: Span,
): readonly [readonly Mark[], readonly Mark[]] {
  const reach = (to - from) * REACH;
  const isNear = ({ at }: Mark) => at >= from - reach && at <= to + reach;
  const ordered = [...marks].sort((a, b) => a.at - b.at);
  return [ordered.filter(isNear), ordered.filter((mark) => !isNear(mark))];
}

function reaching({ from, to }: Span, marks: readonly Mark[]): Span {
  const times = marks.map(({ at }) => at);
  return { from: Math.min(from, ...times), to: Math.max(to, ...times) };
}
