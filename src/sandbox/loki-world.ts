/** What the sandbox's Loki knows: streams of lines, and how it counts them and finds patterns in them. */
import type { LogQuery, LokiEntry, ParsedLogQl } from './loki-logql.ts';

export type StreamLabels = Readonly<Record<string, string>>;

export interface LokiWorld {
  readonly streams: { readonly labels: StreamLabels; readonly entries: LokiEntry[] }[];
}

export interface LokiRange {
  /** Nanoseconds. */
  readonly start: bigint;
  readonly end: bigint;
}

export function addLine(
  world: LokiWorld,
  labels: StreamLabels,
  { at, line, extra }: { at: bigint; line: string; extra: StreamLabels },
): void {
  const key = keyOf(labels);
  const known = world.streams.find((one) => keyOf(one.labels) === key);
  const stream = known ?? { labels, entries: [] };
  if (known === undefined) world.streams.push(stream);
  stream.entries.push({ at, line, labels: { ...labels, ...extra } });
}

/** In time order. */
export function chosen(world: LokiWorld, query: LogQuery, { start, end }: LokiRange): LokiEntry[] {
  return world.streams
    .filter((one) => query.selects(one.labels))
    .flatMap((one) => one.entries)
    .filter((entry) => entry.at >= start && entry.at < end && query.keeps(entry))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** One entry per label set, as Loki gives them. */
export function streamsJson(entries: readonly LokiEntry[]) {
  const found = new Map<string, { stream: StreamLabels; values: [string, string][] }>();
  for (const { at, line, labels } of entries) {
    const key = keyOf(labels);
    const one = found.get(key) ?? { stream: labels, values: [] };
    found.set(key, one);
    one.values.push([String(at), line]);
  }
  return [...found.values()];
}

const SECOND = 1_000_000_000n;

/** Points lie on multiples of the step; each counts the range before it. */
export function matrixJson(
  world: LokiWorld,
  parsed: Extract<ParsedLogQl, { kind: 'counts' }>,
  range: LokiRange,
  step: number,
) {
  const found = new Map<string, { metric: StreamLabels; values: [number, string][] }>();
  const width = BigInt(parsed.rangeSeconds) * SECOND;
  const every = chosen(world, parsed.query, { start: range.start - width, end: range.end + 1n });
  const first = Math.ceil(Number(range.start / SECOND) / step) * step;
  for (let at = first; BigInt(at) * SECOND <= range.end; at += step) {
    const until = BigInt(at) * SECOND;
    const within = every.filter((entry) => entry.at > until - width && entry.at <= until);
    for (const [metric, count] of countedBy(within, parsed.by)) {
      const row = found.get(keyOf(metric)) ?? { metric, values: [] };
      found.set(keyOf(metric), row);
      row.values.push([at, String(count)]);
    }
  }
  return [...found.values()];
}

function countedBy(entries: readonly LokiEntry[], by: readonly string[]) {
  const counts = new Map<string, [StreamLabels, number]>();
  for (const { labels } of entries) {
    const names = by.filter((name) => labels[name] !== undefined);
    const metric = Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));
    const key = keyOf(metric);
    counts.set(key, [metric, (counts.get(key)?.[1] ?? 0) + 1]);
  }
  return counts.values();
}

/** Loki has no pattern for rare lines. */
const FEWEST_LINES = 13;

export function patternsJson(entries: readonly LokiEntry[]) {
  const found = new Map<string, Map<number, number>>();
  for (const { at, line } of entries) {
    const pattern = line.replace(/\b[0-9][0-9a-f.:-]*/g, '<_>');
    const samples = found.get(pattern) ?? new Map<number, number>();
    found.set(pattern, samples);
    const bucket = Number(at / SECOND / 10n) * 10;
    samples.set(bucket, (samples.get(bucket) ?? 0) + 1);
  }
  const listed = [...found].map(([pattern, samples]) => ({ pattern, samples: [...samples] }));
  return listed.filter(
    ({ samples }) => samples.reduce((sum, [, count]) => sum + count, 0) >= FEWEST_LINES,
  );
}

/** As Loki 3 guesses it from the line. */
export function detectedLevel(line: string): string {
  const said = /\b(?:level|lvl|severity)["']?\s*[=:]\s*["']?([a-z]+)/i.exec(line)?.[1];
  return said?.toLowerCase() ?? 'unknown';
}

function keyOf(labels: StreamLabels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
