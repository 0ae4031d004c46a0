/** Asks whether the targets of the alerts are being scraped: a target that is down shows no trouble, and no health. */
import type { RecoveryCheck } from '../domain/gate-keys.ts';
import type { MetricAnswer, Series } from '../ports/metrics.ts';
import type { Labels } from './alert-series.ts';
import { canonicalJson } from './canonical-json.ts';
import { quoteLabel } from './quote-label.ts';
import { plural, saidText } from './wording.ts';

const MOST_TARGETS = 10;
const SHOWN = 3;

/** One query per job and instance that the alerts name, none when they name no job. */
export function targetQueries(alerts: readonly Labels[]): readonly string[] {
  const queries = alerts.flatMap(({ job, instance }) => {
    if (job === undefined || job === '') return [];
    const matchers = [`job=${quoteLabel(job)}`];
    if (instance !== undefined && instance !== '')
      matchers.push(`instance=${quoteLabel(instance)}`);
    return [`up{${matchers.join(',')}}`];
  });
  return [...new Set(queries)].slice(0, MOST_TARGETS);
}

/** A target that was down before the incident already is no part of it. */
export function targetsCheck(
  before: readonly MetricAnswer[],
  now: readonly MetricAnswer[],
): RecoveryCheck {
  const targets = targetsOf(now);
  if (targets.length === 0) return check(null, 'no target is known for these alerts');
  const downBefore = new Set(targetsOf(before).filter(isDown).map(keyOf));
  const down = targets.filter((each) => isDown(each) && !downBefore.has(keyOf(each)));
  if (down.length === 0) return check(true, `${plural(targets.length, 'target')} up`);
  const names = down.slice(0, SHOWN).map(nameOf).join(', ');
  return check(false, `${plural(down.length, 'target')} down: ${names}`);
}

function targetsOf(answers: readonly MetricAnswer[]): readonly Series[] {
  return answers
    .flatMap(({ series }) => series)
    .filter(({ labels }) => labels['__name__'] === 'up');
}

function isDown({ points }: Series): boolean {
  return points.at(-1)?.[1] === 0;
}

/** Two jobs may scrape one instance, and are two targets. */
function keyOf({ labels }: Series): string {
  return canonicalJson(labels);
}

function nameOf({ labels }: Series): string {
  return saidText(labels['instance'] ?? labels['job'] ?? 'a target');
}

function check(passed: boolean | null, finding: string): RecoveryCheck {
  return { name: 'targets-up', passed, finding };
}
