/** The chart option says to the drawing library what a series chart looks like. */
import type { LineSeriesOption } from 'echarts/charts';
import type {
  GridComponentOption,
  LegendComponentOption,
  MarkAreaComponentOption,
  MarkLineComponentOption,
  TitleComponentOption,
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { type Frame, frameOf, type Mark } from './chart-frame.ts';
import { guidesOf } from './chart-guides.ts';
import { legendHeight, legendsOf } from './chart-legend.ts';
import type { ChartSeries } from './chart-series.ts';
import { axisNumber, COLOURS, FAINT, FONT, GRID, INK, ROW } from './chart-style.ts';
import { plainLine } from './neutral.ts';

export interface SeriesChart {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  /** Null: no threshold line. */
  readonly threshold: number | null;
  readonly operator: string;
  /** Moments worth a line of their own: fired, paged, recovered. */
  readonly marks: readonly Mark[];
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export type ChartOption = ComposeOption<
  | GridComponentOption
  | LegendComponentOption
  | LineSeriesOption
  | MarkAreaComponentOption
  | MarkLineComponentOption
  | TitleComponentOption
>;

export function chartOption(chart: SeriesChart): ChartOption {
  const frame = frameOf(chart.series, chart.operator, chart.marks);
  const rows = Math.max(0, ...frame.marks.map(({ row }) => row + 1));
  return {
    animation: false,
    useUTC: true,
    backgroundColor: '#ffffff',
    color: COLOURS,
    textStyle: { fontFamily: FONT, color: INK },
    title: frame.window === null ? [titleOf(chart, frame), NO_DATA] : titleOf(chart, frame),
    legend: legendsOf(frame.named, chart.width),
    grid: {
      left: 16,
      right: 80,
      top: 62 + rows * ROW,
      bottom: legendHeight(frame.named, chart.width),
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: xAxisOf(frame),
    yAxis: yAxisOf(chart),
    series: [...frame.drawn.map(lineOf), guidesOf(chart, frame)],
  };
}

function titleOf(chart: SeriesChart, frame: Frame): TitleComponentOption {
  const width = chart.width - 32;
  return {
    left: 16,
    top: 10,
    itemGap: 6,
    text: plainLine(chart.title, 300),
    textStyle: { fontSize: 14, fontWeight: 600, color: INK, width, overflow: 'truncate' },
    subtext: subtitleOf(chart, frame),
    subtextStyle: { fontSize: 11, color: FAINT, width, overflow: 'truncate' },
  };
}

const NO_DATA: TitleComponentOption = {
  left: 'center',
  top: 'middle',
  text: 'no data',
  textStyle: { fontSize: 16, fontWeight: 400, color: FAINT },
};

function subtitleOf({ series }: SeriesChart, { drawn, named, window }: Frame): string {
  if (window === null) return '0 series';
  const [from, to] = [minuteText(window.from), minuteText(window.to)];
  const end = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to;
  const count =
    drawn.length < series.length ? `${drawn.length} of ${series.length}` : `${series.length}`;
  const named_ = named.length < drawn.length ? `, the worst ${named.length} named` : '';
  return `${from} to ${end} UTC · ${count} series${named_}`;
}

function minuteText(epoch: number): string {
  return new Date(epoch * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

function xAxisOf({ window }: Frame): NonNullable<ChartOption['xAxis']> {
  return {
    type: 'time',
    show: window !== null,
    ...(window === null ? {} : { min: window.from * 1000, max: window.to * 1000 }),
    axisLabel: { color: FAINT, fontSize: 11, hideOverlap: true },
    axisLine: { lineStyle: { color: FAINT } },
    axisTick: { lineStyle: { color: FAINT } },
  };
}

function yAxisOf({ series, threshold }: SeriesChart): NonNullable<ChartOption['yAxis']> {
  return {
    type: 'value',
    scale: isFarFromZero(series, threshold),
    splitNumber: 4,
    axisLabel: { color: FAINT, fontSize: 11, formatter: axisNumber },
    splitLine: { lineStyle: { color: GRID } },
  };
}

/** Values that all lie close together and far from zero would be one flat line on an axis that begins at zero. */
function isFarFromZero(series: readonly ChartSeries[], threshold: number | null): boolean {
  let [least, most] = [
    threshold ?? Number.POSITIVE_INFINITY,
    threshold ?? Number.NEGATIVE_INFINITY,
  ];
  for (const [, value] of series.flatMap(({ points }) => points)) {
    least = Math.min(least, value ?? least);
    most = Math.max(most, value ?? most);
  }
  return least > 0 && least > most * 0.7;
}

function lineOf({ name, points }: ChartSeries, index: number): LineSeriesOption {
  return {
    type: 'line',
    name,
    symbol: 'none',
    z: 50 - index,
    lineStyle: { width: index === 0 ? 2 : 1.4 },
    emphasis: { disabled: true },
    data: points.map(([at, value], place) =>
      isAlone(points, place)
        ? { value: [at * 1000, value], symbol: 'circle', symbolSize: 4 }
        : [at * 1000, value],
    ),
  };
}

/** A value between two breaks has no line to show it. */
function isAlone(points: ChartSeries['points'], place: number): boolean {
  const [before, here, after] = [points[place - 1], points[place], points[place + 1]];
  return here?.[1] !== null && (before?.[1] ?? null) === null && (after?.[1] ?? null) === null;
}
