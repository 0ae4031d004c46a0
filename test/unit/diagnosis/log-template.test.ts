/** Lines of one kind come under one template, whatever differs in them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskLine } from '../../../src/diagnosis/log-mask.ts';
import { createTemplates, isOfTemplate, templateOf } from '../../../src/diagnosis/log-template.ts';
import { workWatch } from '../../given/stopwatch.ts';

describe('a masked line', () => {
  it.each([
    ['took 12.5ms, 3 of 1,000', 'took <_>ms, <_> of <_>'],
    ['id=7c9e6679-7425-40de-944b-e07fc1f90ae7 done', 'id=<_> done'],
    ['dial tcp 10.0.0.2:5432: refused', 'dial tcp <_>: refused'],
    ['from fe80:0:0:0:1:2:3:4 came', 'from <_> came'],
    ['2026-11-22T10:02:00.123456Z begun at 10:02:00', '<_> begun at <_>'],
    ['at 0xdeadBEEF in 5f4dcc3b5aa765d6', 'at <_> in <_>'],
    ['decade facade', 'decade facade'],
    ['till2 asked utf8', 'till2 asked utf8'],
    ['user=ann password="hunter 2" ok', 'user=ann password=<_> ok'],
    ['Authorization: Bearer abc.def token=xyz;next', 'Authorization: <_> token=<_>;next'],
    ['a\t b\n  c', 'a b c'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['{"level":"error","msg":"no paper","printer":7}', 'no paper'],
    [
      '{"msg":"cannot book","err":"timeout after 30s","trace":"x"}',
      'cannot book timeout after <_>s',
    ],
    ['{"level":"error"}', '{"level":"error"}'],
    ['{"msg": broken', '{"msg": broken'],
    ['', ''],
  ])('%j becomes %j', (line, masked) => {
    expect(maskLine(line)).toBe(masked);
  });
});

function kindsOf(lines: readonly string[]): readonly string[] {
  const templates = createTemplates();
  const numbers = new Set(lines.map((line) => templates.place(line) ?? -1));
  return [...numbers].map((number) => templates.text(number));
}

describe('templates', () => {
  it('hold lines that differ in a few words', () => {
    const lines = ['ann', 'bob', 'eve'].map((who) => `user ${who} signed in from the till`);
    expect(kindsOf(lines)).toEqual(['user <_> signed in from the till']);
  });

  it('keep apart what differs in kind', () => {
    expect(kindsOf(['sale booked for 5', 'sale refused for 7', 'no paper in printer 7'])).toEqual([
      'sale booked for <_>',
      'sale refused for <_>',
      'no paper in printer <_>',
    ]);
  });

  it('keep what they have learned', () => {
    const many = Array.from({ length: 30 }, (_, n) => `read file f${n} by u${n} on h${n} ok`);
    expect(kindsOf(many)).toEqual(['read file <_> by <_> on <_> ok']);
  });

  it('compare only the first words of a very long line', () => {
    const line = Array.from({ length: 500 }, () => 'word').join(' ');
    expect(templateOf(line).split(' ')).toHaveLength(64);
    expect(kindsOf([line, `${line} more`])).toHaveLength(1);
  });

  it('are bounded in number: what is too much is left out', () => {
    const templates = createTemplates();
    const random = Array.from({ length: 3000 }, (_, n) =>
      Array.from({ length: 1 + (n % 40) }, (_, m) => `${word(n * 41 + m)}${word(n)}`).join(' '),
    );
    const placed = random.map((line) => templates.place(line));
    expect(placed).toContain(null);
    expect(Math.max(...placed.map((number) => number ?? 0))).toBeLessThan(1000);
  });

  it('fit every line that was put under them', () => {
    const piece = fc.constantFrom(
      'no',
      'paper',
      'till',
      '12',
      'a=3',
      '10.0.0.1',
      'x',
      '"q"',
      '\u202E',
    );
    const anyLine = fc.array(piece, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(fc.oneof(anyLine, fc.string()), { maxLength: 40 }), (lines) => {
        const templates = createTemplates();
        const placed = lines.map((line) => [line, templates.place(line) ?? -1] as const);
        return placed.every(([line, number]) => isOfTemplate(line, templates.text(number)));
      }),
    );
  });

  it('take time in line with the text, also for text made to be slow', () => {
    const hostile = [
      'password='.repeat(7000),
      'a'.repeat(60_000),
      ':'.repeat(60_000),
      'ab:'.repeat(20_000),
      '0x'.repeat(30_000),
      `{${'"a":['.repeat(10_000)}`,
      '-'.repeat(60_000),
      '\u001b['.repeat(30_000),
      'secret "'.repeat(8000),
      'abcdef'.repeat(10_000),
      ' '.repeat(60_000),
    ];
    const worked = workWatch();
    for (const line of hostile) for (let n = 0; n < 20; n += 1) maskLine(line);
    expect(worked()).toBeLessThan(2000);
  });
});

/** A word of letters only, so that nothing of it is masked. */
function word(n: number): string {
  return String(n).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');
}
