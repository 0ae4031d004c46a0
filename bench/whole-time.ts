/**
 * How long everything beyond the queries takes for 40 services with 3 metrics of 600 points: answers become series per
 * service, these are ranked, and the answers frozen as evidence; against parsing that JSON in the same run.
 */
import { causeTargets } from '../src/diagnosis/cause-target.ts';
import { draftEvidence } from '../src/diagnosis/evidence-draft.ts';
import { serviceMetrics } from '../src/diagnosis/measured-services.ts';
import { packFinding } from '../src/diagnosis/pack-finding.ts';
import type { PlannedQuestion } from '../src/diagnosis/planned-question.ts';
import { questionWindows } from '../src/diagnosis/question-windows.ts';
import { rankCauses } from '../src/diagnosis/rank-causes.ts';
import type { Subject } from '../src/diagnosis/subject.ts';
import { epochSeconds } from '../src/domain/instant.ts';
import type { MetricAnswer } from '../src/ports/metrics.ts';
import { againstParsing, type Timed } from './against-parsing.ts';
import { CALLS, SERVICES, SLOW } from './service-tree.ts';
import { type Dice, diceOf } from './synthetic-faults.ts';

const STARTS_AT = '2026-11-22T13:00:00.000Z';
const WINDOWS = questionWindows({
  startsAt: STARTS_AT,
  to: '2026-11-22T13:30:00.000Z',
  lookback: 7200,
});
const SUBJECT: Subject = {
  alertname: 'FrontIsSlow',
  expression: null,
  labels: { service: 'service-0' },
  service: 'service-0',
  packs: ['red'],
  startsAt: STARTS_AT,
};

export function wholeTime(): Timed {
  const json = JSON.stringify(QUESTIONS.map(([, level]) => answerOf(level, diceOf(level))));
  return againstParsing<readonly MetricAnswer[]>(json, diagnosed);
}

const QUESTIONS = [
  ['latency', 1],
  ['errors', 2],
  ['requests', 3],
] as const;

function diagnosed(answers: readonly MetricAnswer[]): void {
  const asked = QUESTIONS.map(([kind], index) => ({
    planned: plannedOf(kind),
    now: answers[index] ?? null,
    dayBefore: null,
    weekBefore: null,
  }));
  const metrics = serviceMetrics(asked);
  const [target] = causeTargets(SUBJECT, metrics);
  if (target === undefined) throw new Error('the measured case has no target');
  const given = { calls: CALLS, target, metrics, changes: [], at: epochSeconds(STARTS_AT) };
  if (rankCauses(given).outcome !== 'causes') throw new Error('the fault was not seen');
  for (const { planned, now } of asked) {
    const own = metrics.filter(({ evidence }) => evidence?.includes(planned.key));
    const question = { query: planned.query, ...WINDOWS.now };
    const { key, title } = planned;
    const summary = packFinding(own);
    draftEvidence({ key, title, question, answer: now, outcome: 'answered', summary, link: '' });
  }
}

function plannedOf(kind: (typeof QUESTIONS)[number][0]): PlannedQuestion {
  return {
    key: `red/${kind}:0123456789abcdef`,
    title: kind,
    query: kind,
    kind,
    unit: kind === 'latency' ? 'seconds' : kind === 'errors' ? 'share' : 'per-second',
    bad: 'up',
    service: 'service-0',
    serviceLabel: 'service',
    group: kind,
    scope: [],
    windows: WINDOWS,
  };
}

/** The last service gets slow half an hour before the end, and everything above it. */
function answerOf(kind: number, dice: Dice): MetricAnswer {
  const { from, to, step } = WINDOWS.now;
  const [first, last] = [epochSeconds(from), epochSeconds(to)];
  const count = Math.floor((last - first) / step) + 1;
  const value = (service: number, at: number) => {
    if (kind === 3) return 500;
    if (kind === 2) return 0.001;
    return at >= epochSeconds(STARTS_AT) && SLOW.has(service) ? 0.3 : 0.1;
  };
  const series = SERVICES.map((service, index) => ({
    labels: { service },
    points: Array.from({ length: count }, (_, n): readonly [number, number] => {
      const at = first + n * step;
      return [at, value(index, at) * (1 + 0.05 * dice())];
    }),
  }));
  return { series, warnings: [], truncated: false };
}
