import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/domain/say.ts';

/** What a first line must begin with, written out once more and independently of the grammar. */
const KEYWORDS =
  `sev|confirm|xac nhan|ic |ic:|i am|i'm|im |toi |commander|incident commander|chi huy|impact|anh huong|
cause|root cause|nguyen nhan|fix|khac phuc|sua|verified|da kiem tra|xac minh|da xac minh|update|cap nhat|action|hanh dong|
prevent|phong ngua|note|ghi chu|resolve|dong su co|giai quyet xong|da giai quyet xong|override|bo qua|escalate|leo thang|
services|affected services|dich vu|cac dich vu|users|user reports|nguoi dung|why|vi sao|tai sao|done|finished|xong|
da xong|hoan thanh|da hoan thanh|close|dong post|[a]|[c]|[new|[resume-inc|[escalate|new-inc|resume|status|trang thai|help|tro giup|?|tiep tuc`
    .split('|')
    .map((keyword) => keyword.trim());

/** Fragments of sentences, so that what is put together by chance is often close to a sentence. */
const FRAGMENTS = [
  'sev1',
  'sev 9',
  'confirm',
  'xác nhận',
  'because',
  'vì',
  'ic',
  'Lan',
  'chỉ huy',
  'tôi',
  'cause:',
  'nguyên nhân:',
  'evidence E1',
  'bằng chứng E2, E3',
  'H1',
  'fix:',
  'khắc phục:',
  'rollback:',
  'hoàn tác:',
  'action:',
  'hành động:',
  'owner:',
  'hạn:',
  '01/12/2026',
  'override',
  'bỏ qua',
  'verification',
  'escalate',
  'leo thang',
  'resolve',
  'đóng sự cố',
  'đóng postmortem',
  '[NEW-INC]',
  '[C]',
  'note:',
  'services:',
  'dịch vụ:',
  'users ok',
  'người dùng ổn',
  'why:',
  'vì sao:',
  ' > ',
  'proof:',
  'for 7d',
  'done A1',
  '?',
  '.',
  '\n',
  'đã',
];

const fragment = fc.constantFrom(...FRAGMENTS);
const chance = fc.string({ unit: 'grapheme', maxLength: 12 });
const noise = fc.string({ unit: 'binary', maxLength: 12 });
const sentence = fc
  .array(fc.oneof({ weight: 4, arbitrary: fragment }, chance, noise), { maxLength: 8 })
  .chain((parts) => fc.constantFrom(' ', '', '\u00A0', '\r\n').map((gap) => parts.join(gap)));
const vietnamese = fc
  .array(fragment, { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(' '));

/** Without accents, width, case and what cannot be seen. */
const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[đð]/g, 'd')
    .replace(/[’‘ʼ]/g, "'")
    .replace(/\p{Pd}|\u2212/gu, '-');

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('any text at all', () => {
  it('is understood as something, and as an act only when its first line begins with a keyword', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const said = understand(text);
        if (said.kind === 'talk') return;
        const start = plain(text).trimStart();
        expect(KEYWORDS.filter((keyword) => start.startsWith(keyword))).not.toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });

  it('after another word is talk', () => {
    fc.assert(
      fc.property(
        sentence,
        fc.constantFrom('the', 'not', 'vẫn', '>', '```', '[tocsin]'),
        (text, word) => {
          expect(understand(`${word} ${text}`)).toEqual({ kind: 'talk' });
        },
      ),
    );
  });

  it('gives back at most 2,000 characters of itself, untouched', () => {
    fc.assert(
      fc.property(sentence, fc.integer({ min: 1, max: 400 }), (text, times) => {
        const written = `note: ${text.repeat(times)}`;
        const said = understand(written);
        const kept = said.kind === 'command' ? textsOf({ ...said.command, type: '' }) : [];
        for (const part of kept) {
          expect(part.length).toBeLessThanOrEqual(2000);
          expect(written).toContain(part.replace(/…$/, ''));
        }
      }),
    );
  });
});

describe('a text put together from sentences', () => {
  const kindOf = (text: string) => {
    const said = understand(text);
    return said.kind === 'command' ? said.command.type : said.kind;
  };

  it('is understood the same composed, decomposed and without accents', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        const kind = kindOf(text);
        expect(kindOf(text.normalize('NFC'))).toBe(kind);
        expect(kindOf(text.normalize('NFD'))).toBe(kind);
        expect(kindOf(text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd'))).toBe(kind);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps its meaning, letter for letter, when it is decomposed', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        const composed = understand(text);
        const decomposed = understand(text.normalize('NFD'));
        expect(JSON.stringify(decomposed).normalize('NFC')).toBe(JSON.stringify(composed));
      }),
      { numRuns: 2000 },
    );
  });

  it('acts in more than a tenth of the cases, so that these properties say something', () => {
    const kinds = fc
      .sample(vietnamese, { numRuns: 1000, seed: 7 })
      .map((text) => understand(text).kind);
    expect(kinds.filter((kind) => kind === 'command').length).toBeGreaterThan(100);
  });
});
