import { describe, expect, it } from 'vitest';
import { placeIn, pointAt } from '../../../src/diagnosis/promql-caret.ts';

describe('pointing at a fault', () => {
  it('puts a caret under the place in its line', () => {
    expect(pointAt('sum(a)\n  by (job\n  > 5', { line: 3, column: 3 })).toBe('  > 5\n  ^');
  });

  it('stays within the line, wherever the source says the fault is', () => {
    expect(pointAt('up', { line: 1, column: 900 })).toBe('up\n  ^');
    expect(pointAt('up', { line: 9, column: 0 })).toBe('\n^');
  });

  it('finds the place that Prometheus names', () => {
    expect(
      placeIn('invalid parameter "query": 1:12: parse error: unexpected end of input'),
    ).toEqual({
      line: 1,
      column: 12,
    });
    expect(placeIn('query timed out in expression evaluation')).toBeNull();
  });
});
