/** A breach is an alert's threshold taken apart: since when, how long, how far, and what the breaching series share. */
import type { MetricAnswer } from '../ports/metrics.ts';
import type { Labels } from './alert-series.ts';
import { breaches, type Threshold } from './condition.ts';
import { type FindingContext, sceneOf } from './finding-scene.ts';
import { thresholdFinding } from './finding-threshold.ts';
import { breachingText } from './operator-words.ts';
import type { Reading } from './reading.ts';
import { durationText, labelText, numberText, plural } from './wording.ts';

/** How far the worst value lies beyond the threshold. */
export interface Headroom {
  /** In the unit of the expression; above 0 beyond the threshold, below 0 what was left before it. */
  readonly by: number;
  /** Worst value over threshold; null where that says nothing: a threshold of 0, other signs, infinities. */
  readonly ratio: number | null;
}

export interface SharedLabel {
  readonly name: string;
  readonly value: string;
}

export interface Breach {
  /** Unix seconds at which the episode of the alert began; null when nothing breached. */
  readonly firstCrossing: number | null;
  /** Seconds, in all, in which any of the alert's own series breached. */
  readonly secondsOver: number;
  readonly worst: Reading | null;
  readonly headroom: Headroom | null;
  /** Of all answered series. */
  readonly breaching: number;
  readonly healthy: number;
  /** What every breaching series has and no healthy one; empty where there is nothing to compare with. */
  readonly shared: readonly SharedLabel[];
}

const MOST_SHARED = 10;

/** `answer` is the answer to `condition.left` over the context's window. */
export function breachOf(
  condition: Threshold,
  alerts: readonly Labels[],
  answer: MetricAnswer,
  context: FindingContext,
): Breach {
  const { scene } = sceneOf(alerts, answer, context);
  const { firstCrossing, worst } = thresholdFinding(condition, scene);
  const isBreaching = ({ points }: (typeof scene.all)[number]) =>
    points.some(([, value]) => breaches(condition, value));
  const breaching = scene.all.filter(isBreaching).map(({ labels }) => labels);
  const healthy = scene.all.filter((series) => !isBreaching(series)).map(({ labels }) => labels);
  const wrong = scene.series.flatMap(({ points }) =>
    points.flatMap(([at, value]) => (breaches(condition, value) ? [at] : [])),
  );
  return {
    firstCrossing,
    secondsOver: new Set(wrong).size * scene.step,
    worst,
    headroom: worst === null ? null : headroomOf(condition, worst.value),
    breaching: breaching.length,
    healthy: healthy.length,
    shared: sharedLabels(breaching, healthy),
  };
}

/** `Above 0.05 for 12 min in all, at worst 0.11 beyond it (3.2 times). …`; empty when nothing breached. */
export function breachText(condition: Threshold, breach: Breach): string {
  if (breach.firstCrossing === null) return '';
  const limit = breachingText(condition);
  const lasted = `${limit.charAt(0).toUpperCase()}${limit.slice(1)} for ${durationText(breach.secondsOver)} in all`;
  return `${lasted}${headroomText(breach.headroom)}.${sharedText(breach)}`;
}

export function sharedLabels(
  breaching: readonly Labels[],
  healthy: readonly Labels[],
): readonly SharedLabel[] {
  const [first, ...others] = breaching;
  if (first === undefined || healthy.length === 0) return [];
  return Object.entries(first)
    .filter(([name]) => name !== '__name__')
    .filter(([name, value]) => others.every((labels) => labels[name] === value))
    .filter(([name, value]) => healthy.every((labels) => labels[name] !== value))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MOST_SHARED)
    .map(([name, value]) => ({ name, value }));
}

function headroomOf({ operator, threshold }: Threshold, worst: number): Headroom | null {
  if (!Number.isFinite(worst) || !Number.isFinite(threshold)) return null;
  if (operator === '==' || operator === '!=') return null;
  const by = operator === '<' || operator === '<=' ? threshold - worst : worst - threshold;
  const ratio = threshold !== 0 && worst / threshold >= 0 ? worst / threshold : null;
  return { by, ratio };
}

function headroomText(headroom: Headroom | null): string {
  if (headroom === null) return '';
  const times = headroom.ratio === null ? '' : ` (${numberText(headroom.ratio)} times)`;
  return `, at worst ${numberText(headroom.by)} beyond it${times}`;
}

function sharedText({ shared, breaching, healthy }: Breach): string {
  if (shared.length === 0) return '';
  const what = shared.slice(0, 3).map(({ name, value }) => labelText(name, value));
  const who =
    breaching === 1 ? 'The breaching series has' : `All ${breaching} breaching series share`;
  const others =
    healthy === 1 ? 'the other one has not' : `none of the ${plural(healthy, 'other')} has`;
  return ` ${who} ${what.join(', ')}, which ${others}.`;
}
