import { describe, expect, it } from 'vitest';
import { proofOf, proofQuery } from '../../../src/diagnosis/action-proof.ts';
import type { Window } from '../../../src/diagnosis/window.ts';
import { epochSeconds } from '../../../src/domain/instant.ts';

const WINDOW: Window = {
  from: '2026-03-17T00:00:00.000Z',
  to: '2026-03-17T01:00:00.000Z',
  step: 60,
};

function answer(values: readonly (number | null)[]) {
  const points = values.flatMap((value, index) =>
    value === null ? [] : [[epochSeconds(WINDOW.from) + index * 60, value] as const],
  );
  const series = points.length === 0 ? [] : [{ labels: {}, points }];
  return { series, warnings: [], truncated: false };
}

const hour = (value: number) => Array.from({ length: 61 }, () => value);

describe('the proof of an action', () => {
  it('asks a comparison for its measured side, and anything else as it is', () => {
    expect(proofQuery('pool_used / pool_size < 0.8')).toBe('pool_used / pool_size');
    expect(proofQuery('all_tenants_limited')).toBe('all_tenants_limited');
  });

  it('holds where the comparison is true of every value', () => {
    expect(proofOf('pool < 0.8', answer(hour(0.5)), WINDOW)).toEqual({
      verdict: 'holds',
      finding: 'pool < 0.8 held all the time',
    });
  });

  it('fails at the first value that is not so', () => {
    const values = hour(0.5).map((value, index) => (index === 30 ? 0.9 : value));
    expect(proofOf('pool < 0.8', answer(values), WINDOW)).toEqual({
      verdict: 'fails',
      finding: 'pool < 0.8 was not true at 00:30:00 UTC: 0.9',
    });
  });

  it('fails where another expression is 0', () => {
    expect(proofOf('all_tenants_limited', answer([...hour(1), 0]), WINDOW).verdict).toBe('fails');
  });

  it('cannot be told where nothing was measured, or not all the time', () => {
    expect(proofOf('pool < 0.8', answer([]), WINDOW)).toEqual({
      verdict: 'unknown',
      finding: 'pool < 0.8 has no data at all',
    });
    const gap = hour(0.5).map((value, index) => (index > 20 && index < 40 ? null : value));
    expect(proofOf('pool < 0.8', answer(gap), WINDOW).verdict).toBe('unknown');
  });
});
