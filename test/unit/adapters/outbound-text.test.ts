/** What other sides write is cleaned by the same rules, whichever way it came to us. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanLine, cleanPairs, cleanText } from '../../../src/adapters/outbound-text.ts';
import * as door from '../../../src/webhooks/clean-text.ts';

it.each([
  ['NUL is shown as unreadable', 'a\0b', 'a\uFFFDb'],
  ['half a character too', 'a\ud800b', 'a\uFFFDb'],
  ['other controls are dropped', 'a\x07\x1bb', 'ab'],
  ['so are marks that turn the reading direction', 'a\u202eb\u2066c', 'abc'],
  ['line feeds and tabs stay', 'a\n\tb', 'a\n\tb'],
])('%s', (_, given, yields) => {
  expect(cleanText(given, 100)).toBe(yields);
});

it('a long text is cut between whole characters', () => {
  expect(cleanText('😀'.repeat(10), 19)).toBe('😀😀…[cut]');
  expect(cleanText(`abcdefg${'e\u0301'.repeat(10)}`, 17)).toBe('abcdefg…[cut]');
});

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const units = [
  'a',
  'é',
  '€',
  '😀',
  '\u0301',
  '\u200d',
  '\ud83d',
  '\udc00',
  '\n',
  ' ',
  '\0',
  '\u202e',
];
const marked = fc.string({ unit: fc.constantFrom(...units), maxLength: 80 });

it('a text is the same as if it had come in by webhook', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, marked), fc.integer({ min: 8, max: 120 }), (text, bytes) => {
      expect(cleanText(text, bytes)).toBe(door.cleanText(text, bytes));
      expect(cleanLine(text, bytes)).toBe(door.cleanLine(text, bytes));
      expect(Buffer.byteLength(cleanText(text, bytes))).toBeLessThanOrEqual(bytes);
    }),
    { numRuns: 1000 },
  );
});

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
