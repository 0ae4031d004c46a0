/** The guides of a chart: the threshold, the side of it that is wrong, and the moments of the incident. */
import type { LineSeriesOption } from 'echarts/charts';
import type { Frame, PlacedMark } from './chart-frame.ts';
import { ALARM, axisNumber, FAINT, INK, ROW } from './chart-style.ts';
import { plainLine } from './neutral.ts';

interface Limit {
  readonly threshold: number | null;
  readonly operator: string;
}

type Lines = NonNullable<NonNullable<LineSeriesOption['markLine']>['data']>;

/** A series without a line of its own: it carries the guides, and makes the axis reach to the threshold. */
export function guidesOf({ threshold, operator }: Limit, frame: Frame): LineSeriesOption {
  const drawable = frame.window !== null && threshold !== null && Number.isFinite(threshold);
  const limit = drawable ? threshold : null;
  const from = frame.window === null || limit === null ? [] : [[frame.window.from * 1000, limit]];
  return {
    type: 'line',
    name: '',
    silent: true,
    symbol: 'none',
    lineStyle: { opacity: 0 },
    emphasis: { disabled: true },
    data: from,
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      emphasis: { disabled: true },
      data: [...thresholdLine(limit, operator), ...frame.marks.map(markLine)],
    },
    ...wrongSide(limit, operator),
  };
}

function thresholdLine(threshold: number | null, operator: string): Lines {
  if (threshold === null) return [];
  const label = plainLine(`${operator} ${axisNumber(threshold)}`, 30);
  return [
    {
      yAxis: threshold,
      lineStyle: { color: ALARM, type: 'dashed', width: 1.5 },
      label: {
        formatter: () => label,
        color: ALARM,
        fontSize: 11,
        fontWeight: 600,
        position: 'end',
      },
    },
  ];
}

function markLine({ at, label, row }: PlacedMark): Lines[number] {
  const time = new Date(at * 1000).toISOString().slice(11, 19);
  const text = `${plainLine(label, 30)} ${time}`;
  return {
    xAxis: at * 1000,
    lineStyle: { color: FAINT, type: 'dotted', width: 1.2 },
    label: {
      formatter: () => text,
      color: INK,
      fontSize: 11,
      position: 'end',
      distance: 4 + row * ROW,
    },
  };
}

/** A faint red where values breach; not for comparisons whose wrong side is no area. */
function wrongSide(threshold: number | null, operator: string): Pick<LineSeriesOption, 'markArea'> {
  const far = operator.startsWith('>') ? 'above' : operator.startsWith('<') ? 'below' : null;
  if (threshold === null || far === null) return {};
  const edge = far === 'above' ? Number.MAX_VALUE : -Number.MAX_VALUE;
  return {
    markArea: {
      silent: true,
      animation: false,
      emphasis: { disabled: true },
      itemStyle: { color: ALARM, opacity: 0.06 },
      data: [[{ yAxis: threshold }, { yAxis: edge }]],
    },
  };
}
