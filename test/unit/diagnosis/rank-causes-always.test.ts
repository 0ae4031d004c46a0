/** Whatever the data looks like, the ranking of causes depends on what it says and not on how it is put. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ranking } from '../../../src/diagnosis/cause.ts';
import type { CauseCase, Points, ServiceMetric } from '../../../src/diagnosis/cause-case.ts';
import { rankCauses } from '../../../src/diagnosis/rank-causes.ts';
import { AT, brokenShop, CALLS, type Damage } from './small-shop.ts';

const damages: fc.Arbitrary<Damage> = fc.record({
  'page latency': fc.double({ min: 0, max: 0.5, noNaN: true }),
  'basket latency': fc.double({ min: 0, max: 0.5, noNaN: true }),
  'till latency': fc.double({ min: 0, max: 0.5, noNaN: true }),
  'ledger latency': fc.double({ min: 0, max: 0.5, noNaN: true }),
  'ledger availability': fc.double({ min: -40, max: 0, noNaN: true }),
});
const ranked = (ranking: Ranking) =>
  ranking.outcome === 'causes'
    ? ranking.causes.map(({ service, score }) => [service, Math.round(score * 1e6)])
    : ranking.why.is;
const withMetrics = (given: CauseCase, change: (metric: ServiceMetric) => ServiceMetric) => ({
  ...given,
  metrics: given.metrics.map(change),
});
const check = (property: (given: CauseCase) => void) =>
  fc.assert(
    fc.property(damages, (damage) => property(brokenShop(damage))),
    { numRuns: 40 },
  );

describe('the ranking of causes is the same', () => {
  it('whatever the order of services, calls and points', () => {
    check((given) => {
      const turned = withMetrics(given, (metric) => ({
        ...metric,
        normal: [...metric.normal].reverse(),
        incident: [...metric.incident].reverse(),
      }));
      const other = {
        ...turned,
        metrics: [...turned.metrics].reverse(),
        calls: [...CALLS].reverse(),
      };
      expect(ranked(rankCauses(other))).toEqual(ranked(rankCauses(given)));
    });
  });

  it('whatever the order of several metrics of one kind: the least rank is the one that counts', () => {
    const shuffled = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 });
    fc.assert(
      fc.property(damages, shuffled, (damage, order) => {
        const given = withMetrics(brokenShop(damage), (metric) => ({ ...metric, rank: 1 }));
        const twin = (metric: ServiceMetric): ServiceMetric => ({
          ...metric,
          name: `a/${metric.name}`,
          rank: 2,
          incident: metric.incident.map(([time, value]) => [time, time < AT ? value : 7] as const),
        });
        const others = given.metrics.filter(({ kind }) => kind !== 'traffic').map(twin);
        const mixed = order.flatMap((place) => others[place] ?? []);
        const before = { ...given, metrics: [...mixed, ...given.metrics] };
        const after = { ...given, metrics: [...given.metrics, ...mixed] };
        expect(ranked(rankCauses(before))).toEqual(ranked(rankCauses(given)));
        expect(ranked(rankCauses(after))).toEqual(ranked(rankCauses(given)));
      }),
      { numRuns: 40 },
    );
  });

  it('whatever the services are called', () => {
    const renamed = (service: string) => `z-${[...service].reverse().join('')}`;
    check((given) => {
      const other = {
        ...withMetrics(given, (metric) => ({ ...metric, service: renamed(metric.service) })),
        calls: CALLS.map(({ caller, callee }) => ({
          caller: renamed(caller),
          callee: renamed(callee),
        })),
        target: { ...given.target, service: renamed(given.target.service) },
      };
      const expected = ranked(rankCauses(given));
      const names = (value: typeof expected) =>
        Array.isArray(value)
          ? value.map(([service, score]) => [renamed(String(service)), score])
          : value;
      expect(ranked(rankCauses(other))).toEqual(names(expected));
    });
  });

  it('in seconds, milliseconds or hours', () => {
    const times = (points: Points, by: number): Points =>
      points.map(([time, value]) => [time, value === null ? null : value * by]);
    const scaled = (given: CauseCase, by: number) =>
      withMetrics(given, (metric) =>
        metric.kind === 'latency'
          ? { ...metric, normal: times(metric.normal, by), incident: times(metric.incident, by) }
          : metric,
      );
    check((given) => {
      for (const by of [1000, 1 / 3600]) {
        expect(ranked(rankCauses(scaled(given, by)))).toEqual(ranked(rankCauses(given)));
      }
    });
  });

  it('with one more service that is well', () => {
    check((given) => {
      const twin = given.metrics.filter(({ service }) => service === 'basket');
      const well = twin.map((metric) => ({
        ...metric,
        service: 'attic',
        incident: metric.incident.map(([time]) => [time, metric.normal[0]?.[1] ?? 0] as const),
        normal: metric.normal.map(([time]) => [time, metric.normal[0]?.[1] ?? 0] as const),
      }));
      const calls = [...CALLS, { caller: 'page', callee: 'attic' }];
      const other = { ...given, calls, metrics: [...given.metrics, ...well] };
      expect(ranked(rankCauses(other))).toEqual(ranked(rankCauses(given)));
    });
  });
});

describe('the ranking of causes never throws', () => {
  const values = fc.oneof(
    fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1e308),
    fc.double(),
  );
  const points: fc.Arbitrary<Points> = fc.array(
    fc.tuple(fc.integer({ min: AT - 40_000, max: AT + 1000 }), values),
    { maxLength: 40 },
  );
  const services = fc.constantFrom('page', 'till', '__proto__', '');
  const metrics = fc.array(
    fc.record({
      service: services,
      name: fc.constantFrom('latency', 'constructor'),
      kind: fc.constantFrom('latency', 'errors', 'traffic', 'saturation'),
      bad: fc.constantFrom('up', 'down'),
      unit: fc.constantFrom('percent', 'share', 'per-second', 'count', 'other'),
      cumulative: fc.boolean(),
      normal: points,
      incident: points,
    }),
    { maxLength: 8 },
  );
  const calls = fc.array(fc.record({ caller: services, callee: services }), { maxLength: 8 });

  it('on more requests than can be, and is sure by a number', () => {
    const one = { name: 'latency', bad: 'up', unit: 'percent', normal: [] } as const;
    const [early, late] = [AT - 40_000, AT - 27_460];
    const page = { ...one, service: 'page' };
    const some: readonly ServiceMetric[] = [
      { ...one, service: 'till', kind: 'traffic', incident: [[early, 1e308]] },
      { ...page, kind: 'errors', normal: [[late, 0]], incident: [[early, 10.4]] },
      { ...page, kind: 'latency', incident: [[late, 0]] },
    ];
    const ranking = rankCauses({
      metrics: some,
      calls: [{ caller: 'page', callee: 'till' }],
      target: { service: 'page', metric: 'latency' },
      changes: [],
      at: AT,
    });
    const sure = ranking.outcome === 'causes' ? ranking.causes[0]?.confidence : null;
    expect(sure).toBeGreaterThan(0);
  });

  it('on gaps, infinities, rings of calls and services that nobody knows', () => {
    fc.assert(
      fc.property(metrics, calls, services, (some, edges, service) => {
        const target = { service, metric: 'latency' };
        const given = {
          metrics: some as ServiceMetric[],
          calls: edges,
          target,
          changes: [],
          at: AT,
        };
        const ranking = rankCauses(given);
        if (ranking.outcome === 'inconclusive') return;
        for (const { score, confidence } of ranking.causes) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThan(1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
