/** The guides of a chart: the threshold, the side of it that is wrong, what is usual, and the moments of the incident. */
import type { LineSeriesOption } from 'echarts/charts';
import type { GraphicComponentOption } from 'echarts/components';
import type { Frame } from './chart-frame.ts';
import { BESIDE_LINE, type Span } from './chart-marks.ts';
import { isDrawable } from './chart-series.ts';
import { ALARM, axisNumber, FAINT, FONT, INK, SMALL, USUAL } from './chart-style.ts';
import { plainLine } from './neutral.ts';

export interface Band {
  readonly low: number;
  readonly high: number;
}

interface Limit {
  readonly threshold: number | null;
  readonly operator: string;
  readonly usual: Band | null;
}

/** Pixels of one row of mark labels. */
export const ROW = 16;

/** A series without a line of its own: it carries the guides, and makes the axis reach to them. */
export function guidesOf(
  { threshold, operator, usual }: Limit,
  span: Span | null,
): LineSeriesOption {
  const limit = span !== null && threshold !== null && isDrawable(threshold) ? threshold : null;
  const band = span === null ? null : usual;
  const edges = [limit, band?.low, band?.high].filter((edge) => typeof edge === 'number');
  return {
    type: 'line',
    name: '',
    silent: true,
    symbol: 'none',
    lineStyle: { opacity: 0 },
    emphasis: { disabled: true },
    data: edges.map((edge) => [(span?.from ?? 0) * 1000, edge]),
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      emphasis: { disabled: true },
      data: limit === null ? [] : [thresholdLine(limit, operator)],
    },
    markArea: {
      silent: true,
      animation: false,
      emphasis: { disabled: true },
      data: [...wrongSide(limit, operator), ...(band === null ? [] : [usualArea(band)])],
    },
  };
}

type Lines = NonNullable<NonNullable<LineSeriesOption['markLine']>['data']>;
type Areas = NonNullable<NonNullable<LineSeriesOption['markArea']>['data']>;

function thresholdLine(threshold: number, operator: string): Lines[number] {
  const label = plainLine(`${operator} ${axisNumber(threshold)}`, 18);
  return {
    yAxis: threshold,
    lineStyle: { color: ALARM, type: 'dashed', width: 1.5 },
    label: {
      formatter: () => label,
      color: ALARM,
      fontSize: SMALL,
      fontWeight: 600,
      position: 'end',
    },
  };
}

/** A faint red where values breach; not for comparisons whose wrong side is no area. */
function wrongSide(threshold: number | null, operator: string): Areas {
  const far = operator.startsWith('>') ? 1 : operator.startsWith('<') ? -1 : null;
  if (threshold === null || far === null) return [];
  const itemStyle = { color: ALARM, opacity: 0.06 };
  return [[{ yAxis: threshold, itemStyle }, { yAxis: far * Number.MAX_VALUE }]];
}

function usualArea({ low, high }: Band): Areas[number] {
  return [{ yAxis: low, itemStyle: { color: USUAL, opacity: 1 } }, { yAxis: high }];
}

/** Each mark as a flag: a dotted line up to its row, and its label on the right of it. All in pixels of the picture. */
export function flagsOf(
  marks: Frame['marks'],
  plot: { readonly left: number; readonly top: number; readonly bottom: number },
): GraphicComponentOption[] {
  return marks.flatMap(({ x, text, row }) => {
    const at = Math.round(plot.left + x) + 0.5;
    const top = plot.top - (row + 1) * ROW;
    return [
      {
        type: 'line',
        silent: true,
        z: 1,
        shape: { x1: at, y1: top, x2: at, y2: plot.bottom },
        style: { stroke: FAINT, lineWidth: 1.2, lineDash: [2, 2] },
      },
      label(text, at + BESIDE_LINE, top),
    ] satisfies GraphicComponentOption[];
  });
}

export function label(
  text: string,
  x: number,
  y: number,
  over: { readonly fill?: string; readonly font?: string } = {},
): GraphicComponentOption {
  const style = { text, x, y, fill: INK, font: `${SMALL}px ${FONT}`, ...over };
  return { type: 'text', silent: true, z: 60, style };
}
