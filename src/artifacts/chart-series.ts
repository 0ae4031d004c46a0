/** Chart series: a frozen answer as lines that can be drawn, few enough and named well enough to be told apart. */
import { plainLine } from './neutral.ts';

export interface ChartSeries {
  readonly name: string;
  /** Unix seconds and value; null breaks the line. */
  readonly points: readonly (readonly [number, number | null])[];
}

type Labels = Readonly<Record<string, unknown>>;

interface Raw {
  readonly labels: Labels;
  readonly points: readonly (readonly [number, number | null])[];
}

const NAME_LENGTH = 60;
const LARGEST = 1e300;

/**
 * The series of an evidence's whole answer as it lies in the store; none where it has none. Series are named by the
 * labels in which they differ. NaN, infinities, what is nearly infinite and missing points become breaks.
 */
export function chartSeriesOf(answer: unknown): readonly ChartSeries[] {
  const { series, step } = asRecord(answer);
  const raw = asArray(series).map((each) => rawOf(each, Number(step) || 0));
  const filled = raw.filter(({ points }) => points.length > 0);
  const names = distinct(filled.map((each) => nameOf(each, filled)));
  return filled.map(({ points }, index) => ({ name: names[index] ?? '', points }));
}

/** The lowest and the highest value of the series, and of what is `besides` them; infinite where there is none. */
export function reachOf(
  series: readonly ChartSeries[],
  besides: readonly number[] = [],
): readonly [number, number] {
  let [low, high] = [Math.min(...besides), Math.max(...besides)];
  for (const { points } of series) {
    for (const [, value] of points) {
      low = Math.min(low, value ?? low);
      high = Math.max(high, value ?? high);
    }
  }
  return [low, high];
}

/** An axis that reached to the largest numbers there are would have no end. */
export function isDrawable(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

function rawOf(value: unknown, step: number): Raw {
  const { labels, points } = asRecord(value);
  return { labels: asRecord(labels), points: withBreaks(asArray(points).flatMap(pointOf), step) };
}

function pointOf(value: unknown): readonly (readonly [number, number | null])[] {
  const [at, number] = asArray(value);
  if (typeof at !== 'number' || !Number.isFinite(at)) return [];
  return [[at, typeof number === 'number' && isDrawable(number) ? number : null]];
}

/** A line must not be drawn through time without data. */
function withBreaks(points: Raw['points'], step: number): Raw['points'] {
  if (step <= 0) return points;
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    if (before === undefined || point[0] - before[0] <= step * 1.5) return [point];
    return [[before[0] + step, null] as const, point];
  });
}

function nameOf({ labels }: Raw, all: readonly Raw[]): string {
  const names = Object.keys(labels).filter((name) => name !== '__name__');
  const differing = names.filter((name) =>
    all.some((other) => other.labels[name] !== labels[name]),
  );
  const shown = differing.length > 0 ? differing : names;
  const text = shown.map((name) => `${name}=${String(labels[name])}`).join(' ');
  return plainLine(text === '' ? String(labels['__name__'] ?? 'value') : text, NAME_LENGTH);
}

/** Two lines of one name would be drawn as one. */
function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
