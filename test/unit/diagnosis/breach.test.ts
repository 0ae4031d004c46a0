import { describe, expect, it } from 'vitest';
import { breachOf, breachText, sharedLabels } from '../../../src/diagnosis/breach.ts';
import type { Threshold } from '../../../src/diagnosis/condition.ts';
import { epochSeconds } from '../../../src/domain/instant.ts';
import type { Series } from '../../../src/ports/metrics.ts';
import { answer, conditionOf, line } from './answers.ts';

const FROM = '2026-11-22T10:00:00.000Z';
const CONTEXT = {
  startsAt: '2026-11-22T10:04:00.000Z',
  question: { from: FROM, to: '2026-11-22T10:05:00.000Z', step: 60 },
};

const threshold = (expression: string) => conditionOf(expression) as Threshold;

function anatomy(expression: string, ...series: Series[]) {
  const condition = threshold(expression);
  const breach = breachOf(condition, [{ alertname: 'HighLoad' }], answer(...series), CONTEXT);
  return { breach, text: breachText(condition, breach) };
}

describe('the anatomy of a breach', () => {
  const series = [
    line({ pod: 'a', zone: 'z1', job: 'api' }, FROM, 60, [1, 1, 6, 9, 16, 8]),
    line({ pod: 'b', zone: 'z1', job: 'api' }, FROM, 60, [1, 1, 1, 7, 7, 1]),
    line({ pod: 'c', zone: 'z2', job: 'api' }, FROM, 60, [1, 1, 1, 1, 1, 1]),
    line({ pod: 'd', zone: 'z2', job: 'api' }, FROM, 60, [Number.NaN, 1, 1, 1, 2, 1]),
  ];

  it('says since when, how long, how far and what the breaching series share', () => {
    const { breach, text } = anatomy('load > 5', ...series);
    expect(breach).toMatchObject({
      firstCrossing: epochSeconds(FROM) + 120,
      secondsOver: 240,
      worst: { value: 16, labels: { pod: 'a' } },
      headroom: { by: 11, ratio: 3.2 },
      breaching: 2,
      healthy: 2,
      shared: [{ name: 'zone', value: 'z1' }],
    });
    expect(text).toBe(
      'Above 5 for 4 min in all, at worst 11 beyond it (3.2 times). All 2 breaching series share zone z1, which none of the 2 others has.',
    );
  });

  it('measures downwards where low is bad', () => {
    const { breach } = anatomy('free < 10', line({}, FROM, 60, [20, 20, 4, 2]));
    expect(breach.headroom).toEqual({ by: 8, ratio: 0.2 });
    expect(breach.shared).toEqual([]);
  });

  it('says how much is left where nothing breached', () => {
    const { breach, text } = anatomy('load > 5', line({}, FROM, 60, [1, 3, 2]));
    expect(breach).toMatchObject({ firstCrossing: null, secondsOver: 0, headroom: { by: -2 } });
    expect(text).toBe('');
  });

  it('gives no ratio to a threshold of zero, nor any headroom to infinity or equality', () => {
    expect(anatomy('errors > 0', line({}, FROM, 60, [3])).breach.headroom).toEqual({
      by: 3,
      ratio: null,
    });
    const endless = line({}, FROM, 60, [Number.POSITIVE_INFINITY]);
    expect(anatomy('load > 5', endless).breach.headroom).toBeNull();
    expect(anatomy('up == 0', line({}, FROM, 60, [0])).breach.headroom).toBeNull();
  });

  it('has nothing to say of no data', () => {
    expect(anatomy('load > 5').breach).toMatchObject({ worst: null, headroom: null, breaching: 0 });
  });
});

describe('what breaching series share', () => {
  it('is what all of them have and no healthy one has', () => {
    const wrong = [
      { a: '1', b: '1', c: '1' },
      { a: '1', b: '1', c: '2' },
    ];
    expect(sharedLabels(wrong, [{ a: '1', b: '2', c: '3' }])).toEqual([{ name: 'b', value: '1' }]);
    expect(sharedLabels(wrong, [])).toEqual([]);
    expect(sharedLabels([], [{ a: '1' }])).toEqual([]);
  });
});
