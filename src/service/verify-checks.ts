/** Looks beside the threshold before a recovery counts: scrapes, baseline, targets, silences, and alerts that still stand. */

import { seriesOf } from '../diagnosis/alert-series.ts';
import { baselineCheck } from '../diagnosis/baseline-band.ts';
import type { Condition } from '../diagnosis/condition.ts';
import { scrapeCheck, scrapeQuery } from '../diagnosis/scrape-count.ts';
import type { Ask } from '../diagnosis/signals-to-ask.ts';
import { targetQueries, targetsCheck } from '../diagnosis/targets-up.ts';
import { alertWindow, type Window } from '../diagnosis/window.ts';
import type { RecoveryCheck } from '../domain/gate-keys.ts';
import { type Instant, plusSeconds, secondsBetween } from '../domain/instant.ts';
import type { MetricAnswer, Metrics } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';
import { askAbout } from './ask-metrics.ts';
import type { Parts } from './parts.ts';

export interface Surroundings {
  readonly ask: Ask;
  readonly condition: Condition;
  /** The quiet time. */
  readonly window: Window;
  readonly clearedAt: Instant;
  readonly startedAt: Instant;
}

/** Seconds before its start in which an incident may have shown already; not part of its baseline. */
const ONSET = 600;
const MOST_SELECTORS = 5;

export async function surroundingChecks(
  parts: Parts,
  metrics: Metrics,
  scene: Surroundings,
): Promise<readonly RecoveryCheck[]> {
  return Promise.all([
    told('data-present', () => scrapes(parts, metrics, scene)),
    told('baseline', () => baseline(parts, metrics, scene)),
    told('targets-up', () => targets(parts, metrics, scene)),
  ]);
}

/** A question that is not answered leaves its check open: the main judgement has its own. */
async function told(
  name: RecoveryCheck['name'],
  look: () => Promise<RecoveryCheck>,
): Promise<RecoveryCheck> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { name, passed: null, finding: `could not be asked: ${error.message}` };
  }
}

async function scrapes(parts: Parts, metrics: Metrics, scene: Surroundings) {
  const { to, step } = scene.window;
  const seconds = Math.min(secondsBetween(scene.clearedAt, to), 86_400);
  const answers: MetricAnswer[] = [];
  for (const selector of scene.condition.selectors.slice(0, MOST_SELECTORS)) {
    const question = { query: scrapeQuery(selector, seconds), from: to, to, step };
    answers.push(await askAbout(parts, metrics, question, scene.ask.alerts));
  }
  return scrapeCheck(answers, scene.ask.alerts, parts.settings().policy.verifyScrapes);
}

async function baseline(parts: Parts, metrics: Metrics, scene: Surroundings) {
  const { ask, condition, startedAt, window } = scene;
  if (condition.kind !== 'threshold') {
    const finding = 'the alert has no threshold to measure a distance from';
    return { name: 'baseline', passed: null, finding } as const;
  }
  const { lookback } = parts.settings();
  const before = alertWindow({ startsAt: null, to: plusSeconds(startedAt, -ONSET), lookback });
  const query = condition.left;
  const usual = await askAbout(parts, metrics, { query, ...before }, ask.alerts);
  const since = await askAbout(parts, metrics, { query, ...window }, ask.alerts);
  return baselineCheck(
    condition,
    seriesOf(usual.series, ask.alerts),
    seriesOf(since.series, ask.alerts),
  );
}

async function targets(parts: Parts, metrics: Metrics, scene: Surroundings) {
  const { to, step } = scene.window;
  const at = plusSeconds(scene.startedAt, -ONSET);
  const [before, now]: [MetricAnswer[], MetricAnswer[]] = [[], []];
  for (const query of targetQueries(scene.ask.alerts)) {
    now.push(await askAbout(parts, metrics, { query, from: to, to, step }, []));
    before.push(await askAbout(parts, metrics, { query, from: at, to: at, step }, []));
  }
  return targetsCheck(before, now);
}
