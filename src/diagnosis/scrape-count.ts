/** Counts scrapes since the clearing: a value that was measured once says nothing yet. */
import type { RecoveryCheck } from '../domain/gate-keys.ts';
import type { MetricAnswer } from '../ports/metrics.ts';
import { type Labels, seriesOf } from './alert-series.ts';
import { plural } from './wording.ts';

/** For a vector selector without range or offset, over so many whole seconds. */
export function scrapeQuery(selector: string, seconds: number): string {
  return `count_over_time(${selector}[${Math.max(1, Math.ceil(seconds))}s])`;
}

/** The best measured series of the alerts decides; an answer that counts nothing cannot tell. */
export function scrapeCheck(
  answers: readonly MetricAnswer[],
  alerts: readonly Labels[],
  least: number,
): RecoveryCheck {
  const counts = answers
    .map(({ series }) => seriesOf(series, alerts).flatMap(({ points }) => points.map(([, n]) => n)))
    .map((all) => Math.max(0, ...all.filter((n) => Number.isInteger(n))));
  const counted = counts.filter((count) => count > 0);
  if (counted.length === 0) return check(null, 'the scrapes could not be counted');
  const fewest = Math.min(...counted);
  return fewest >= least
    ? check(true, `${plural(fewest, 'scrape')} since it cleared`)
    : check(false, `only ${plural(fewest, 'scrape')} since it cleared, ${least} are asked for`);
}

function check(passed: boolean | null, finding: string): RecoveryCheck {
  return { name: 'data-present', passed, finding };
}
