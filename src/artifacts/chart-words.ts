/** The words of a chart: its title, its window, and the sentence for those who cannot see it. */
import type { Frame } from './chart-frame.ts';
import { type Mark, markText, type Span } from './chart-marks.ts';
import type { SeriesChart } from './chart-option.ts';
import { type ChartSeries, isDrawable, reachOf } from './chart-series.ts';
import { axisNumber } from './chart-style.ts';
import { plainLine } from './neutral.ts';

/** What a picture says of itself beside what it shows. */
export interface Spoken {
  readonly title: string;
  /** One sentence. */
  readonly description: string;
}

/** `2026-11-22 13:59 to 14:02 UTC · 2 series · later: fixed 14:20:00`. */
export function subtitleOf({ series }: SeriesChart, frame: Frame): string {
  const { drawn, named, span, beyond } = frame;
  if (span === null) return '0 series';
  const count =
    drawn.length < series.length ? `${drawn.length} of ${series.length}` : `${series.length}`;
  const some = named.length < drawn.length ? `, the worst ${named.length} named` : '';
  const [earlier, later] = [
    beyond.filter(({ at }) => at < span.from),
    beyond.filter(({ at }) => at > span.to),
  ];
  const parts = [spanText(span), `${count} series${some}`];
  if (earlier.length > 0) parts.push(`earlier: ${marksText(earlier, span)}`);
  if (later.length > 0) parts.push(`later: ${marksText(later, span)}`);
  return parts.join(' · ');
}

export function spokenOf(chart: SeriesChart, frame: Frame): Spoken {
  const title = plainLine(chart.title, 300);
  const { span } = frame;
  if (span === null) return { title, description: `${title}: no data.` };
  const parts = [
    `${title}: ${chart.series.length} series, ${spanText(span)}`,
    chart.threshold === null || !isDrawable(chart.threshold)
      ? ''
      : `wrong where ${plainLine(chart.operator, 4)} ${axisNumber(chart.threshold)}`,
    extremesText(frame.drawn),
    marksText(
      [...chart.marks].sort((a, b) => a.at - b.at),
      span,
    ),
  ];
  return { title, description: `${parts.filter((part) => part !== '').join('; ')}.` };
}

/** `2026-11-22 13:59 to 14:02 UTC` */
export function spanText({ from, to }: Span): string {
  const [begin, end] = [minuteText(from), minuteText(to)];
  return `${begin} to ${begin.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end} UTC`;
}

function minuteText(epoch: number): string {
  return new Date(epoch * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

function marksText(marks: readonly Mark[], span: Span): string {
  return marks.map((mark) => markText(mark, span)).join(', ');
}

function extremesText(series: readonly ChartSeries[]): string {
  const [least, most] = reachOf(series);
  return `from ${axisNumber(least)} to ${axisNumber(most)}`;
}
