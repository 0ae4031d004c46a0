import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestWord, suggestion } from '../../../src/documents/nearest-word.ts';

const FIELDS = ['rule', 'match', 'severity', 'reason', 'correlate_by', 'runbook_url'];

describe('the nearest word', () => {
  it.each([
    ['severty', 'severity'],
    ['sevreity', 'severity'],
    ['Severity', 'severity'],
    ['runbook-url', 'runbook_url'],
    ['corelate_by', 'correlate_by'],
    ['matches', 'match'],
  ])('%s is most likely %s', (word, meant) => {
    expect(nearestWord(word, FIELDS)).toBe(meant);
  });

  it.each(['colour', 'x', '', 'severity'.repeat(20)])('%j is like none of them', (word) => {
    expect(nearestWord(word, FIELDS)).toBeNull();
  });

  it('offers the whole choice when nothing is near and it is short', () => {
    expect(suggestion('SEV1', ['SEV1'])).toBe('did you mean "SEV1"?');
    expect(suggestion('huge', ['a_b_c', 'd_e_f'])).toBe('expected one of a_b_c, d_e_f');
    expect(suggestion('huge', ['a_b_c', 'd_e_f'], 1)).toBeNull();
  });

  it('finds a word of at least four letters after any one slip', () => {
    const word = fc.stringMatching(/^[a-z]{4,20}$/u);
    fc.assert(
      fc.property(word, fc.nat(), (text, at) => {
        const place = at % text.length;
        expect(nearestWord(text.slice(0, place) + text.slice(place + 1), [text])).toBe(text);
      }),
    );
  });
});
