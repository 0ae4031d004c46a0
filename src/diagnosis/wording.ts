/** Words for findings: numbers, clock times, expressions and series as a person reads them in one line. */
import type { Labels } from './alert-series.ts';

const EXPRESSION_LENGTH = 160;
const VALUE_LENGTH = 80;
const LABELS_SHOWN = 3;
/** Asked first when one label must stand for a series. */
const TELLING = ['instance', 'pod', 'service', 'job', 'node', 'namespace'];

/** Four significant digits, `+Inf`, `NaN`; whole numbers as they are. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

/** `14:02:15 UTC`, with the day in front when it is not the day of `beside` (both unix seconds). */
export function clockText(epoch: number, beside: number): string {
  const [day, time] = dayAndTime(epoch);
  const [otherDay] = dayAndTime(beside);
  return day === otherDay ? `${time} UTC` : `${day} ${time} UTC`;
}

/** `13:02:00 and 14:20:00 UTC`, for use after "between"; days are named when the window crosses midnight. */
export function windowText(from: number, to: number): string {
  const [fromDay, fromTime] = dayAndTime(from);
  const [toDay, toTime] = dayAndTime(to);
  if (fromDay === toDay) return `${fromTime} and ${toTime} UTC`;
  return `${fromDay} ${fromTime} and ${toDay} ${toTime} UTC`;
}

/** An expression in one line, cut where it is too long to read. */
export function expressionText(expression: string): string {
  return clipped(oneLine(expression), EXPRESSION_LENGTH);
}

/** ` (instance 10.0.0.1:9090)`: the labels that tell this series from the others; empty when it has none. */
export function seriesText(labels: Labels, others: readonly Labels[]): string {
  const names = Object.keys(labels).filter((name) => name !== '__name__');
  const differing = names.filter((name) => others.some((other) => other[name] !== labels[name]));
  const telling = TELLING.find((name) => names.includes(name)) ?? names[0];
  const shown = differing.length > 0 ? byTelling(differing) : [telling ?? ''];
  const parts = shown
    .filter((name) => name !== '')
    .slice(0, LABELS_SHOWN)
    .map((name) => `${name} ${clipped(oneLine(labels[name] ?? ''), VALUE_LENGTH)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** `region eu-1`, in one line. */
export function labelText(name: string, value: string): string {
  return `${saidText(name)} ${clipped(oneLine(value), VALUE_LENGTH)}`;
}

/** `45 s`, `12 min`, `3 h 5 min`. */
export function durationText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}

export function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun === 'series' ? noun : `${noun}s`}`;
}

/** Whatever the source says, in one line of printable text. */
export function saidText(text: string): string {
  return clipped(oneLine(text), EXPRESSION_LENGTH * 2);
}

function byTelling(names: readonly string[]): readonly string[] {
  const rank = (name: string) =>
    (TELLING.indexOf(name) + TELLING.length + 1) % (TELLING.length + 1);
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function dayAndTime(epoch: number): readonly [string, string] {
  const text = new Date(epoch * 1000).toISOString();
  return [text.slice(0, 10), text.slice(11, 19)];
}

function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Surrogate}]/gu, '\uFFFD')
    .trim();
}

function clipped(text: string, length: number): string {
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}
