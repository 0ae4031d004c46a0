import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from '../../../src/documents/yaml-document.ts';
import { workWatch } from '../../given/stopwatch.ts';

const Anything = z.unknown();

function first(text: string): string {
  const result = readYaml('f.yaml', text, Anything);
  if (result.ok) return 'accepted';
  const [one] = result.error;
  return `${one?.line}:${one?.column} ${one?.check}`;
}

function bomb(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < levels; i += 1) {
    const last = `*a${i - 1}`;
    lines.push(`a${i}: &a${i} [${Array(9).fill(last).join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}

describe('what a YAML file may not do', () => {
  it.each<[string, string, string]>([
    ['give a field twice', 'a: 1\nb: 2\na: 3\n', '3:1 yaml/duplicate-key'],
    ['give a field twice in a flow map', '{a: 1, a: 2}\n', '1:8 yaml/duplicate-key'],
    ['use an unknown tag', 'a: !foo b\n', '1:4 yaml/tag'],
    ['use a language tag', 'a: !!js/function "x"\n', '1:4 yaml/tag'],
    ['hold bytes', 'a: !!binary aGVsbG8=\n', '1:4 yaml/tag'],
    ['contain itself', 'a: &x [*x]\n', '1:8 yaml/alias'],
    ['contain itself further down', 'a: &x\n  b:\n    c: *x\n', '3:8 yaml/alias'],
    ['name an anchor that is not there', 'a: *nope\n', '1:4 yaml/alias'],
    ['expand without end', bomb(9), '6:10 yaml/alias'],
    ['merge', 'x: &x {a: 1}\ny:\n  <<: *x\n', '3:3 yaml/key'],
    ['use a list as a field name', '? [a, b]\n: 1\n', '1:3 yaml/key'],
    ['touch the prototype', '__proto__: {x: 1}\n', '1:1 yaml/key'],
    ['indent with tabs', 'a:\n\tb: 1\n', '2:1 yaml/syntax'],
    ['be two documents', 'a: 1\n---\nb: 2\n', '2:1 yaml/syntax'],
    ['choose its YAML version', '%YAML 1.1\n---\na: yes\n', '1:1 yaml/directive'],
    ['hold NUL', 'a: 1\nb: x\0\n', '2:5 yaml/nul'],
    ['write NUL as an escape', 'a: "x\\0"\n', '1:4 yaml/nul'],
    ['write half a surrogate pair', 'a: "\\ud800"\n', '1:4 yaml/nul'],
    ['be broken', 'a: [1, 2\nb: 3\n', '2:1 yaml/syntax'],
    ['be larger than 1 MB', `a: ${'x'.repeat(1_000_001)}\n`, '0:0 yaml/size'],
    ['hold more tokens than anybody writes', `[${','.repeat(600_000)}]`, '1:250001 yaml/size'],
  ])('%s', (_, text, place) => {
    expect(first(text)).toBe(place);
  });

  it.each([
    ['flow lists', (n: number) => '['.repeat(n)],
    ['flow maps', (n: number) => '{a: '.repeat(n)],
    ['block lists', (n: number) => '- '.repeat(n)],
    ['questions', (n: number) => '? '.repeat(n)],
    [
      'block maps',
      (n: number) => Array.from({ length: n }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ],
  ])('nest %s 20,000 deep, which is refused quickly', (_, nested) => {
    const worked = workWatch();
    expect(first(nested(nested(1).includes('\n') ? 1000 : 20_000).slice(0, 900_000))).toMatch(
      /yaml\/depth$/u,
    );
    expect(worked()).toBeLessThan(1000);
  });

  it('allows 60 levels and refuses 70', () => {
    expect(first(`${'['.repeat(60)}${']'.repeat(60)}`)).toBe('accepted');
    expect(first(`${'['.repeat(70)}${']'.repeat(70)}`)).toBe('1:67 yaml/depth');
  });

  it('takes no quadratic time over many fields', () => {
    const text = Array.from({ length: 35_000 }, (_, i) => `k${i}: ${i}`).join('\n');
    expect(first(text)).toBe('accepted');
  });

  it('never makes the reader throw', () => {
    const scrap = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '!x ',
      '|',
      '>',
      '#',
      ',',
      '?',
      '%',
      '---\n',
      '\t',
      '\\',
      '\u0000',
      'é',
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 40 }), (parts) => {
        const result = readYaml('f.yaml', parts.join(''), Anything);
        if (result.ok) return;
        expect(result.error.length).toBeGreaterThan(0);
        for (const one of result.error) expect(one.line).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
