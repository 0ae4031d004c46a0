/** Looks for anything that is still wrong in the answers of a recovery check. */
import type { Threshold } from './condition.ts';
import { breachingText } from './operator-words.ts';
import { breachingReadings, type Reading, readingsOf, worstReading } from './reading.ts';
import { ownSeries, type RecoveryCase, timeText } from './recovery-case.ts';
import { expressionText, numberText, seriesText } from './wording.ts';

/** What is wrong, when and of which series; null when nothing is. */
export function stillWrong(recovery: RecoveryCase): string | null {
  const { condition } = recovery;
  if (condition.kind === 'threshold') return breachIn(condition, recovery);
  return condition.kind === 'presence' ? truthOf(condition.whole, recovery) : null;
}

function breachIn(condition: Threshold, recovery: RecoveryCase): string | null {
  const series = ownSeries('value', recovery);
  const breaching = breachingReadings(condition, series);
  const worst = worstReading(condition, breaching);
  if (worst === null) return null;
  const name = seriesText(
    worst.labels,
    series.map(({ labels }) => labels),
  );
  const value = `${numberText(worst.value)} at ${timeText(worst.at, recovery)}${name}`;
  const last = timeText(lastOf(breaching).at, recovery);
  return `${expressionText(condition.left)} was still ${breachingText(condition)}: worst ${value}, last at ${last}.`;
}

/** A whole expression that has points is true at each of them. */
function truthOf(whole: string, recovery: RecoveryCase): string | null {
  const series = ownSeries('whole', recovery);
  const readings = readingsOf(series);
  if (readings.length === 0) return null;
  const last = lastOf(readings);
  const name = seriesText(
    last.labels,
    series.map(({ labels }) => labels),
  );
  return `${expressionText(whole)} was still true, last at ${timeText(last.at, recovery)}${name}.`;
}

function lastOf(readings: readonly Reading[]): Reading {
  return readings.reduce((last, each) => (each.at > last.at ? each : last));
}
