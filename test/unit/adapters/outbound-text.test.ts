/** What other sides name, and what they say of it. */
import { expect, it } from 'vitest';
import { cleanPairs } from '../../../src/adapters/outbound-text.ts';

it('pairs keep any name, and answer for none that nobody sent', () => {
  const pairs = cleanPairs([
    ['__proto__', 'x'],
    ['', 'nameless'],
    ['long', 'y'.repeat(5000)],
  ]);
  expect(Object.keys(pairs)).toEqual(['__proto__', '\uFFFD', 'long']);
  expect(pairs['constructor']).toBeUndefined();
  expect(pairs['long']).toHaveLength(4096 - 2);
  expect(
    Object.keys(cleanPairs(Array.from({ length: 500 }, (_, n) => [`${n}`, 'v']))),
  ).toHaveLength(128);
});
