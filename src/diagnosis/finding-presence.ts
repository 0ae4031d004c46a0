/** The finding for a presence: since when the whole expression has been true, and of how many series. */
import type { Series } from '../ports/metrics.ts';
import type { Presence } from './condition.ts';
import { episodeOf, stretches } from './episode.ts';
import type { Finding, Scene } from './finding-scene.ts';
import type { Reading } from './reading.ts';
import { clockText, expressionText, plural, seriesText, windowText } from './wording.ts';

interface Start {
  readonly series: Series;
  readonly at: number;
}

export function presenceFinding(condition: Presence, scene: Scene): Finding {
  const first = firstStart(scene);
  return {
    summary: summaryOf(condition, scene, first),
    firstCrossing: first?.at ?? null,
    worst: null,
    current: currentOf(scene),
    breachingSeries: scene.all.length,
    totalSeries: scene.all.length,
    outcome: first === null ? 'empty' : 'answered',
  };
}

function firstStart(scene: Scene): Start | null {
  let first: Start | null = null;
  for (const series of scene.series) {
    const times = series.points.map(([at]) => at);
    const at = episodeOf(stretches(times, scene.step), scene.firedAt)?.from;
    if (at !== undefined && (first === null || at < first.at)) first = { series, at };
  }
  return first;
}

function currentOf(scene: Scene): Reading | null {
  let current: Reading | null = null;
  for (const { labels, points } of scene.series) {
    const last = points.at(-1);
    if (last !== undefined && (current === null || last[0] > current.at)) {
      current = { labels, at: last[0], value: last[1] };
    }
  }
  return current;
}

function summaryOf(condition: Presence, scene: Scene, first: Start | null): string {
  const what = expressionText(condition.whole);
  const between = `between ${windowText(scene.from, scene.to)}`;
  if (first === null) return `${what} was not true of any series ${between}.`;
  const name = seriesText(
    first.series.labels,
    scene.all.map(({ labels }) => labels),
  );
  const since = first.at - scene.from < scene.step ? 'was already true' : 'became true';
  const at = clockText(first.at, scene.firedAt);
  return `${what} ${since} at ${at}${name}; ${plural(scene.all.length, 'series')} matched ${between}.`;
}
