/** The parts of the ranking of causes, each by what is given and what it yields. */
import { describe, expect, it } from 'vitest';
import { confidenceOf } from '../../../src/diagnosis/confidence.ts';
import { increases } from '../../../src/diagnosis/counter-increase.ts';
import { onsetOf } from '../../../src/diagnosis/onset.ts';
import { median, spreadOf } from '../../../src/diagnosis/robust.ts';
import { usualBins } from '../../../src/diagnosis/time-grid.ts';

describe('a counter', () => {
  it('that is reset counts on from zero', () => {
    const scraped = [
      [0, 100],
      [10, 200],
      [20, 50],
      [30, null],
      [40, 250],
    ] as const;
    expect(increases(scraped)).toEqual([
      [10, 10],
      [20, 5],
      [40, 10],
    ]);
  });

  it('with one point has no increase', () => {
    expect(increases([[0, 100]])).toEqual([]);
  });
});

describe('the onset', () => {
  const points = [1, 1, 1, 5, 5, 5].map((value, index) => [index * 60, value] as const);

  it('is the first point that is worse', () => {
    expect(onsetOf(points, 0, 300, 1)).toBe(180);
  });

  it('is found where down is bad', () => {
    const falling = points.map(([time, value]) => [time, -value] as const);
    expect(onsetOf(falling, 0, 300, -1)).toBe(180);
  });

  it('does not mind gaps', () => {
    const gappy = points.map(([time, value]) => [time, time === 120 ? null : value] as const);
    expect(onsetOf(gappy, 0, 300, 1)).toBe(180);
  });

  it('is unknown when nothing lies before', () => {
    expect(onsetOf(points.slice(0, 1), 0, 300, 1)).toBeNull();
    expect(onsetOf([], 0, 300, 1)).toBeNull();
  });
});

describe('robust statistics', () => {
  it('are not moved by one wild point', () => {
    expect(median([1, 2, 3, 4, 1e9])).toBe(3);
    expect(spreadOf(Float64Array.of(1, 2, 3, 4, 1e9))).toBeCloseTo(1.4826, 4);
  });

  it('of nothing are NaN', () => {
    expect(median([])).toBeNaN();
  });
});

describe('the usual bins', () => {
  it('show a hole of any length as one empty bin', () => {
    const day = 86_400;
    const points = [
      [0, 1],
      [60, 3],
      [day, 5],
    ] as const;
    expect([...usualBins(120, points)]).toEqual([2, Number.NaN, 5]);
  });
});

describe('confidence', () => {
  it('grows with the blame and with the effects, and is never certain', () => {
    expect(confidenceOf(0.9, 10, 10)).toBeGreaterThan(confidenceOf(0.4, 10, 10));
    expect(confidenceOf(0.6, 10, 10)).toBeGreaterThan(confidenceOf(0.6, 2, 10));
    expect(confidenceOf(1, 1e9, 1e9)).toBeLessThan(1);
    expect(confidenceOf(0, -5, 0)).toBeGreaterThan(0);
  });
});
