import { describe, expect, it } from 'vitest';
import { claimedTime } from '../../../src/webhooks/claimed-time.ts';

describe('a claimed time', () => {
  it.each([
    ['2026-11-22T17:32:52.768486639Z', '2026-11-22T17:32:52.768Z'],
    ['2026-11-22T17:32:52Z', '2026-11-22T17:32:52.000Z'],
    ['2026-11-22T16:00:00+07:00', '2026-11-22T09:00:00.000Z'],
    ['2026-11-22T23:30:00-02:30', '2026-11-23T02:00:00.000Z'],
    ['2999-01-01T00:00:00Z', '2999-01-01T00:00:00.000Z'],
  ])('%s is %s', (given, yields) => {
    expect(claimedTime(given)).toBe(yields);
  });

  it.each([
    ['0001-01-01T00:00:00Z'],
    ['garbage 1'],
    ['5'],
    [''],
    ['2026-11-22'],
    ['2026-11-22T17:32:52'],
    ['2026-13-40T99:00:00Z'],
    ['+275760-09-13T00:00:00Z'],
    [1763807051],
    [null],
    [undefined],
    [{}],
  ])('%j is no date', (given) => {
    expect(claimedTime(given)).toBeNull();
  });
});
