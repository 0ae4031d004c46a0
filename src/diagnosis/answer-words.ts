/** Words for the answer to a planned question: how bad it became, and what was usual before. */
import { epochSeconds } from '../domain/instant.ts';
import type { MetricAnswer, Series } from '../ports/metrics.ts';
import type { PlannedQuestion } from './planned-question.ts';
import type { Unit } from './query-pack.ts';
import { during } from './question-windows.ts';
import { clockText, numberText, plural, saidText, seriesText } from './wording.ts';

interface Standing {
  readonly series: Series;
  /** The farthest on the wrong side during the incident. */
  readonly worst: number;
  readonly at: number;
  /** The median just before; null where there was nothing. */
  readonly usual: number | null;
}

type About = Pick<PlannedQuestion, 'title' | 'unit' | 'bad' | 'windows'>;

/** `Share of requests that fail (web): 12 % at 14:02:15 UTC (service cart), usually 0.2 % just before; 5 series.` */
export function answerText(question: About, answer: MetricAnswer): string {
  const { title, unit, windows } = question;
  const standings = answer.series.flatMap((series) => standingOf(question, series) ?? []);
  const [first, ...others] = standings;
  if (first === undefined) return `${saidText(title)}: no data.`;
  const shown = others.reduce((most, each) => (moved(each) > moved(most) ? each : most), first);
  const at = clockText(shown.at, epochSeconds(windows.now.to));
  const name = seriesText(
    shown.series.labels,
    answer.series.map(({ labels }) => labels),
  );
  const usual =
    shown.usual === null
      ? 'nothing just before'
      : `usually ${unitText(shown.usual, unit)} just before`;
  const cut = answer.truncated ? '; the answer was too long, part of it was left out' : '';
  return `${saidText(title)}: ${unitText(shown.worst, unit)} at ${at}${name}, ${usual}; ${plural(standings.length, 'series')}${cut}.`;
}

/** A number with its unit, as a person writes it. */
export function unitText(value: number, unit: Unit): string {
  switch (unit) {
    case 'share':
      return `${numberText(value * 100)} %`;
    case 'percent':
      return `${numberText(value)} %`;
    case 'seconds':
      return Math.abs(value) < 1 && value !== 0
        ? `${numberText(value * 1000)} ms`
        : `${numberText(value)} s`;
    case 'per-second':
      return `${numberText(value)} a second`;
    case 'bytes':
      return bytesText(value);
    case 'bytes-per-second':
      return `${bytesText(value)} a second`;
    default:
      return numberText(value);
  }
}

function standingOf({ bad, windows }: About, series: Series): Standing | null {
  const before = finite(during(series, windows.justBefore)).map(([, value]) => value);
  const usual = medianOf(before);
  const badness = (value: number) => {
    if (bad === 'either') return Math.abs(value - (usual ?? 0));
    return bad === 'up' ? value : -value;
  };
  const points = finite(during(series, windows.incident));
  const [first, ...others] = points;
  if (first === undefined) return null;
  const [at, worst] = others.reduce(
    (most, each) => (badness(each[1]) > badness(most[1]) ? each : most),
    first,
  );
  return { series, worst, at, usual };
}

/** How much a series moved, for its size; one that was not there before moved most. */
function moved({ worst, usual }: Standing): number {
  if (usual === null) return Number.MAX_VALUE;
  const size = Math.abs(usual) + Math.abs(worst);
  return size === 0 ? 0 : Math.abs(worst - usual) / size;
}

function finite({ points }: Series): Series['points'] {
  return points.filter(([, value]) => Number.isFinite(value));
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? upper) + upper) / 2 : upper;
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

function bytesText(value: number): string {
  let scaled = value;
  let at = 0;
  while (Math.abs(scaled) >= 1000 && at < BYTES.length - 1) {
    scaled /= 1000;
    at += 1;
  }
  return `${numberText(scaled)} ${BYTES[at]}`;
}
