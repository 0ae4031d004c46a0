/** A Loki answer is read defensively: its times are texts of nanoseconds, and one stream comes in several entries. */
import { z } from 'zod';
import type { LogLevel, LogLine, LogLines, LogPattern, LogVolume } from '../ports/logs.ts';
import { PortError } from '../ports/port-error.ts';
import { LEVEL_WORDS } from './loki-body.ts';
import { malformed, sayable } from './outbound-failure.ts';
import { cleanPairs } from './outbound-text.ts';
import { isMoment } from './outbound-time.ts';

/** Rows of a volume beyond this many are left out: there are not more levels. */
const KEPT_ROWS = 200;
const KEPT_PATTERNS = 500;
const KEPT_POINTS = 11_001;
const KEPT_NAMES = 1000;

const Failure = z.object({
  status: z.literal('error'),
  error: z.string().nullish(),
  message: z.string().nullish(),
});

/** Loki's own words in an error body of JSON, as old versions and gateways write it; null when it is none. */
export function refusalIn(body: unknown): { reason: 'refused'; message: string } | null {
  const failure = Failure.safeParse(body);
  if (!failure.success) return null;
  const { error, message } = failure.data;
  return { reason: 'refused', message: error ?? message ?? 'no reason given' };
}

const Success = z.object({ status: z.literal('success'), data: z.unknown().optional() });

/** Throws PortError for an error body (which may come with 200) and for JSON that is no Loki answer. */
export function readData(who: string, body: unknown, say = sayable): unknown {
  const refusal = refusalIn(body);
  if (refusal !== null) throw new PortError('refused', `${who} says ${say(refusal.message)}`);
  const success = Success.safeParse(body);
  if (!success.success) throw malformed(who, 'has no status');
  return success.data.data;
}

/** Where there are none, Loki leaves them out. */
export function readNames(who: string, data: unknown): readonly string[] {
  const read = z.array(z.string()).nullish().safeParse(data);
  if (!read.success) throw malformed(who, 'lists no labels');
  return (read.data ?? []).slice(0, KEPT_NAMES);
}

const Streams = z.object({ resultType: z.literal('streams'), result: z.array(z.unknown()) });
const Stream = z.object({ stream: z.record(z.string(), z.string()), values: z.array(z.unknown()) });

interface TimedLine {
  /** Nanoseconds, padded so that text sorts like time. */
  readonly key: string;
  readonly line: LogLine;
}

/** The lines of all streams together, in the order that was asked for. */
export function readLines(
  who: string,
  data: unknown,
  { limit, order }: { limit: number; order: 'oldest-first' | 'newest-first' },
): LogLines {
  const read = Streams.safeParse(data);
  if (!read.success) throw malformed(who, 'has no streams');
  const lines = read.data.result.flatMap((row) => linesOf(who, row));
  const sign = order === 'oldest-first' ? 1 : -1;
  lines.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0));
  return {
    lines: lines.slice(0, limit).map(({ line }) => line),
    truncated: lines.length >= limit,
  };
}

function linesOf(who: string, row: unknown): readonly TimedLine[] {
  const read = Stream.safeParse(row);
  if (!read.success) throw malformed(who, 'has a stream that we cannot read');
  const labels = cleanPairs(Object.entries(read.data.stream));
  const level = levelOf(labels['detected_level'] ?? '', labels['level'] ?? '');
  return read.data.values.map((value) => {
    const [time, text] = Array.isArray(value) ? value : [];
    if (typeof time !== 'string' || !/^\d{7,19}$/.test(time) || typeof text !== 'string') {
      throw malformed(who, 'has a line that we cannot read');
    }
    // Beyond milliseconds a number is not exact any more.
    const at = new Date(Number(time.slice(0, -6))).toISOString();
    return { key: time.padStart(19, '0'), line: { at, level, labels, text } };
  });
}

const Matrix = z.object({ resultType: z.literal('matrix'), result: z.array(z.unknown()) });
const Row = z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.unknown()) });

/** Rows that mean the same level are added up; what is no count, such as NaN, is left out. */
export function readVolume(who: string, data: unknown): LogVolume {
  const read = Matrix.safeParse(data);
  if (!read.success) throw malformed(who, 'has no counts over time');
  const levels = new Map<LogLevel, Map<number, number>>();
  for (const row of read.data.result.slice(0, KEPT_ROWS)) {
    const parsed = Row.safeParse(row);
    if (!parsed.success) throw malformed(who, 'has a series that we cannot read');
    const { metric, values } = parsed.data;
    const level = levelOf(metric['detected_level'] ?? '', metric['level'] ?? '');
    const counts = levels.get(level) ?? new Map<number, number>();
    levels.set(level, counts);
    for (const [at, count] of countsIn(who, values)) counts.set(at, (counts.get(at) ?? 0) + count);
  }
  return {
    levels: [...levels].map(([level, counts]) => ({ level, points: inTime(counts) })),
    truncated: read.data.result.length > KEPT_ROWS,
  };
}

const Patterns = z
  .array(z.object({ pattern: z.string(), samples: z.array(z.unknown()) }))
  .nullish();

/** The loudest 500; newer servers give one pattern once per level. */
export function readPatterns(who: string, data: unknown): readonly LogPattern[] {
  const read = Patterns.safeParse(data);
  if (!read.success) throw malformed(who, 'lists no patterns');
  const found = new Map<string, Map<number, number>>();
  for (const { pattern, samples } of read.data ?? []) {
    const counts = found.get(pattern) ?? new Map<number, number>();
    found.set(pattern, counts);
    for (const [at, count] of countsIn(who, samples)) counts.set(at, (counts.get(at) ?? 0) + count);
  }
  const patterns = [...found].map(([text, counts]) => ({ text, points: inTime(counts) }));
  return patterns.sort((a, b) => total(b) - total(a)).slice(0, KEPT_PATTERNS);
}

function countsIn(
  who: string,
  samples: readonly unknown[],
): readonly (readonly [number, number])[] {
  return samples.slice(-KEPT_POINTS).flatMap((sample) => {
    const [at, text] = Array.isArray(sample) ? sample : [];
    if (!isMoment(at) || (typeof text !== 'string' && typeof text !== 'number')) {
      throw malformed(who, 'has a count that we cannot read');
    }
    const count = text === '' ? Number.NaN : Number(text);
    return Number.isFinite(count) && count > 0 ? [[at, count] as const] : [];
  });
}

function inTime(counts: ReadonlyMap<number, number>): readonly (readonly [number, number])[] {
  return [...counts].sort(([a], [b]) => a - b);
}

function total({ points }: LogPattern): number {
  return points.reduce((sum, [, count]) => sum + count, 0);
}

const LEVELS: ReadonlyMap<string, LogLevel> = new Map(
  Object.entries(LEVEL_WORDS).flatMap(([level, words]) =>
    words.map((word) => [word, level as LogLevel] as const),
  ),
);

/** What the store detected, or else what the program says. */
function levelOf(detected: string, said: string): LogLevel {
  return LEVELS.get(detected.toLowerCase()) ?? LEVELS.get(said.toLowerCase()) ?? 'unknown';
}
