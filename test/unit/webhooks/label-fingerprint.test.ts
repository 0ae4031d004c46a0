import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelFingerprint } from '../../../src/webhooks/label-fingerprint.ts';

describe('the fingerprint of a label set', () => {
  // Decimal values from the tests of Prometheus' own label model.
  it.each([
    [{}, 14695981039346656037n],
    [{ x: 'y' }, 8241431561484471700n],
    [{ a: 'bb', b: 'c' }, 3016285359649981711n],
    [{ a: 'b', bb: 'c' }, 7122421792099404749n],
    [
      { first_name: 'electro', occupation: 'robot', manufacturer: 'westinghouse' },
      5911716720268894962n,
    ],
  ])('%j is the one that Prometheus computes', (labels, yields) => {
    expect(BigInt(`0x${labelFingerprint(Object.entries(labels))}`)).toBe(yields);
  });

  it('is 16 hex characters and does not depend on the order', () => {
    const names = fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(names, (pairs) => {
        const fingerprint = labelFingerprint(pairs);
        expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
        expect(labelFingerprint(pairs.toReversed())).toBe(fingerprint);
      }),
    );
  });

  it('agrees with the definition, computed slowly', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (name, value) => {
          expect(labelFingerprint([[name, value]])).toBe(slowly(name, value));
        },
      ),
    );
  });
});

function slowly(name: string, value: string): string {
  const bytes = [...Buffer.from(name), 0xff, ...Buffer.from(value), 0xff];
  const hash = bytes.reduce(
    (sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n),
    0xcbf29ce484222325n,
  );
  return hash.toString(16).padStart(16, '0');
}
