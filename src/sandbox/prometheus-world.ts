/** What the sandbox's Prometheus knows: series, registered answers and rules, evaluated at a time. */

import { badData, failure, QueryRefused } from './prometheus-api.ts';
import type { SandboxExemplar } from './prometheus-exemplars.ts';
import { type Labels, ParseError, parseExpression, type Row } from './prometheus-expression.ts';
import { metricsIn } from './prometheus-metrics-in.ts';

export interface AlertingRule {
  readonly name: string;
  readonly expr: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  /** Seconds. Default 0. */
  readonly duration?: number;
}

/** A registered expression gives one number without labels, rows, or nothing. */
export type Answerer = (epochSeconds: number) => number | null | readonly Row[];

export interface World {
  readonly series: Map<string, { labels: Labels; value: (at: number) => number | null }>;
  readonly answers: Map<string, Answerer>;
  readonly rules: AlertingRule[];
  readonly exemplars: SandboxExemplar[];
  /** Seconds between two scrapes, which are made at multiples of it. */
  readonly scrapeEvery: number;
}

/** One entry of `/api/v1/rules`. */
export function ruleJson(world: World, rule: AlertingRule, now: number) {
  return {
    state: isFiring(world, rule, now) ? 'firing' : 'inactive',
    name: rule.name,
    query: rule.expr,
    duration: rule.duration ?? 0,
    keepFiringFor: 0,
    labels: rule.labels ?? {},
    annotations: rule.annotations ?? {},
    alerts: [],
    health: 'ok',
    type: 'alerting',
  };
}

/** A rule may hold more PromQL than the sandbox understands; it is listed all the same. */
function isFiring(world: World, rule: AlertingRule, now: number): boolean {
  try {
    return evaluator(world, rule.expr).at(now).length > 0;
  } catch {
    return false;
  }
}

export interface Evaluator {
  /** The value when the expression is a plain number. */
  readonly scalar: number | null;
  at(time: number): readonly Row[];
}

/** Throws QueryRefused in Prometheus's words. */
export function evaluator(
  world: World,
  query: string,
  asked: 'instant' | 'range' = 'instant',
): Evaluator {
  const either = EITHER.exec(query);
  if (either !== null && !world.answers.has(query)) return union(world, query, asked);
  const { subject, keeps } = parse(world, query);
  const kept = (rows: readonly Row[]) => rows.filter((row) => keeps(row.value));
  if (subject.kind === 'number') {
    return { scalar: subject.value, at: () => [{ labels: {}, value: subject.value }] };
  }
  if (subject.kind === 'selector') {
    const chosen = [...world.series.values()].filter((one) => subject.matches(one.labels));
    return { scalar: null, at: (time) => kept(rowsAt(chosen, time)) };
  }
  if (subject.kind === 'count') {
    const chosen = [...world.series.values()].filter((one) => subject.matches(one.labels));
    const { seconds } = subject;
    const counts = (time: number) => countsAt(chosen, time, seconds, world.scrapeEvery);
    return { scalar: null, at: (time) => kept(counts(time)) };
  }
  if (subject.kind === 'range-vector' && asked === 'range') {
    const type = 'invalid expression type "range vector" for range query';
    throw new QueryRefused(badData(`${type}, must be Scalar or instant Vector`));
  }
  const answerer = subject.kind === 'other' ? world.answers.get(subject.text) : undefined;
  if (answerer === undefined && readsOnlyUnknown(world, query)) {
    return { scalar: null, at: () => [] };
  }
  if (answerer === undefined) {
    throw new QueryRefused(failure(422, 'execution', `the sandbox has no answer for ${query}`));
  }
  return { scalar: null, at: (time) => kept(rowsOf(answerer(time))) };
}

/** Plain comparisons that are joined; whatever has brackets or quotes is for a registered answer. */
const EITHER = /^[^("'`]+ or [^("'`]+$/;

/** What is on the left wins over the same labels on the right. */
function union(world: World, query: string, asked: 'instant' | 'range'): Evaluator {
  const sides = query.split(' or ').map((side) => evaluator(world, side.trim(), asked));
  const bare = ({ __name__: _, ...labels }: Labels) => keyOf(labels);
  const at = (time: number) => {
    const rows = new Map<string, Row>();
    for (const row of sides.flatMap((side) => side.at(time))) {
      if (!rows.has(bare(row.labels))) rows.set(bare(row.labels), row);
    }
    return [...rows.values()];
  };
  return { scalar: null, at };
}

/** As in any Prometheus, what is made of metrics that nobody has is empty; what makes something of nothing is not. */
function readsOnlyUnknown(world: World, query: string): boolean {
  const known = new Set([...world.series.values()].map(({ labels }) => labels['__name__']));
  const names = metricsIn(query);
  return names !== null && names.length > 0 && names.every((name) => !known.has(name));
}

function rowsAt(
  chosen: readonly { labels: Labels; value: (at: number) => number | null }[],
  time: number,
): Row[] {
  return chosen.flatMap((one) => {
    const value = one.value(time);
    return value === null ? [] : [{ labels: one.labels, value }];
  });
}

/** Scrapes after the beginning of the time up to its end; a gap is a scrape that found nothing. */
function countsAt(
  chosen: readonly { labels: Labels; value: (at: number) => number | null }[],
  time: number,
  seconds: number,
  every: number,
): Row[] {
  return chosen.flatMap(({ labels, value }) => {
    let count = 0;
    for (let at = Math.floor(time / every) * every; at > time - seconds; at -= every) {
      if (value(at) !== null) count += 1;
    }
    const { __name__: _, ...others } = labels;
    return count === 0 ? [] : [{ labels: others, value: count }];
  });
}

function rowsOf(answer: number | null | readonly Row[]): readonly Row[] {
  if (answer === null) return [];
  return typeof answer === 'number' ? [{ labels: {}, value: answer }] : answer;
}

/** Names a label set. */
export function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parse(world: World, query: string) {
  try {
    return parseExpression(query, (text) => world.answers.has(text));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new QueryRefused(badData(`invalid parameter "query": ${error.message}`));
  }
}

/** Whether any of the selectors picks a label set. Throws QueryRefused. */
export function selected(world: World, selectors: readonly string[]): readonly Labels[] {
  const subjects = selectors.map((text) => parse(world, text).subject);
  const labels = [...world.series.values()].map((one) => one.labels);
  return labels.filter((set) =>
    subjects.some((one) => one.kind === 'selector' && one.matches(set)),
  );
}
