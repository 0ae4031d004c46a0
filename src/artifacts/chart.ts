/** Draws a series chart as SVG text: no script, no reference to anything outside, the same text for the same input. */
import { LineChart } from 'echarts/charts';
import {
  GridComponent,
  LegendPlainComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { chartOption, type SeriesChart } from './chart-option.ts';

use([
  GridComponent,
  LegendPlainComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  SVGRenderer,
  TitleComponent,
]);

export function seriesChart(chart: SeriesChart): string {
  const { width, height } = chart;
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption(chartOption(chart));
    return still(drawing.renderToSVGString());
  } finally {
    drawing.dispose();
  }
}

/**
 * Takes out what is only there for a pointer that hovers over the picture, and the numbers that count how many charts
 * this process has drawn. Labels cannot be hit: in them every quote is an entity.
 */
function still(svg: string): string {
  return svg
    .replace(/<style ?><!\[CDATA\[[^\]]*\]\]>\s*<\/style>\s*/g, '')
    .replace(/ (?:class|ecmeta_[a-z_]+)="[^"]*"/g, '')
    .replace(/(id="|="url\(#)zr\d+-/g, '$1chart-');
}
