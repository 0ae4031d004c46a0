/** The ranking of causes names the service that broke, and nobody when nothing did. */
import { describe, expect, it } from 'vitest';
import type { Cause, Ranking } from '../../../src/diagnosis/cause.ts';
import type { Points, ServiceMetric } from '../../../src/diagnosis/cause-case.ts';
import { rankCauses } from '../../../src/diagnosis/rank-causes.ts';
import { AT, brokenShop } from './small-shop.ts';

const causesOf = (ranking: Ranking): readonly Cause[] =>
  ranking.outcome === 'causes' ? ranking.causes : [];
const first = (ranking: Ranking): Cause => {
  const [cause] = causesOf(ranking);
  if (cause === undefined) throw new Error(`no cause: ${JSON.stringify(ranking)}`);
  return cause;
};

const SLOW_LEDGER = { 'ledger latency': 0.2, 'till latency': 0.2, 'page latency': 0.2 };

describe('the ranking of causes', () => {
  it('names the deepest slow service that nothing below it explains', () => {
    const cause = first(rankCauses(brokenShop(SLOW_LEDGER)));
    expect(cause).toMatchObject({
      service: 'ledger',
      metrics: ['latency'],
      path: ['page', 'till', 'ledger'],
      evidence: ['ledger/latency'],
    });
    expect(cause.confidence).toBeGreaterThan(0.8);
    expect(cause.effect?.before).toBeCloseTo(0.1, 2);
    expect(cause.effect?.during).toBeCloseTo(0.3, 2);
  });

  it('holds no cause for surer than one before it', () => {
    const damage = { 'page latency': 0.3, 'basket latency': 0.1, 'basket availability': -30 };
    const given = brokenShop(damage);
    const metrics = given.metrics.map((metric) =>
      metric.service === 'page' && metric.kind === 'latency' ? noisy(metric) : metric,
    );
    const causes = causesOf(rankCauses({ ...given, metrics }));
    expect(causes.map(({ service }) => service)).toEqual(['page', 'basket']);
    const [page = 0, basket = 1] = causes.map(({ confidence }) => confidence);
    expect(basket).toBeLessThanOrEqual(page);
  });

  it('says to the minute when it began', () => {
    const begin = AT - 60;
    expect(first(rankCauses(brokenShop(SLOW_LEDGER))).onset).toBe(begin);
  });

  it('names the service in the middle when what it calls is as fast as ever', () => {
    const ranking = rankCauses(brokenShop({ 'till latency': 0.2, 'page latency': 0.2 }));
    expect(first(ranking).service).toBe('till');
  });

  it('names the target itself when all that it calls is well', () => {
    const cause = first(rankCauses(brokenShop({ 'page latency': 0.2 })));
    expect(cause).toMatchObject({ service: 'page', path: ['page'], refutations: [] });
  });

  it('looks through a service that nobody measures', () => {
    expect(first(rankCauses(withoutMetricsOf('till'))).service).toBe('ledger');
  });

  it.each(['page', 'till', 'ledger'])(
    'names it too where nobody counts the requests of %s',
    (hidden) => {
      const given = brokenShop(SLOW_LEDGER);
      const metrics = given.metrics.filter(
        ({ service, kind }) => service !== hidden || kind !== 'traffic',
      );
      expect(first(rankCauses({ ...given, metrics })).service).toBe('ledger');
    },
  );

  it('looks through a service whose own noise hides what it passes on', () => {
    const given = brokenShop({ 'ledger latency': 0.2, 'page latency': 0.2 });
    const metrics = given.metrics.map((metric) =>
      metric.service === 'till' && metric.kind === 'latency' ? noisy(metric) : metric,
    );
    expect(first(rankCauses(given)).service).toBe('page');
    expect(first(rankCauses({ ...given, metrics })).service).toBe('ledger');
  });

  it('follows errors up the calls, and not the latency beside them', () => {
    const failing = {
      'ledger availability': -20,
      'till availability': -20,
      'page availability': -15,
    };
    const given = brokenShop({ ...failing, 'basket latency': 0.05 }, 'page', 'availability');
    expect(first(rankCauses(given))).toMatchObject({ service: 'ledger', kind: 'errors' });
  });

  it.each([
    ['per point', (metric: ServiceMetric) => metric],
    ['as a rate', perSecond],
    ['by a counter', counted],
  ])('needs only a few failing requests, counted %s', (_, told) => {
    const failing = { 'till availability': -5, 'page availability': -4 };
    const given = brokenShop(failing, 'page', 'availability');
    const metrics = given.metrics.map((metric) =>
      metric.kind === 'traffic' ? told(metric) : metric,
    );
    expect(first(rankCauses({ ...given, metrics }))).toMatchObject({ service: 'till' });
  });

  it('takes slowness below for errors above when nothing else explains them', () => {
    const given = brokenShop(
      { 'till latency': 2, 'page availability': -20 },
      'page',
      'availability',
    );
    expect(causesOf(rankCauses(given)).map(({ service }) => service)).toEqual(['page', 'till']);
  });

  it('holds a service that fell silent for the cause', () => {
    const gone = { 'till latency': null, 'till availability': null, 'till requests': null };
    const cause = first(rankCauses(brokenShop({ ...gone, 'page latency': 0.5 })));
    expect(cause).toMatchObject({ service: 'till', metrics: [], effect: null });
    expect(cause.reasons).toEqual([{ is: 'silent' }, { is: 'began', at: AT - 120, lead: 60 }]);
  });

  it('blames who hands on a load, and not who suffers from it', () => {
    const load = { 'till requests': 900, 'ledger requests': 900 };
    const given = brokenShop({ ...load, ...SLOW_LEDGER });
    const cause = first(rankCauses(given));
    expect(cause.service).toBe('till');
    expect(cause.reasons.map(({ is }) => is)).toContain('overloaded');
  });

  it('tells of a deploy just before, and trusts a changed service more', () => {
    const given = brokenShop(SLOW_LEDGER);
    const change = { service: 'ledger', at: AT - 300, title: 'ledger 4.2', evidence: ['change/1'] };
    const cause = first(rankCauses({ ...given, changes: [change] }));
    expect(cause.reasons).toContainEqual({ is: 'changed', title: 'ledger 4.2', at: AT - 300 });
    expect(cause.refutations).toContainEqual({ is: 'undo-is-no-help', title: 'ledger 4.2' });
    expect(cause.evidence).toContain('change/1');
    expect(cause.score).toBeGreaterThanOrEqual(first(rankCauses(given)).score);
  });

  it('does not hold a deploy of yesterday against anybody', () => {
    const change = { service: 'ledger', at: AT - 86_400, title: 'ledger 4.1' };
    const { reasons } = first(rankCauses({ ...brokenShop(SLOW_LEDGER), changes: [change] }));
    expect(reasons.map(({ is }) => is)).not.toContain('changed');
  });
});

