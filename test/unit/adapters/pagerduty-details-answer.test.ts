/** What the sender of an alert put into its details, which may be anything. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flatDetails } from '../../../src/adapters/pagerduty-details-answer.ts';

it.each([
  ['names stay', { a: 'x' }, { a: 'x' }],
  ['nested names are joined', { a: { b: { c: 1 } } }, { a_b_c: '1' }],
  ['places of lists are names', { a: ['x', { b: true }] }, { a_0: 'x', a_1_b: 'true' }],
  ['a text alone is called details', 'down', { details: 'down' }],
  ['nothing is nothing', null, {}],
  ['an empty text is nothing', '', {}],
  ['what is null is empty', { a: null }, { a: '' }],
  ['empty things are left out', { a: {}, b: [] }, {}],
])('%s', (_, given, yields) => {
  expect({ ...flatDetails(given) }).toEqual(yields);
});

it('nesting that is deeper than a call stack does no harm', () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const given = { first: 'x', deep: JSON.parse(deep), last: ['y'] };
  expect({ ...flatDetails(given) }).toEqual({ first: 'x', last_0: 'y' });
});

it('of a hundred thousand entries 128 are kept', () => {
  const given = { wide: Array.from({ length: 100_000 }, () => ({ a: 1, b: 2 })) };
  expect(Object.keys(flatDetails(given))).toHaveLength(128);
});

it('whatever is given, only bounded texts without controls come out', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (given) => {
      const entries = Object.entries(flatDetails(given));
      expect(entries.length).toBeLessThanOrEqual(128);
      for (const text of entries.flat()) expect(text).not.toMatch(/(?![\n\t])\p{Cc}/u);
    }),
  );
});
