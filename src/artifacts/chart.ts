/** Draws pictures as SVG text: no script, no reference to anything outside, the same text for the same input. */
import { LineChart } from 'echarts/charts';
import {
  GraphicComponent,
  GridComponent,
  LegendPlainComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
} from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type ChartOption, chartOption, type SeriesChart } from './chart-option.ts';
import type { Spoken } from './chart-words.ts';
import { type Overview, overviewOption } from './overview-option.ts';
import { tamed } from './tame-text.ts';
import { textWidth } from './text-width.ts';

use([
  GraphicComponent,
  GridComponent,
  LegendPlainComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  SVGRenderer,
  TitleComponent,
]);

/** By itself the library takes every letter with an accent to be as wide as high, and cuts Vietnamese much too early. */
setPlatformAPI({
  measureText: (text, font) => ({ width: textWidth(text, Number.parseFloat(sizeIn(font))) }),
});

export function seriesChart(chart: SeriesChart): string {
  const { option, spoken } = chartOption(chart);
  return drawn(option, chart, spoken);
}

/** Small pictures of the top evidence, in one. */
export function overviewChart(overview: Overview): string {
  const { option, spoken, ...size } = overviewOption(overview);
  return drawn(option, size, spoken);
}

function drawn(
  option: ChartOption,
  { width, height }: { readonly width: number; readonly height: number },
  spoken: Spoken,
): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption(tamed(option));
    return speaking(still(drawing.renderToSVGString()), spoken);
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
    .replace(/ (?:class|pointer-events|ecmeta_[a-z_]+)="[^"]*"/g, '')
    .replace(/(id="|="url\(#)zr\d+-/g, '$1chart-');
}

/** Screen readers say the title and the sentence instead of reading out every number. */
function speaking(svg: string, { title, description }: Spoken): string {
  const open = svg.indexOf('>');
  const said = `\n<title id="title">${escaped(title)}</title>\n<desc id="desc">${escaped(description)}</desc>`;
  return `${svg.slice(0, open)} role="img" aria-labelledby="title desc">${said}${svg.slice(open + 1)}`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function sizeIn(font: string | undefined): string {
  return /([\d.]+)px/.exec(font ?? '')?.[1] ?? '12';
}
