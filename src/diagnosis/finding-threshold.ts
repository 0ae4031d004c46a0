/** The finding for a threshold: when it was crossed, how bad it became, and for how many series. */
import type { Series } from '../ports/metrics.ts';
import { breaches, type Threshold } from './condition.ts';
import { type Episode, episodeOf, wrongStretches } from './episode.ts';
import type { Finding, Scene } from './finding-scene.ts';
import { becameText, breachingText } from './operator-words.ts';
import {
  breachingReadings,
  latestReading,
  type Reading,
  readingsOf,
  worstReading,
} from './reading.ts';
import {
  clockText,
  expressionText,
  numberText,
  plural,
  seriesText,
  windowText,
} from './wording.ts';

export function thresholdFinding(condition: Threshold, scene: Scene): Finding {
  const episode = firstEpisode(condition, scene);
  const every = readingsOf(scene.series);
  const worst = worstReading(condition, episode === null ? every : within(episode));
  return {
    summary: summaryOf(condition, scene, episode, worst),
    firstCrossing: episode?.from ?? null,
    worst,
    current: latestReading(condition, every),
    breachingSeries: scene.all.filter(breachesEver(condition)).length,
    totalSeries: scene.all.length,
    outcome: worst === null ? 'empty' : 'answered',
  };

  function within({ from }: Episode): readonly Reading[] {
    return breachingReadings(condition, scene.series).filter(({ at }) => at >= from);
  }
}

/** Of several series, the one that crossed first tells when it began. */
function firstEpisode(condition: Threshold, scene: Scene): Episode | null {
  const own = scene.series.flatMap(({ points }) => {
    const wrong = wrongStretches(points, (value) => breaches(condition, value));
    return episodeOf(wrong, scene.firedAt) ?? [];
  });
  return own.reduce<Episode | null>(
    (first, each) => (first === null || each.from < first.from ? each : first),
    null,
  );
}

function breachesEver(condition: Threshold): (series: Series) => boolean {
  return ({ points }) => points.some(([, value]) => breaches(condition, value));
}

function summaryOf(
  condition: Threshold,
  scene: Scene,
  episode: Episode | null,
  worst: Reading | null,
): string {
  const what = expressionText(condition.left);
  const between = `between ${windowText(scene.from, scene.to)}`;
  if (worst === null) return `${what} has no data ${between}.`;
  const tail = `${readingText(worst, scene)}; ${breachingOf(condition, scene)}.`;
  return episode === null
    ? `${what} was never ${breachingText(condition)} ${between}, nearest ${tail}`
    : `${what} ${beganText(condition, episode, scene)}, worst ${tail}`;
}

function beganText(condition: Threshold, episode: Episode, scene: Scene): string {
  const at = clockText(episode.from, scene.firedAt);
  const before = episode.from - scene.from < scene.step;
  return before
    ? `was already ${breachingText(condition)} at ${at}`
    : `${becameText(condition)} at ${at}`;
}

function readingText(reading: Reading, scene: Scene): string {
  const labels = scene.all.map((series) => series.labels);
  const at = clockText(reading.at, scene.firedAt);
  return `${numberText(reading.value)} at ${at}${seriesText(reading.labels, labels)}`;
}

function breachingOf(condition: Threshold, scene: Scene): string {
  const count = scene.all.filter(breachesEver(condition)).length;
  return `${count} of ${plural(scene.all.length, 'series')} ${count === 1 ? 'breaches' : 'breach'}`;
}