describe('the ranking of causes is inconclusive', () => {
  it('when the target is as usual', () => {
    expect(rankCauses(brokenShop({}))).toMatchObject({
      outcome: 'inconclusive',
      why: { is: 'target-as-usual', service: 'page', metric: 'latency' },
    });
  });

  it('when the target is well and something that it calls is not', () => {
    const ranking = rankCauses(brokenShop({ 'basket latency': 0.02 }));
    expect(ranking).toMatchObject({ outcome: 'inconclusive', why: { is: 'target-as-usual' } });
  });

  it('when nobody measures the target', () => {
    expect(rankCauses(brokenShop(SLOW_LEDGER, 'elsewhere'))).toMatchObject({
      why: { is: 'target-without-data', service: 'elsewhere' },
    });
  });

  it('when there is no point at all', () => {
    const given = { ...brokenShop({}), metrics: [] };
    expect(rankCauses(given)).toEqual({ outcome: 'inconclusive', why: { is: 'no-data' } });
  });
});

/** The points of the shop are a minute apart. */
function perSecond(metric: ServiceMetric): ServiceMetric {
  const rate = (points: Points) => points.map(([at, value]) => [at, (value ?? 0) / 60] as const);
  const [normal, incident] = [rate(metric.normal), rate(metric.incident)];
  return { ...metric, unit: 'per-second', normal, incident };
}

function counted(metric: ServiceMetric): ServiceMetric {
  let sum = 0;
  const added = (points: Points) =>
    points.map(([at, value]) => {
      sum += value ?? 0;
      return [at, sum] as const;
    });
  const normal = added(metric.normal);
  return { ...metric, cumulative: true, normal, incident: added(metric.incident) };
}

/** Four times its usual latency now and then, the same each time. */
function noisy(metric: ServiceMetric): ServiceMetric {
  const wild = (points: Points) =>
    points.map(([at, value]) => {
      const more = 0.4 * Math.abs(Math.sin(0.37 * at) * Math.cos(0.113 * at));
      return [at, (value ?? 0) + more] as const;
    });
  return { ...metric, normal: wild(metric.normal), incident: wild(metric.incident) };
}

function withoutMetricsOf(hidden: string) {
  const given = brokenShop(SLOW_LEDGER);
  return { ...given, metrics: given.metrics.filter(({ service }) => service !== hidden) };
}
