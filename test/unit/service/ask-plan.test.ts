import { describe, expect, it } from 'vitest';
import type { PlannedQuestion } from '../../../src/diagnosis/planned-question.ts';
import { questionWindows } from '../../../src/diagnosis/question-windows.ts';
import type { Metrics } from '../../../src/ports/metrics.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import { askPlan, type Budget } from '../../../src/service/ask-plan.ts';
import { createLearnedLabels } from '../../../src/service/learned-labels.ts';
import { behindProbe, createProbe } from '../../../src/service/probe.ts';
import { givenMetrics } from '../../given/given-metrics.ts';
import { movableClock } from '../../given/movable-clock.ts';
import { EMPTY, givenSource, withSeries } from './given-source.ts';

const { metrics: meter } = givenMetrics();
const NOW = '2026-11-22T14:00:00.000Z';
const windows = questionWindows({ startsAt: NOW, to: NOW, lookback: 3600 });

function question(query: string, over: Partial<PlannedQuestion> = {}): PlannedQuestion {
  return {
    key: query,
    title: query,
    query,
    kind: 'errors',
    unit: 'share',
    bad: 'up',
    service: 'web',
    serviceLabel: null,
    group: query,
    scope: [],
    windows,
    ...over,
  };
}

function asking(metrics: Metrics, plan: readonly PlannedQuestion[], budget: Budget = {}) {
  const clock = movableClock(NOW);
  return askPlan({ metrics, clock, learned: createLearnedLabels(clock), meter }, plan, budget);
}

describe('asking a plan', () => {
  it('gives what was said of each question in the order of the plan, with a day and a week before', async () => {
    const source = givenSource((query) => (query === 'b' ? EMPTY : withSeries({ of: query })));
    const asked = await asking(source, [question('a'), question('b'), question('c')]);
    expect(asked.map(({ planned, outcome }) => [planned.query, outcome])).toEqual([
      ['a', 'answered'],
      ['b', 'empty'],
      ['c', 'answered'],
    ]);
    expect(asked[0]).toMatchObject({
      now: { series: [{ labels: { of: 'a' } }] },
      dayBefore: { series: [{}] },
      weekBefore: { series: [{}] },
    });
    expect(asked[1]).toMatchObject({ now: { series: [] }, dayBefore: null, weekBefore: null });
    expect(source.asked.toSorted()).toEqual(['a', 'a', 'a', 'b', 'c', 'c', 'c']);
  });

  it('is content with the first of a group that answers, and tells of an empty group once', async () => {
    const source = givenSource((query) => (query === 'a2' ? withSeries({}) : EMPTY));
    const asked = await asking(source, [
      ...['a1', 'a2', 'a3'].map((query) => question(query, { group: 'a' })),
      ...['b1', 'b2'].map((query) => question(query, { group: 'b' })),
    ]);
    expect(asked.map(({ query, outcome }) => [query, outcome])).toEqual([
      ['a2', 'answered'],
      ['b1', 'empty'],
    ]);
    expect(source.asked).not.toContain('a3');
  });

  it('asks the baselines in the words that had an answer', async () => {
    const source = givenSource((query) => {
      if (query === 'group by (cluster) (a)') return withSeries({});
      return query === 'a' ? withSeries({}) : EMPTY;
    });
    const [asked] = await asking(source, [question('a{cluster="eu"}', { scope: ['cluster'] })]);
    expect(asked?.query).toBe('a');
    expect(source.asked).toEqual(['a{cluster="eu"}', 'group by (cluster) (a)', 'a', 'a', 'a']);
  });

  it('costs one question where the source is down, and each says why', async () => {
    const source = givenSource(() => {
      throw new PortError('timeout', 'Prometheus: timed out after 10 s');
    });
    const metrics = behindProbe(source, createProbe(movableClock(NOW)));
    const plan = Array.from({ length: 40 }, (_, at) => question(`q${at}`));
    const asked = await asking(metrics, plan);
    expect(source.asked).toHaveLength(1);
    expect(asked).toHaveLength(40);
    for (const { outcome, reason } of asked) {
      expect(outcome).toBe('unavailable');
      expect(reason).toContain('timed out after 10 s');
    }
  });

  it('never asks more than its budget', async () => {
    const source = givenSource(() => withSeries({}));
    const plan = Array.from({ length: 10 }, (_, at) => question(`q${at}`));
    const asked = await asking(source, plan, { questions: 13 });
    expect(source.asked).toHaveLength(13);
    expect(asked.every(({ outcome }) => outcome === 'answered')).toBe(true);
    expect(asked.filter(({ dayBefore }) => dayBefore !== null)).toHaveLength(
      3 - asked.filter(({ weekBefore }) => weekBefore !== null).length,
    );
    const poor = await asking(source, plan, { questions: 4 });
    expect(poor.filter(({ outcome }) => outcome === 'unavailable')).toHaveLength(6);
    expect(poor[9]?.reason).toBe('Prometheus: not asked: 4 questions are enough for one incident');
  });

  it('stops when its time is over', async () => {
    const clock = movableClock(NOW);
    const source = givenSource(() => {
      clock.forward(10);
      return EMPTY;
    });
    const plan = Array.from({ length: 20 }, (_, at) => question(`q${at}`));
    const asked = await askPlan(
      { metrics: source, clock, learned: createLearnedLabels(clock), meter },
      plan,
      { seconds: 15 },
    );
    expect(source.asked.length).toBeLessThanOrEqual(7);
    expect(asked.at(-1)?.reason).toBe('Prometheus: not asked: 15 s are over');
  });

  it('does not take a bug for an answer', async () => {
    const source = givenSource(() => {
      throw new TypeError('a bug');
    });
    await expect(asking(source, [question('a')])).rejects.toThrow('a bug');
  });
});
