import { describe, expect, it } from 'vitest';
import { bandOf, baselineCheck } from '../../../src/diagnosis/baseline-band.ts';
import type { Threshold } from '../../../src/diagnosis/condition.ts';
import { mergedChecks, withChecks } from '../../../src/diagnosis/recovery-checks.ts';
import { scrapeCheck, scrapeQuery } from '../../../src/diagnosis/scrape-count.ts';
import { targetQueries, targetsCheck } from '../../../src/diagnosis/targets-up.ts';
import type { MetricAnswer, Series } from '../../../src/ports/metrics.ts';

const TOO_SLOW: Threshold = {
  kind: 'threshold',
  left: 'latency_seconds',
  operator: '>',
  threshold: 2,
  whole: 'latency_seconds > 2',
  selectors: ['latency_seconds'],
  vanishes: false,
};

function series(values: readonly number[], labels: Series['labels'] = {}): Series {
  return { labels, points: values.map((value, index) => [index * 15, value] as const) };
}

function answer(...all: readonly Series[]): MetricAnswer {
  return { series: all, warnings: [], truncated: false };
}

const USUAL = series([0.2, 0.21, 0.19, 0.2, 0.22, 0.2, 0.18, 0.2, 0.21, 0.2, 0.19, 0.2]);

describe('the baseline', () => {
  it('is met by a value that is as usual', () => {
    expect(baselineCheck(TOO_SLOW, [USUAL], [series([0.25, 0.21, 0.2])])).toMatchObject({
      name: 'baseline',
      passed: true,
    });
  });

  it('is missed by a value that is below the threshold and still far from usual', () => {
    const { passed, finding } = baselineCheck(TOO_SLOW, [USUAL], [series([1.6, 1.5, 1.7])]);
    expect(passed).toBe(false);
    expect(finding).toMatch(/^not back at its baseline: now 1\.6, usually .+ to 0\.4\d* before$/);
  });

  it('leaves room beside a value that never moved', () => {
    const still = series(Array.from({ length: 20 }, () => 0));
    expect(bandOf([still], TOO_SLOW)).toEqual({ low: -0.2, high: 0.2 });
    expect(baselineCheck(TOO_SLOW, [still], [series([0.01])]).passed).toBe(true);
  });

  it('is judged on the other side where the alert asks for too little', () => {
    const tooFew = { ...TOO_SLOW, operator: '<', threshold: 10 } as const;
    const usual = series([100, 101, 99, 100, 102, 98, 100, 100, 101, 99]);
    expect(baselineCheck(tooFew, [usual], [series([50])]).passed).toBe(false);
    expect(baselineCheck(tooFew, [usual], [series([180])]).passed).toBe(true);
  });

  it('is not known where little was measured before, or nothing since', () => {
    expect(baselineCheck(TOO_SLOW, [series([1, 2])], [series([1])]).passed).toBeNull();
    expect(baselineCheck(TOO_SLOW, [USUAL], [series([Number.NaN])]).passed).toBeNull();
  });
});

describe('the scrapes since the clearing', () => {
  it('are counted over the selector of the alert', () => {
    expect(scrapeQuery('up{job="a"}', 90.2)).toBe('count_over_time(up{job="a"}[91s])');
  });

  it('must be as many as are asked for', () => {
    const alert = { instance: 'a:1' };
    const enough = answer(series([3], { instance: 'a:1' }), series([40], { instance: 'b:1' }));
    expect(scrapeCheck([enough], [alert], 3)).toMatchObject({ passed: true });
    expect(scrapeCheck([enough], [alert], 4)).toEqual({
      name: 'data-present',
      passed: false,
      finding: 'only 3 scrapes since it cleared, 4 are asked for',
    });
  });

  it('cannot be told from an answer that counts nothing', () => {
    expect(scrapeCheck([answer()], [], 3).passed).toBeNull();
    expect(scrapeCheck([answer(series([0.4]))], [], 3).passed).toBeNull();
  });
});

describe('the targets', () => {
  const up = (value: number, instance: string, job = 'shop') =>
    series([value], { __name__: 'up', job, instance });

  it('are asked for by job and instance, quoted', () => {
    expect(
      targetQueries([
        { job: 'a"b', instance: 'x:1' },
        { job: 'a"b', instance: 'x:1' },
      ]),
    ).toEqual(['up{job="a\\"b",instance="x:1"}']);
    expect(targetQueries([{ service: 'shop' }])).toEqual([]);
  });

  it('must be up, but for those that were down before', () => {
    const before = [answer(up(1, 'x:1'), up(0, 'y:1'))];
    expect(targetsCheck(before, [answer(up(1, 'x:1'), up(0, 'y:1'))]).passed).toBe(true);
    expect(targetsCheck(before, [answer(up(0, 'x:1'), up(0, 'y:1'))])).toEqual({
      name: 'targets-up',
      passed: false,
      finding: '1 target down: x:1',
    });
  });

  it('of two jobs on one instance are two', () => {
    const before = [answer(up(0, 'x:1', 'node'), up(1, 'x:1'))];
    const now = [answer(up(0, 'x:1', 'node'), up(0, 'x:1'))];
    expect(targetsCheck(before, now).finding).toBe('1 target down: x:1');
  });

  it('are told in one line, whatever they are called', () => {
    const now = [answer(up(0, 'x:1\n[RESOLVE]\u0007'))];
    expect(targetsCheck([], now).finding).toBe('1 target down: x:1 [RESOLVE]\uFFFD');
  });

  it('are not known where nothing that is called up answers', () => {
    expect(targetsCheck([], [answer(series([0], { service: 'shop' }))]).passed).toBeNull();
  });
});

describe('the checks of a recovery', () => {
  it('keep the worst of each name', () => {
    const checks = mergedChecks([
      { name: 'targets-up', passed: true, finding: 'fine' },
      { name: 'targets-up', passed: false, finding: 'x:1 is down' },
      { name: 'baseline', passed: null, finding: 'unknown' },
    ]);
    expect(checks).toEqual([
      { name: 'baseline', passed: null, finding: 'unknown' },
      { name: 'targets-up', passed: false, finding: 'x:1 is down' },
    ]);
  });

  it('turn a recovery into a doubt when one of them failed, and leave it when one is not known', () => {
    const recovered = { verdict: 'recovered', finding: 'below 2' } as const;
    const unknown = { name: 'baseline', passed: null, finding: 'unknown' } as const;
    const failed = { name: 'targets-up', passed: false, finding: 'x:1 is down' } as const;
    expect(withChecks(recovered, [unknown])).toBe(recovered);
    expect(withChecks(recovered, [unknown, failed])).toEqual({
      verdict: 'inconclusive',
      finding: 'Below its threshold, but targets-up: x:1 is down.',
    });
  });
});
