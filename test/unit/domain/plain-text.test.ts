import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_MARK, cleanLine, cleanText } from '../../../src/domain/plain-text.ts';
import { workWatch } from '../../given/stopwatch.ts';

const size = (text: string) => new TextEncoder().encode(text).length;

describe('cleaning a text', () => {
  it.each([
    ['leaves Vietnamese as it is', 'Tỷ lệ lỗi đã tăng', 'Tỷ lệ lỗi đã tăng'],
    ['leaves decomposed Vietnamese as it is', 'lỗi'.normalize('NFD'), 'lỗi'.normalize('NFD')],
    ['leaves emoji as they are', 'cháy 🔥👩‍🚒', 'cháy 🔥👩‍🚒'],
    ['keeps line feeds and tabs', 'a\n\tb', 'a\n\tb'],
    ['drops carriage returns', 'a\r\nb', 'a\nb'],
    ['shows where a NUL stood', 'a\0b', 'a\uFFFDb'],
    ['shows where half a surrogate pair stood', 'a\uD83Db\uDE00', 'a\uFFFDb\uFFFD'],
    ['drops terminal escapes', 'a\u001B[31mred\u009B0m\u007F', 'a[31mred0m'],
    ['drops bidirectional overrides', 'a\u202Egpj\u202C\u2066x\u2069', 'agpjx'],
    ['keeps zero-width joiners, which letters need', 'a\u200Db', 'a\u200Db'],
  ])('%s', (_, given, yields) => {
    expect(cleanText(given, 1000)).toBe(yields);
  });

  it('cuts a long text with a visible mark', () => {
    expect(cleanText('x'.repeat(100), 20)).toBe(`${'x'.repeat(20 - size(CUT_MARK))}${CUT_MARK}`);
  });

  it('leaves a text that just fits', () => {
    expect(cleanText('ế'.repeat(10), 30)).toBe('ế'.repeat(10));
  });

  it('never cuts an emoji in half', () => {
    expect(cleanText('🔥'.repeat(10), size(CUT_MARK) + 5)).toBe(`🔥${CUT_MARK}`);
  });

  it('never parts a letter from its accents', () => {
    const letter = 'ệ'.normalize('NFD');
    const room = size(CUT_MARK) + size(letter) + 2;
    expect(cleanText(letter.repeat(10), room)).toBe(`${letter}${CUT_MARK}`);
  });

  it('keeps every text within its bytes, well-formed, and the same when cleaned again', () => {
    const unit = fc.string({ unit: 'binary', maxLength: 80 });
    fc.assert(
      fc.property(unit, fc.integer({ min: 8, max: 60 }), (text, bytes) => {
        const once = cleanText(text, bytes);
        expect(size(once)).toBeLessThanOrEqual(bytes);
        expect(new TextDecoder().decode(new TextEncoder().encode(once))).toBe(once);
        expect(once).not.toContain('\0');
        expect(cleanText(once, bytes)).toBe(once);
      }),
    );
  });

  it.each([
    ['\u{1F600}'.repeat(10), 19, '\u{1F600}\u{1F600}…[cut]'],
    [`abcdefg${'e\u0301'.repeat(10)}`, 17, 'abcdefg…[cut]'],
    ['abc', 2, '…[cut]'],
  ])('cuts %j to %i bytes as %j', (given, bytes, yields) => {
    expect(cleanText(given, bytes)).toBe(yields);
  });

  it('puts a text on one line', () => {
    expect(cleanLine('  two\r\n\tlines\u00A0 ', 100)).toBe('two lines');
  });

  it('of a megabyte takes less than half a second', () => {
    const worked = workWatch();
    expect(size(cleanText('\u0001é'.repeat(500_000), 4096))).toBeLessThanOrEqual(4096);
    expect(worked()).toBeLessThan(500);
  });
});
