import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/domain/say.ts';

const SEV1 = {
  kind: 'command',
  command: { type: 'ConfirmSeverity', severity: 'SEV1', reason: '' },
};

describe('a sentence is the same', () => {
  it.each([
    ['in full-width characters', 'ＳＥＶ１'],
    ['with a full-width digit', 'sev１'],
    ['with spaces around it', '  \t sev1  '],
    ['with blank lines around it', '\r\n\r\nsev1\r\n\r\n'],
    ['with a no-break space', 'sev\u00A01'],
    ['with an ideographic space', '\u3000sev\u30001'],
    ['with several spaces', 'sev    1'],
    ['with a zero-width space in it', 'se\u200Bv1\u200B'],
    ['with a byte order mark', '\uFEFFsev1'],
    ['with a soft hyphen', 'sev\u00AD1'],
    ['with a non-breaking hyphen', 'sev\u20111'],
    ['with an en dash', 'sev–1'],
    ['with a minus sign', 'sev−1'],
    ['with a direction mark', '\u200Esev1\u200F'],
    ['with a line separator after it', 'sev1\u2028and more'],
    ['with an old Macintosh line end', 'sev1\rand more'],
    ['with a variation selector', 'sev1\uFE0F'],
  ])('%s', (_, text) => {
    expect(understand(text)).toEqual(SEV1);
  });

  it('with a full-width colon', () => {
    expect(understand('ｃａｕｓｅ：Hết kết nối')).toMatchObject({
      command: { type: 'NameRootCause', text: 'Hết kết nối' },
    });
  });
});

describe('what was written comes back', () => {
  const textOf = (text: string) => {
    const said = understand(text);
    return said.kind === 'command' && said.command.type === 'TakeNote' ? said.command.text : null;
  };

  it.each([
    ['with its capitals and signs', 'Pool → 80 “per node”, ＦＵＬＬ width & đủ'],
    ['with its emoji', '🔥 cháy 👩‍🚒'],
    ['with an emoji at its end', 'xong 🎉'],
    ['in decomposed characters', 'cơ sở dữ liệu đã đầy'.normalize('NFD')],
    ['with its ligatures', 'eﬃcient ﬁx'],
    ['with its own spacing and lines', 'one  two\n\n  three'],
    ['with a colon in it', 'at 10:00: nothing'],
  ])('%s', (_, text) => {
    expect(textOf(`note: ${text}`)).toBe(text);
  });

  it('without what surrounds it', () => {
    expect(textOf('note: \u200B\u00A0 kept \u00A0\u200B\r\n')).toBe('kept');
  });

  it('at most 2,000 characters of it, never half a character', () => {
    expect(textOf(`note: ${'x'.repeat(2000)}`)).toBe('x'.repeat(2000));
    expect(textOf(`note: ${'x'.repeat(2001)}`)).toBe(`${'x'.repeat(1999)}…`);
    expect(textOf(`note: x${'🔥'.repeat(2000)}`)).toBe(`x${'🔥'.repeat(999)}…`);
  });

  it('with the evidence that stands behind a long text', () => {
    expect(understand(`cause: ${'x'.repeat(5000)} evidence E7`)).toMatchObject({
      command: { evidence: ['E7'] },
    });
  });
});
