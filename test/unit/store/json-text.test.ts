/** What goes to PostgreSQL is JSON that it takes, and nothing else is changed on the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJson, toText } from '../../../src/store/json-text.ts';

const REFUSED = /\0|\p{Cs}/u;
/** Strings of any code units, halves of pairs and NUL among them. */
const anyText = fc
  .array(fc.oneof(fc.nat({ max: 0xffff }), fc.constantFrom(0, 0x5c, 0x75, 0xd800, 0xdfff)))
  .map((units) => String.fromCharCode(...units));

describe('text for PostgreSQL', () => {
  it('holds nothing that it refuses, whatever it was', () => {
    fc.assert(fc.property(anyText, (text) => !REFUSED.test(toText(text))));
  });

  it('is unchanged where nothing is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\0'));
        return toText(text) === text;
      }),
    );
  });
});

describe('JSON for PostgreSQL', () => {
  it('reads back as the same value with each text made acceptable', () => {
    fc.assert(
      fc.property(fc.array(anyText), (texts) => {
        expect(JSON.parse(toJson(texts))).toEqual(texts.map(toText));
      }),
    );
  });

  it('reads back as the same value with each key made acceptable', () => {
    fc.assert(
      fc.property(anyText, (key) => {
        expect(Object.keys(JSON.parse(toJson({ [key]: 1 })))).toEqual([toText(key)]);
      }),
    );
  });

  it('has a null for what JSON cannot say', () => {
    expect([toJson(undefined), toJson(Number.NaN), toJson([undefined])]).toEqual([
      'null',
      'null',
      '[null]',
    ]);
  });
});
