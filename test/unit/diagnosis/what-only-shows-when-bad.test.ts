/** What has no series in calm times is seen to rise when it appears, and says nothing where it comes and goes anyway. */
import { describe, expect, it } from 'vitest';
import type { Ranking } from '../../../src/diagnosis/cause.ts';
import { serviceMetrics } from '../../../src/diagnosis/measured-services.ts';
import type { PlannedQuestion } from '../../../src/diagnosis/planned-question.ts';
import { readTemplate } from '../../../src/diagnosis/query-template.ts';
import { planQuestions } from '../../../src/diagnosis/question-plan.ts';
import { rankCauses } from '../../../src/diagnosis/rank-causes.ts';
import { NO_TOPOLOGY } from '../../../src/diagnosis/topology.ts';
import { epochSeconds } from '../../../src/domain/instant.ts';
import { answer, line } from './answers.ts';

const STARTS_AT = '2026-11-22T12:00:00.000Z';
/** Since two minutes before the alert. */
const ONSET = epochSeconds(STARTS_AT) - 120;
const QUERIES = {
  latency: 'sum by (service) (latency{service="$labels.service"})',
  restarts: 'sum by (pod) (increase(restarts_total{namespace="$labels.namespace"}[10m])) > 0',
};

function questions(): readonly PlannedQuestion[] {
  const queries = (['latency', 'restarts'] as const).map((key) => {
    const read = readTemplate(QUERIES[key]);
    if (!read.ok) throw new Error(read.error.message);
    const shape =
      key === 'latency'
        ? ({ kind: 'latency', unit: 'seconds' } as const)
        : ({ kind: 'errors', unit: 'count' } as const);
    return { ...shape, key, title: key, bad: 'up' as const, variants: [read.value] };
  });
  const subject = {
    ...{ alertname: 'CartSlow', expression: null, service: 'cart', packs: ['own'] },
    labels: { service: 'cart', namespace: 'shop' },
    startsAt: STARTS_AT,
  };
  const pack = { name: 'own', description: '', appliesWhen: { labels: [], metrics: [] }, queries };
  return planQuestions(
    {
      ...{ subjects: [subject], packs: [pack], topology: NO_TOPOLOGY },
      ...{ startedAt: STARTS_AT, now: '2026-11-22T12:10:00.000Z' },
    },
    { lookback: 3600, ignoreLabels: [] },
  );
}

/** `value`: by unix seconds; null where there is no series. */
type Measure = (at: number) => number | null;

function rankingOf(target: string, latency: Measure, restarts: Measure): Ranking {
  const measured = questions().map((planned) => {
    const isLatency = planned.key.startsWith('own/latency');
    const labels = isLatency ? { service: 'cart' } : { pod: 'cart-0' };
    const over = ({ from, to, step }: typeof planned.windows.now) => {
      const count = (epochSeconds(to) - epochSeconds(from)) / step + 1;
      const times = Array.from({ length: count }, (_, n) => epochSeconds(from) + n * step);
      const series = line(labels, from, step, times.map(isLatency ? latency : restarts));
      return series.points.length === 0 ? answer() : answer(series);
    };
    const { now, dayBefore, weekBefore } = planned.windows;
    const answers = { dayBefore: over(dayBefore), weekBefore: over(weekBefore) };
    return { planned, now: over(now), ...answers };
  });
  return rankCauses({
    calls: [],
    target: { service: 'cart', metric: target },
    metrics: serviceMetrics(measured),
    changes: [],
    at: epochSeconds(STARTS_AT),
  });
}

const usual: Measure = (at) => 0.1 + 0.003 * Math.sin(at / 37);
const slow: Measure = (at) => (usual(at) ?? 0) + (at >= ONSET ? 0.3 : 0);
const never: Measure = () => null;
const sinceThen: Measure = (at) => (at >= ONSET ? 2 : null);
/** A restart every half an hour, for ten minutes each. */
const nowAndThen: Measure = (at) => (at % 1800 < 600 ? 1 : null);
const first = (ranking: Ranking) => (ranking.outcome === 'causes' ? ranking.causes[0] : undefined);

describe('restarts that only show when there are some', () => {
  it('are among what got worse when they begin with the trouble', () => {
    expect(first(rankingOf('own/latency', slow, sinceThen))).toMatchObject({
      service: 'cart',
      metrics: ['own/latency', 'own/restarts'],
    });
  });

  it('are themselves what an alert is about, from none to some, by a number that can be read', () => {
    const cause = first(rankingOf('own/restarts', usual, sinceThen));
    expect(cause?.onset).toBe(ONSET);
    expect(cause?.effect?.before).toBeLessThan(0.2);
    expect(cause?.effect?.during).toBeGreaterThan(1);
    expect(cause?.effect?.z).toBeLessThan(1000);
  });

  it('are no trouble where they come and go as ever', () => {
    expect(rankingOf('own/restarts', usual, nowAndThen).outcome).toBe('inconclusive');
    expect(first(rankingOf('own/latency', slow, nowAndThen))?.metrics).toEqual(['own/latency']);
  });

  it('name no cause where all is as usual', () => {
    expect(rankingOf('own/latency', usual, never).outcome).toBe('inconclusive');
    expect(rankingOf('own/latency', usual, sinceThen).outcome).toBe('inconclusive');
    expect(rankingOf('own/restarts', usual, never).outcome).toBe('inconclusive');
  });
});
