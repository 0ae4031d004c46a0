/** One line of a chart: it breaks where there is no value, and a value that stands alone is a dot. */
import type { LineSeriesOption } from 'echarts/charts';
import type { ChartSeries } from './chart-series.ts';

interface Look {
  readonly colour: string;
  /** Pixels. */
  readonly width: number;
  /** What is higher is drawn over what is lower. */
  readonly z: number;
}

export function lineOf(
  { name, points }: ChartSeries,
  { colour, width, z }: Look,
): LineSeriesOption {
  return {
    type: 'line',
    name,
    silent: true,
    symbol: 'none',
    z,
    itemStyle: { color: colour },
    lineStyle: { width, color: colour },
    emphasis: { disabled: true },
    data: points.map(([at, value], place) =>
      isAlone(points, place)
        ? { value: [at * 1000, value], symbol: 'circle', symbolSize: 6 }
        : [at * 1000, value],
    ),
  };
}

/** A value between two breaks has no line to show it. */
function isAlone(points: ChartSeries['points'], place: number): boolean {
  const [before, here, after] = [points[place - 1], points[place], points[place + 1]];
  return here?.[1] !== null && (before?.[1] ?? null) === null && (after?.[1] ?? null) === null;
}
