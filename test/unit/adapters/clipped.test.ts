/** Clipping: what fits stays, what is cut stays readable. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip } from '../../../src/adapters/clipped.ts';

describe('clipped text', () => {
  it.each([
    ['short enough', 20, 'short enough'],
    ['exactly ten', 11, 'exactly ten'],
    ['one too many', 11, 'one too ma…'],
    ['anything', 1, '…'],
    ['anything', 0, ''],
    ['abc😀def', 5, 'abc…'],
    ['abc😀def', 6, 'abc😀…'],
    ['a👩‍👩‍👧z', 8, 'a…'],
    ['a👩‍👩‍👧zz', 10, 'a👩‍👩‍👧…'],
    ['xác nhận', 4, 'xác…'],
    ['🇻🇳🇻🇳', 7, '🇻🇳…'],
    ['broken \uD83D half', 40, 'broken \uFFFD half'],
  ])('%j at %i characters is %j', (text, max, clipped) => {
    expect(clip(text, max)).toBe(clipped);
  });

  it('keeps a part of a letter that carries more accents than there is room', () => {
    const clipped = clip(`e${'\u0301'.repeat(2000)}`, 1024);
    expect(clipped).toHaveLength(1024);
    expect(clipped.endsWith('\u0301…')).toBe(true);
  });

  it('is never too long and never holds half a surrogate pair', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 70 }), (given, max) => {
        const clipped = clip(given, max);
        expect(clipped.length).toBeLessThanOrEqual(max);
        expect(clipped).not.toMatch(/\p{Surrogate}/u);
        if (given.length <= max) expect(clipped).toBe(given);
      }),
    );
  });
});
