/** The legend of a chart: rows of names under it, laid out here because the drawing library knows no fonts. */
import type { LegendComponentOption } from 'echarts/components';
import { INK, SMALL } from './chart-style.ts';
import { plainLine } from './neutral.ts';
import { cutInside, textWidth } from './text-width.ts';

const MARGIN = 16;
const GAP = 24;
const ICON = 19;
const ROW = 20;

/** Pixels below the chart that the legend takes. */
export function legendHeight(names: readonly string[], width: number): number {
  return 16 + rowsOf(names, width).length * ROW;
}

/** One component for each row. */
export function legendsOf(names: readonly string[], width: number): LegendComponentOption[] {
  const rows = rowsOf(names, width);
  return rows.map((row, index) => ({
    data: [...row],
    left: MARGIN,
    bottom: 8 + (rows.length - 1 - index) * ROW,
    padding: 0,
    icon: 'roundRect',
    itemWidth: 14,
    itemHeight: 4,
    itemGap: GAP,
    selectedMode: false,
    formatter: (name: string) => cutInside(plainLine(name), nameWidth(names, width), SMALL),
    textStyle: { fontSize: SMALL, color: INK },
  }));
}

/** Up to three names fit beside each other, however long they are. */
function nameWidth(names: readonly string[], width: number): number {
  const beside = Math.max(1, Math.min(3, names.length));
  return Math.floor((width - MARGIN * 2 - GAP * (beside - 1)) / beside) - ICON;
}

function rowsOf(names: readonly string[], width: number): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const widest = nameWidth(names, width);
  let used = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const needed = ICON + Math.min(textWidth(name, SMALL), widest);
    if (used + needed > width - MARGIN * 2) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(name);
    used += needed + GAP;
  }
  return rows;
}
