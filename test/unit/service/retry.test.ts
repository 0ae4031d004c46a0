import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secondsBetween } from '../../../src/domain/instant.ts';
import { retryAt } from '../../../src/service/retry.ts';
import { START } from '../../given/story.ts';

const wait = (attempts: number, retryAfter: number | null = null) =>
  secondsBetween(START, retryAt(START, attempts, retryAfter));

describe('what failed is tried again', () => {
  it.each([
    [0, 1],
    [1, 2],
    [3, 8],
    [5, 32],
    [6, 60],
    [50, 60],
  ])('after try %i between half of %i s and all of it', (attempts, ceiling) => {
    const waits = Array.from({ length: 200 }, () => wait(attempts));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(ceiling / 2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(ceiling);
    // Nobody is in step with anybody else.
    expect(new Set(waits).size).toBeGreaterThan(50);
  });

  it.each([
    [0, 1],
    [7, 7],
    [90, 90],
    [600, 600],
    [86_400, 600],
  ])('when the other side asks for %i s, after %i s', (asked, seconds) => {
    fc.assert(fc.property(fc.nat({ max: 30 }), (tries) => wait(tries, asked) === seconds));
  });
});
