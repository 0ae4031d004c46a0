import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeOf } from '../../../src/artifacts/made-of.ts';

const BEFORE = '# Postmortem\n\n| Prevention | open |\n\n_to be written:_ what went well\n';
const NEXT = '# Postmortem\n\n| Prevention | met |\n\n- every query has a timeout\n';

describe('what a document was made of', () => {
  it('is what it says, word for word', () => {
    expect(madeOf(BEFORE, BEFORE, NEXT)).toBe(BEFORE);
    expect(madeOf(NEXT, BEFORE, NEXT)).toBe(NEXT);
  });

  it('is what people changed least in it', () => {
    const byHand = (text: string) => `${text.replace('# Post', '# Our post')}\nAsk Lan.\n`;
    expect(madeOf(byHand(BEFORE), BEFORE, NEXT)).toBe(BEFORE);
    expect(madeOf(byHand(NEXT), BEFORE, NEXT)).toBe(NEXT);
  });

  it('is told also where the one has all that the other has, and whatever ends the lines', () => {
    const more = `${BEFORE}- one more\n`;
    for (const [before, next] of [
      [BEFORE, more],
      [more, BEFORE],
    ] as const) {
      expect(madeOf(before.replaceAll('\n', '\r\n'), before, next)).toBe(before);
      expect(madeOf(next.replaceAll('\n', '\r\n'), before, next)).toBe(next);
    }
  });

  it('is the only one that is known, or unknown', () => {
    expect(madeOf(NEXT, null, NEXT)).toBe(NEXT);
    expect(madeOf(BEFORE, BEFORE, null)).toBe(BEFORE);
    expect(madeOf(BEFORE, null, null)).toBeNull();
  });

  it('is itself, whatever the other is', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.join('\n'));
    const lines = (one: string | null) => new Set(one?.split('\n'));
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(lines(madeOf(one, one, other))).toEqual(lines(one));
        expect(lines(madeOf(other, one, other))).toEqual(lines(other));
      }),
    );
  });
});
