/** Words for a recovery that the data shows. */
import type { Threshold } from './condition.ts';
import { soundText } from './operator-words.ts';
import { readingsOf, worstReading } from './reading.ts';
import { betweenText, ownSeries, type RecoveryCase, timeText } from './recovery-case.ts';
import { expressionText, numberText, plural } from './wording.ts';

export function recoveredText(recovery: RecoveryCase): string {
  const { condition } = recovery;
  const between = betweenText(recovery);
  if (condition.kind === 'threshold') return thresholdText(condition, recovery);
  return condition.kind === 'absence'
    ? `${expressionText(condition.inner)} has data again, without a gap ${between}.`
    : `${expressionText(condition.whole)} was not true at any time ${between}, while its data kept coming.`;
}

function thresholdText(condition: Threshold, recovery: RecoveryCase): string {
  const series = ownSeries('value', recovery);
  const worst = worstReading(condition, readingsOf(series));
  const what = expressionText(condition.left);
  const between = betweenText(recovery);
  if (worst === null) return `${what} matched nothing ${between}, while its data kept coming.`;
  const value = `${numberText(worst.value)} at ${timeText(worst.at, recovery)}`;
  return `${what} stayed ${soundText(condition)} ${between}, nearest ${value}; ${plural(series.length, 'series')} checked.`;
}
