/** A Prometheus answer is read defensively: proxies, old servers and native histograms all end up here. */
import { z } from 'zod';
import type { MetricAnswer, Series } from '../ports/metrics.ts';
import { PortError, type PortReason } from '../ports/port-error.ts';
import { malformed, sayable } from './outbound-failure.ts';
import { isMoment } from './outbound-time.ts';

/** More series than a person can read in one chart are left out, unless somebody wants them. */
const KEPT_SERIES = 50;
/** Nobody gets more, whatever they want: each is read and held. */
const MOST_SERIES = 5000;
const KEPT_POINTS = 11_001;
const KEPT_WARNINGS = 10;

export interface Envelope {
  readonly data: unknown;
  readonly warnings: readonly string[];
}

const Failure = z.object({
  status: z.literal('error'),
  errorType: z.string().catch(''),
  error: z.string().catch('no reason given'),
});

const Success = z.object({
  status: z.literal('success'),
  data: z.unknown(),
  warnings: z.array(z.string()).nullish(),
  infos: z.array(z.string()).nullish(),
});

const REASONS: ReadonlyMap<string, PortReason> = new Map([
  ['timeout', 'timeout'],
  ['canceled', 'unavailable'],
  ['internal', 'unavailable'],
  ['unavailable', 'unavailable'],
]);

/** Prometheus's own reason and words in an error body; null when it is none. */
export function refusalIn(body: unknown): { reason: PortReason; message: string } | null {
  const failure = Failure.safeParse(body);
  if (!failure.success) return null;
  const { errorType, error } = failure.data;
  return { reason: REASONS.get(errorType) ?? 'refused', message: `${errorType}: ${error}` };
}

/**
 * Throws PortError for an error body (which may come with 200) and for JSON that is no Prometheus answer. `say`: what
 * makes the other side's words fit to be said.
 */
export function readEnvelope(who: string, body: unknown, say = sayable): Envelope {
  const refusal = refusalIn(body);
  if (refusal !== null) {
    throw new PortError(refusal.reason, `${who} says ${say(refusal.message)}`);
  }
  const success = Success.safeParse(body);
  if (!success.success) throw malformed(who, 'has no status');
  const said = [...(success.data.warnings ?? []), ...(success.data.infos ?? [])];
  return {
    data: success.data.data,
    warnings: said.slice(0, KEPT_WARNINGS).map((warning) => say(warning)),
  };
}

const Result = z.union([
  z.object({ resultType: z.enum(['vector', 'matrix']), result: z.array(z.unknown()) }),
  z.object({ resultType: z.literal('scalar'), result: z.unknown() }),
  z.object({ resultType: z.literal('string'), result: z.unknown() }),
]);

/** Samples are read by hand: there may be half a million of them. */
const Row = z.object({
  metric: z.record(z.string(), z.string()),
  value: z.unknown().optional(),
  values: z.array(z.unknown()).optional(),
});

/** How many series are kept of an answer. */
export function keptSeries(wanted = KEPT_SERIES): number {
  return Math.max(1, Math.min(wanted, MOST_SERIES));
}

/** At most `kept` series; a series of native histograms has no numbers to show and is left out with a warning. */
export function readMetrics(who: string, envelope: Envelope, kept = keptSeries()): MetricAnswer {
  const read = Result.safeParse(envelope.data);
  if (!read.success) throw malformed(who, 'has no result that we know');
  const { resultType, result } = read.data;
  if (resultType === 'string') return { series: [], warnings: envelope.warnings, truncated: false };
  if (resultType === 'scalar') {
    const scalar = seriesOf(who, {}, [result]);
    return { series: [scalar], warnings: envelope.warnings, truncated: false };
  }
  return readRows(who, result, envelope.warnings, kept);
}

function readRows(
  who: string,
  rows: readonly unknown[],
  warnings: readonly string[],
  kept: number,
): MetricAnswer {
  const series: Series[] = [];
  let histograms = 0;
  let cut = rows.length > kept;
  for (const row of rows.slice(0, kept)) {
    const parsed = Row.safeParse(row);
    if (!parsed.success) throw malformed(who, 'has a series that we cannot read');
    const { metric, value, values = value === undefined ? [] : [value] } = parsed.data;
    if (values.length === 0) histograms += 1;
    else series.push(seriesOf(who, metric, values));
    cut ||= values.length > KEPT_POINTS;
  }
  const left =
    histograms === 0 ? [] : [`${histograms} series hold native histograms and are left out`];
  return { series, warnings: [...warnings, ...left], truncated: cut };
}

function seriesOf(
  who: string,
  labels: Readonly<Record<string, string>>,
  samples: readonly unknown[],
): Series {
  return { labels, points: samples.slice(-KEPT_POINTS).map((sample) => readSample(who, sample)) };
}

function readSample(who: string, sample: unknown): readonly [number, number] {
  const [at, value] = Array.isArray(sample) ? sample : [];
  if (!isMoment(at) || typeof value !== 'string') {
    throw malformed(who, 'has a sample that we cannot read');
  }
  return [at, numberOf(value)];
}

function numberOf(value: string): number {
  if (value === '+Inf' || value === 'Inf') return Number.POSITIVE_INFINITY;
  if (value === '-Inf') return Number.NEGATIVE_INFINITY;
  return value === '' ? Number.NaN : Number(value);
}

const Names = z.array(z.string());

/** Those of `wanted` that are in a list of label values. */
export function readNames(
  who: string,
  envelope: Envelope,
  wanted: readonly string[],
): readonly string[] {
  const read = Names.safeParse(envelope.data);
  if (!read.success) throw malformed(who, 'lists no names');
  // Old servers ignore what they are asked for, and list everything.
  const known = new Set(read.data);
  return wanted.filter((name) => known.has(name));
}

const Rules = z.object({
  groups: z.array(z.object({ rules: z.array(z.unknown()) })),
});

const AlertingRule = z.object({
  type: z.literal('alerting'),
  name: z.string(),
  query: z.string(),
  state: z.string().optional(),
});

/**
 * The expression of the alerting rule of that name, of a firing one where several share it; null when there is none.
 * Old servers ignore the name they are asked for, so every rule is looked at.
 */
export function readRuleExpression(
  who: string,
  envelope: Envelope,
  alertname: string,
): string | null {
  const read = Rules.safeParse(envelope.data);
  if (!read.success) throw malformed(who, 'lists no rules');
  const found = read.data.groups
    .flatMap((group) => group.rules)
    .map((rule) => AlertingRule.safeParse(rule).data)
    .filter((rule) => rule?.name === alertname);
  const chosen = found.find((rule) => rule?.state === 'firing') ?? found[0];
  return chosen?.query ?? null;
}
