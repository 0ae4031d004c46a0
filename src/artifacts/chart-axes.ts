/** The axes of a chart: time in UTC, values from zero unless they lie close together far from it. */
import type { XAXisComponentOption, YAXisComponentOption } from 'echarts';
import type { Span } from './chart-marks.ts';
import { type ChartSeries, reachOf } from './chart-series.ts';
import { axisNumber, FAINT, GRID, SMALL } from './chart-style.ts';

const DAY = 86_400;

/** `parts`: about how many labels there is room for. */
export function timeAxis(span: Span | null, parts: number): XAXisComponentOption {
  const length = span === null ? 0 : span.to - span.from;
  return {
    type: 'time',
    show: span !== null,
    ...(span === null ? {} : { min: span.from * 1000, max: span.to * 1000 }),
    splitNumber: parts,
    axisLabel: {
      color: FAINT,
      fontSize: SMALL,
      hideOverlap: true,
      formatter: (time: number) => tickText(time, length),
    },
    axisLine: { onZero: false, lineStyle: { color: FAINT } },
    axisTick: { lineStyle: { color: FAINT } },
  };
}

function tickText(time: number, length: number): string {
  const text = new Date(time).toISOString();
  if (length < 600) return text.slice(11, 19);
  const isMidnight = text.endsWith('T00:00:00.000Z');
  return length > 3 * DAY || isMidnight ? text.slice(5, 10) : text.slice(11, 16);
}

/** `besides`: values that the axis must reach to as well. */
export function valueAxis(
  series: readonly ChartSeries[],
  besides: readonly number[],
  parts: number,
): YAXisComponentOption {
  return {
    type: 'value',
    scale: isFarFromZero(series, besides),
    splitNumber: parts,
    axisLabel: { color: FAINT, fontSize: SMALL, hideOverlap: true, formatter: axisNumber },
    splitLine: { lineStyle: { color: GRID } },
  };
}

/** Such values would be one flat line on an axis that begins at zero. */
function isFarFromZero(series: readonly ChartSeries[], besides: readonly number[]): boolean {
  const [least, most] = reachOf(series, besides);
  return (least > 0 && least > most * 0.7) || (most < 0 && most < least * 0.7);
}
