/** What people are told to write is what Tocsin understands. */
import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/domain/say.ts';
import { ENGLISH } from '../../../src/words/english.ts';
import { VIETNAMESE } from '../../../src/words/vietnamese.ts';

/** A sentence that only shows where its words go has none of its own. */
const written = (words: string) =>
  [...words.matchAll(/"([^"]+)"/g)]
    .map((match) => match[1] ?? '')
    .filter((sentence) => !sentence.startsWith('…'))
    .map((sentence) => sentence.replace('…', 'it went away by itself'));

const sentencesOf = ({ needs, sentences }: typeof ENGLISH) => [
  ...Object.values(needs).flatMap(({ remedy }) => written(remedy)),
  ...written(sentences.updateAnswer({ quote: 'words' })),
  ...written(sentences.actionAnswer({ action: 'A1' })),
];

describe.each([
  ['English', ENGLISH],
  ['Vietnamese', VIETNAMESE],
])('in %s', (_, words) => {
  it.each(sentencesOf(words))('"%s" is understood', (sentence) => {
    expect(['command', 'question', 'report']).toContain(understand(sentence).kind);
  });
});
