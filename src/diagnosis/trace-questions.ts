/** The questions to a trace store: whose traces, in which windows, and which of those found are opened. */
import { earlier, type Instant, plusSeconds } from '../domain/instant.ts';
import type { FoundTraces, TraceQuestion } from '../ports/traces.ts';
import type { Labels } from './alert-series.ts';
import { commonLabels } from './common-labels.ts';
import type { TimeSpan } from './log-scene.ts';
import { median, quantileOf } from './robust.ts';

/** Which label of an alert may hold the name of the service that traces know. */
const SERVICE_LABELS = ['service', 'service_name', 'app', 'deployment', 'container', 'job'];
const MOST_SERVICES = 3;

/** To be tried one after another until one has traces; `job` may carry a namespace before a slash. */
export function traceServices(alerts: readonly Labels[]): readonly string[] {
  const common = commonLabels(alerts);
  const values = SERVICE_LABELS.flatMap((label) => {
    const value = common[label] ?? '';
    return [value, value.split('/').at(-1) ?? ''];
  });
  return [...new Set(values.filter((value) => value !== ''))].slice(0, MOST_SERVICES);
}

const MOST_TRIED = 4;

/** As `traceServices`; then the name that the rules have for it, then those of the first alert alone. */
export function servicesToTry(
  alerts: readonly Labels[],
  service: string | null,
): readonly string[] {
  const named = service === null || service === '' ? [] : [service];
  const found = [...traceServices(alerts), ...named, ...traceServices(alerts.slice(0, 1))];
  return [...new Set(found)].slice(0, MOST_TRIED);
}

export interface TraceOccasion {
  readonly service: string;
  readonly onset: Instant;
  readonly to: Instant;
  /** Seconds of the baseline before the onset. */
  readonly lookback: number;
}

const LEAD_SECONDS = 300;
const MOST_INCIDENT_SECONDS = 3600;
/** Trace stores refuse more than seven days at once. */
const MOST_BASELINE_SECONDS = 6 * 86_400;
const MOST_FOUND = 100;

export interface TraceQuestions {
  readonly baseline: TimeSpan;
  readonly incident: TimeSpan;
  readonly usual: TraceQuestion;
  readonly failingBefore: TraceQuestion;
  readonly failingSince: TraceQuestion;
  readonly anySince: TraceQuestion;
}

export function traceQuestions({ service, onset, to, lookback }: TraceOccasion): TraceQuestions {
  const begin = earlier(onset, to);
  const split = plusSeconds(begin, -LEAD_SECONDS);
  const baseline = {
    from: plusSeconds(split, -Math.min(lookback, MOST_BASELINE_SECONDS)),
    to: split,
  };
  const incident = { from: split, to: earlier(to, plusSeconds(begin, MOST_INCIDENT_SECONDS)) };
  const ask = (span: TimeSpan, kind: 'any' | 'failing'): TraceQuestion => ({
    service,
    ...span,
    which: { kind },
    limit: MOST_FOUND,
  });
  return {
    baseline,
    incident,
    usual: ask(baseline, 'any'),
    failingBefore: ask(baseline, 'failing'),
    failingSince: ask(incident, 'failing'),
    anySince: ask(incident, 'any'),
  };
}

const FEWEST_USUAL = 5;

/** Traces since the onset that are slower than nearly all usual ones; any, where too few of those are known. */
export function slowSince({ anySince }: TraceQuestions, usual: FoundTraces): TraceQuestion {
  const slow = slowFrom(usual);
  return slow === null ? anySince : { ...anySince, which: { kind: 'slow', atLeastMs: slow } };
}

function slowFrom({ traces }: FoundTraces): number | null {
  const times = Float64Array.from(traces.map(({ durationMs }) => durationMs)).sort();
  return times.length < FEWEST_USUAL ? null : quantileOf(times, 0.95);
}

export interface TracesToOpen {
  readonly usual: readonly string[];
  readonly failing: readonly string[];
  readonly slow: readonly string[];
}

const MOST_USUAL = 8;
const MOST_OPENED = 5;

/** The longest of the slow ones, the first of the failing ones, and of the usual ones those nearest to their median. */
export function tracesToOpen(
  found: Readonly<Record<'usual' | 'failing' | 'slow', FoundTraces>>,
): TracesToOpen {
  const usual = found.usual.traces;
  const middle = median(usual.map(({ durationMs }) => durationMs));
  const least = slowFrom(found.usual) ?? 0;
  const distance = (ms: number) => Math.abs(ms - middle);
  const byTime = (a: { startedAt: Instant }, b: { startedAt: Instant }) =>
    a.startedAt < b.startedAt ? -1 : 1;
  return {
    usual: idsOf(
      [...usual].sort((a, b) => distance(a.durationMs) - distance(b.durationMs)),
      MOST_USUAL,
    ),
    failing: idsOf([...found.failing.traces].sort(byTime), MOST_OPENED),
    slow: idsOf(
      found.slow.traces.filter(({ durationMs }) => durationMs >= least),
      MOST_OPENED,
    ),
  };
}

function idsOf(traces: readonly { readonly id: string }[], most: number): readonly string[] {
  return traces.slice(0, most).map(({ id }) => id);
}
