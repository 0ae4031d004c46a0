import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeFence,
  markdownBlock,
  markdownLine,
  markdownLink,
  plainLine,
  webAddress,
} from '../../../src/artifacts/neutral.ts';

describe('a plain line', () => {
  it.each([
    ['a\nb\r\n\tc', 'a b c'],
    ['  a  ', 'a'],
    ['\u001b[31mred', '\uFFFD[31mred'],
    ['pay\u202Etxt.exe', 'pay\uFFFDtxt.exe'],
    ['a\u200Bb\uFEFFc\u2066d', 'a\uFFFDb\uFFFDc\uFFFDd'],
    ['half \uD800', 'half \uFFFD'],
    ['hidden\u{E0041}', 'hidden\uFFFD'],
    ['👩‍👩‍👧 Sự cố', '👩‍👩‍👧 Sự cố'],
  ])('%j becomes %j', (text, line) => {
    expect(plainLine(text)).toBe(line);
  });

  it('is cut between characters, not within one', () => {
    expect(plainLine('😀😀😀😀', 3)).toBe('😀😀…');
    expect(plainLine('abc', 3)).toBe('abc');
  });

  it('is one printable line of at most its length, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = plainLine(text, 20);
        expect([...line].length).toBeLessThanOrEqual(20);
        expect(line).not.toMatch(/\p{Cc}|\p{Surrogate}|\u2028|\u202E/u);
      }),
    );
  });
});

describe('a line for Markdown', () => {
  it.each([
    ['*bold* _it_ a_b', '\\*bold\\* \\_it\\_ a_b'],
    ['<script>&lt;', '&lt;script&gt;&amp;lt;'],
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['a | b', 'a &#124; b'],
    ['`code` ~~x~~ $y$', '\\`code\\` \\~\\~x\\~\\~ \\$y\\$'],
    ['see http://evil.example', 'see http\\://evil.example'],
    ['www.evil.example', 'www\\.evil.example'],
    ['@here root@evil.example', '\\@here root\\@evil.example'],
    ['back\\slash', 'back\\\\slash'],
    ['closing ## #', 'closing \\## \\#'],
  ])('%j renders as itself', (text, markdown) => {
    expect(markdownLine(text)).toBe(markdown);
  });

  it.each(['# h', '- l', '+ l', '= x', '=1+1', '-1', '1. x', '2) x', '! x', ': x'])(
    '%j begins no block and no formula',
    (text) => {
      expect(markdownLine(text)).toMatch(/^(\\|\d+\\)/);
    },
  );

  it('keeps nothing that is active', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bare = markdownLine(text).replace(/\\[^\s]/g, '');
        expect(bare).not.toMatch(/[`*[\]~$<>|\n]|&(?!(amp|lt|gt|#124);)/);
      }),
    );
  });
});

describe('several lines for Markdown', () => {
  it('stay lines, and none of them begins a block', () => {
    expect(markdownBlock('first\n\n    # second\r\n> third')).toBe(
      'first  \n\\# second  \n&gt; third',
    );
  });
});

describe('a code fence', () => {
  it('cannot be ended from inside', () => {
    expect(codeFence('a\n```\nb', 'promql')).toBe('````promql\na\n```\nb\n````');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('`', '```', '\n', 'x', '\u2028', '\u0000', '~')),
        (parts) => {
          const lines = codeFence(parts.join(''), '').split('\n');
          const [fence] = lines;
          expect(lines.at(-1)).toBe(fence);
          expect(lines.slice(1, -1).some((line) => line.startsWith(fence ?? ''))).toBe(false);
        },
      ),
    );
  });
});

describe('a link', () => {
  it('goes to http and https only, and never carries a password', () => {
    expect(markdownLink('run*book', 'https://user:pass@wiki.example/a_(b)?x=1&y=|')).toBe(
      '[run\\*book](https://wiki.example/a%5F%28b%29?x=1&amp;y=%7C)',
    );
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '/relative', '', 'http://'])(
    'is only text for %j',
    (href) => {
      expect(markdownLink('x', href)).toBe('x');
      expect(webAddress(href)).toBeNull();
    },
  );
});
