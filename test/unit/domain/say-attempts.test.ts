import { describe, expect, it } from 'vitest';
import { NEED_NAMES } from '../../../src/domain/refusal.ts';
import { grammar, understand } from '../../../src/domain/say.ts';

function hintOf(text: string, language?: 'en' | 'vi' | 'both'): string {
  const said = understand(text, language);
  if (said.kind !== 'attempt') throw new Error(`${text} was understood as ${said.kind}`);
  return said.hint;
}

/** Each attempt with a part of the English hint that mends it. */
const ATTEMPTS: [string, string][] = [
  ['sev5', '"sev1"'],
  ['SEV 9', '"sev1"'],
  ['sev7', '"sev1"'],
  ['sev0', '"sev1"'],
  ['sev10', '"sev1"'],
  ['sev', '"sev1"'],
  ['confirm sev', '"sev1"'],
  ['confirm sev9', '"sev1"'],
  ['sev6 because it is bad', '"sev1"'],
  ['sev2 because', 'because'],
  ['sev2 because ', 'because'],
  ['confirm because', 'because'],
  ['sev1: checkout is down', 'because'],
  ['ic', '"ic me"'],
  ['ic:', '"ic me"'],
  ['ic lan nguyen', '"ic: name"'],
  ['commander', '"ic: name"'],
  ['commander: ', '"ic: name"'],
  [`ic: ${'long '.repeat(40)}`, '"ic: name"'],
  ['impact', '"impact: '],
  ['impact:', '"impact: '],
  ['cause', '"cause: '],
  ['cause:', '"cause: '],
  ['cause: evidence E1', '"cause: '],
  ['fix', '"fix: '],
  ['fix:', '"fix: '],
  ['fix: evidence E1 rollback: x', '"fix: '],
  ['fix: rollback: x', '"fix: '],
  ['verified', '"verified: '],
  ['verified: ?', '"verified: '],
  ['verified: not yet', '"verified: '],
  ['verified: no', '"verified: '],
  ['verified: still failing', '"verified: '],
  ['verified: is it over?', '"verified: '],
  ['impact: who is hit?', '"impact: '],
  ['cause: is it the deploy? evidence E1', '"cause: '],
  ['cause: H1?', '"cause: '],
  ['fix: should we roll back? evidence E1 rollback: redeploy', '"fix: '],
  ['update:', '"update: '],
  ['prevent:', '"prevent: '],
  ['note:', '"note: '],
  ['action:', '"action: '],
  ['action: owner: Lan', '"action: '],
  ['action: x owner: due: 2026-12-01', '"action: '],
  ['action: x due:', 'day that exists'],
  ['action: x due: tomorrow', 'day that exists'],
  ['action: x due: 2026-02-30', 'day that exists'],
  ['action: x due: 31/11/2026', 'day that exists'],
  ['action: x due: 2026-13-01', 'day that exists'],
  ['action: x due: 2026-00-10', 'day that exists'],
  ['action: x due: 29/02/2026', 'day that exists'],
  ['action: x due: 01/12/26', 'day that exists'],
  ['action: x due: 2026-12-01 or later', 'day that exists'],
  ['override', 'needs a reason'],
  ['override verification', 'needs a reason'],
  ['override verification.', 'needs a reason'],
  ['override verification because', 'needs a reason'],
  ['override because', 'needs a reason'],
  ['override everything because I can', NEED_NAMES.join(', ')],
  ['[NEW-INC]', '"[NEW-INC] '],
  ['new-inc:', '"[NEW-INC] '],
  ['[NEW-INC] ?', '"[NEW-INC] '],
];

describe('an attempt is answered with what it lacks:', () => {
  it.each(ATTEMPTS)('%j', (text, part) => {
    expect(hintOf(text, 'en')).toContain(part);
  });

  it.each([
    'nguyên nhân:',
    'nguyen nhan:',
    'khắc phục',
    'chỉ huy',
    'bỏ qua verification',
    'xác nhận sev9',
    'đã kiểm tra: chưa',
    'đã kiểm tra: vẫn còn lỗi',
    'nguyên nhân: có phải do bản mới？ bằng chứng E1',
  ])('in Vietnamese where it was tried in Vietnamese: %j', (text) => {
    expect(hintOf(text)).toContain('viết "');
  });

  it('in both languages where that is asked', () => {
    expect(hintOf('cause:', 'both')).toBe(`${hintOf('cause:', 'en')} / ${hintOf('cause:', 'vi')}`);
  });
});

describe('every hint', () => {
  it.each(ATTEMPTS)('gives only sentences that would be understood: %j', (text) => {
    const examples = [...hintOf(text, 'both').matchAll(/"([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    const sentences = examples.filter((example) => example !== 'because' && example !== 'vì');
    expect(sentences.length).toBeGreaterThan(1);
    for (const sentence of sentences) {
      expect([sentence, understand(sentence).kind]).toEqual([
        sentence,
        sentence.startsWith('[NEW-INC]') ? 'report' : 'command',
      ]);
    }
  });
});

describe('the help text', () => {
  const sentences = grammar('both')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (line.split(' — ')[0] ?? '').split(' | '));

  it.each(sentences)('lists a sentence that is understood: %s', (sentence) => {
    expect(['command', 'question', 'report']).toContain(understand(sentence).kind);
  });

  it('lists every kind of command in each language', () => {
    const typesOf = (language: 'en' | 'vi') =>
      new Set(
        grammar(language)
          .split('\n')
          .map((line) => understand(line.split(' — ')[0]?.split(' | ')[0] ?? ''))
          .map((said) => (said.kind === 'command' ? said.command.type : said.kind)),
      );
    expect(typesOf('en')).toEqual(typesOf('vi'));
    expect(typesOf('en').size).toBe(22);
  });

  it('comes in one language or in both', () => {
    expect(grammar('both')).toBe(`${grammar('en')}\n\n${grammar('vi')}`);
  });
});
