/** The chart option says to the drawing library what a series chart looks like. */
import type { LineSeriesOption } from 'echarts/charts';
import type {
  GraphicComponentOption,
  GridComponentOption,
  LegendComponentOption,
  MarkAreaComponentOption,
  MarkLineComponentOption,
  TitleComponentOption,
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { timeAxis, valueAxis } from './chart-axes.ts';
import { type Frame, frameOf } from './chart-frame.ts';
import { type Band, flagsOf, guidesOf, ROW } from './chart-guides.ts';
import { legendHeight, legendsOf } from './chart-legend.ts';
import { lineOf } from './chart-line.ts';
import type { Mark } from './chart-marks.ts';
import { type ChartSeries, isDrawable } from './chart-series.ts';
import { BESIDE, COLOURS, FAINT, FONT, INK, QUIET, SMALL } from './chart-style.ts';
import { type Spoken, spokenOf, subtitleOf } from './chart-words.ts';

export interface SeriesChart {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  /** Null: no threshold line. */
  readonly threshold: number | null;
  readonly operator: string;
  /** Where values usually lie, as a light area; null: not known, or of too many series. */
  readonly usual: Band | null;
  /** Moments worth a line of their own: onset, fired, paged, fixed, recovered. */
  readonly marks: readonly Mark[];
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export type ChartOption = ComposeOption<
  | GraphicComponentOption
  | GridComponentOption
  | LegendComponentOption
  | LineSeriesOption
  | MarkAreaComponentOption
  | MarkLineComponentOption
  | TitleComponentOption
>;

/** What stands above the plot: title and subtitle. */
const HEAD = 58;
/** The labels of the time axis. */
const FOOT = 26;

export function chartOption(chart: SeriesChart): { option: ChartOption; spoken: Spoken } {
  const { width, height } = chart;
  const inner = width - BESIDE.left - BESIDE.right;
  const frame = frameOf(chart.series, chart.operator, chart.marks, inner);
  const rows = Math.max(0, ...frame.marks.map(({ row }) => row + 1));
  const below = FOOT + legendHeight(frame.named, width);
  const plot = { left: BESIDE.left, top: HEAD + rows * ROW, bottom: height - below };
  const option: ChartOption = {
    ...BARE,
    title: frame.span === null ? [titleOf(chart, frame), NO_DATA] : titleOf(chart, frame),
    legend: legendsOf(frame.named, width),
    grid: {
      left: plot.left,
      right: BESIDE.right,
      top: plot.top,
      bottom: below,
      outerBoundsMode: 'none',
    },
    xAxis: timeAxis(frame.span, 8),
    yAxis: valueAxis(frame.drawn, reachedBy(chart), 4),
    series: [...frame.drawn.map(named), guidesOf(chart, frame.span)],
    graphic: flagsOf(frame.marks, plot),
  };
  return { option, spoken: spokenOf(chart, frame) };
}

/** What every picture begins with. */
export const BARE = {
  animation: false,
  useUTC: true,
  backgroundColor: '#ffffff',
  color: COLOURS,
  textStyle: { fontFamily: FONT, color: INK },
} satisfies ChartOption;

function titleOf(chart: SeriesChart, frame: Frame): TitleComponentOption {
  const width = chart.width - 32;
  return {
    left: 16,
    top: 10,
    itemGap: 6,
    text: spokenOf(chart, frame).title,
    textStyle: { fontSize: 14, fontWeight: 600, color: INK, width, overflow: 'truncate' },
    subtext: subtitleOf(chart, frame),
    subtextStyle: { fontSize: SMALL, color: FAINT, width, overflow: 'truncate' },
  };
}

const NO_DATA: TitleComponentOption = {
  left: 'center',
  top: 'middle',
  text: 'no data',
  textStyle: { fontSize: 16, fontWeight: 400, color: FAINT },
};

function reachedBy({ threshold, usual }: SeriesChart): readonly number[] {
  const finite = threshold !== null && isDrawable(threshold) ? [threshold] : [];
  return usual === null ? finite : [...finite, usual.low, usual.high];
}

/** Only what the legend names has a colour; more colours could not be told apart. */
function named(series: ChartSeries, index: number): LineSeriesOption {
  const colour = index < 6 ? (COLOURS[index] ?? QUIET) : QUIET;
  return lineOf(series, { colour, width: index === 0 ? 2 : 1.4, z: 50 - index });
}
