import { describe, expect, it } from 'vitest';
import { ENGLISH } from '../../../src/words/english.ts';
import { ENGLISH_REPLIES } from '../../../src/words/reply-english.ts';
import { VIETNAMESE_REPLIES } from '../../../src/words/reply-vietnamese.ts';
import { VIETNAMESE } from '../../../src/words/vietnamese.ts';

/** Every entry by its path, with a marker in the place of each part. */
function entriesOf(node: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, node(markers)]];
  return Object.entries(node as object).flatMap(([name, inner]) =>
    entriesOf(inner, path === '' ? name : `${path}.${name}`),
  );
}

const markers = new Proxy({}, { get: (_, name) => `{${String(name)}}` });

const partsIn = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted();

const english = entriesOf({ ...ENGLISH, replies: ENGLISH_REPLIES });
const vietnamese = new Map(entriesOf({ ...VIETNAMESE, replies: VIETNAMESE_REPLIES }));

describe('the two catalogues', () => {
  it('have the same entries', () => {
    expect([...vietnamese.keys()].toSorted()).toEqual(english.map(([path]) => path).toSorted());
    expect(english.length).toBeGreaterThan(100);
  });

  it.each(english)('say %s in both languages, with the same parts', (path, text) => {
    const other = vietnamese.get(path) ?? '';
    expect(text.trim()).not.toBe('');
    expect(other.trim()).not.toBe('');
    expect(partsIn(other)).toEqual(partsIn(text));
  });

  it('have no entry that was left untranslated', () => {
    const alike = new Set(['sentences.heading', 'code', 'replies.hypothesis']);
    const same = english.filter(
      ([path, text]) => vietnamese.get(path) === text && !alike.has(path),
    );
    expect(same).toEqual([]);
  });

  it('write Vietnamese in composed characters, and English in ASCII but for signs', () => {
    for (const [path, text] of vietnamese) expect(text.normalize('NFC'), path).toBe(text);
    for (const [path, text] of english) expect(text, path).toMatch(/^[\x20-\x7e\n·…✓–]*$/);
  });
});
