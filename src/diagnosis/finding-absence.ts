/** The finding for an absence: when the data disappeared, and whether it came back. */
import type { Series } from '../ports/metrics.ts';
import type { Absence } from './condition.ts';
import { type Episode, episodeOf, gaps } from './episode.ts';
import type { Finding, Scene } from './finding-scene.ts';
import { clockText, expressionText, plural, windowText } from './wording.ts';

export function absenceFinding(condition: Absence, scene: Scene): Finding {
  const times = timesOf(scene.series);
  const gap = episodeOf(gaps(times, scene.step, scene.to), scene.firedAt);
  return {
    summary: summaryOf(condition, scene, times, gap),
    firstCrossing: times.length === 0 ? scene.from : (gap?.from ?? null),
    worst: null,
    current: null,
    breachingSeries: scene.all.filter((series) => hasEnded(series, scene)).length,
    totalSeries: scene.all.length,
    outcome: times.length === 0 ? 'empty' : 'answered',
  };
}

function timesOf(series: readonly Series[]): readonly number[] {
  const times = series.flatMap(({ points }) => points.map(([at]) => at));
  return [...new Set(times)].sort((a, b) => a - b);
}

function hasEnded(series: Series, scene: Scene): boolean {
  return gaps(timesOf([series]), scene.step, scene.to).at(-1)?.to === scene.to;
}

function summaryOf(
  condition: Absence,
  scene: Scene,
  times: readonly number[],
  gap: Episode | null,
): string {
  const what = expressionText(condition.inner);
  const between = `between ${windowText(scene.from, scene.to)}`;
  if (times.length === 0) return `${what} has no data ${between}.`;
  if (gap === null) return `${what} has data without a gap ${between}.`;
  const last = clockText(gap.from - scene.step, scene.firedAt);
  const next = times.find((at) => at > gap.to);
  const back = next === undefined ? '' : ` and came back at ${clockText(next, scene.firedAt)}`;
  return `${what} disappeared after ${last}${back}; it had ${plural(scene.series.length, 'series')}.`;
}
