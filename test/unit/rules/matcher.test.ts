import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matcherText, parseMatchers } from '../../../src/rules/matcher.ts';
import { workWatch } from '../../given/stopwatch.ts';

function parsed(text: string): string {
  const result = parseMatchers(text);
  if (!result.ok)
    return `${result.error.start}-${result.error.end} ${result.error.message}${result.error.fix ? ` [${result.error.fix}]` : ''}`;
  return result.value.map(matcherText).join(' ');
}

function passes(text: string, value: string): boolean {
  const result = parseMatchers(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.every((matcher) => matcher.test(value));
}

describe('a matcher text', () => {
  it.each([
    ['env = "prod"', 'env="prod"'],
    ['env=prod', 'env="prod"'],
    ['  env  !=  prod  ', 'env!="prod"'],
    ['alertname =~ "A|B.*"', 'alertname=~"A|B.*"'],
    ['alertname=~A|B.*', 'alertname=~"A|B.*"'],
    ['severity !~ "info|none"', 'severity!~"info|none"'],
    ['{a="b", c=~"d"}', 'a="b" c=~"d"'],
    ['{ a = b , c != "d" , }', 'a="b" c!="d"'],
    ['a="b",c="d"', 'a="b" c="d"'],
    ['a=""', 'a=""'],
    ['"a b"="c"', '"a b"="c"'],
    ['dịch_vụ="thanh toán"', '"dịch_vụ"="thanh toán"'],
    ['{}', ''],
    ['a="x\\"y\\\\z\\n\\t"', 'a="x\\"y\\\\z\\n\\t"'],
    ['a="\\x41\\u0042\\U00000043\\104"', 'a="ABCD"'],
    ['a="it\'s"', 'a="it\'s"'],
  ])('%s means %s', (text, meaning) => {
    expect(parsed(text)).toBe(meaning);
  });

  it.each([
    ['', '0-1 a label name is missing here'],
    ['a', '1-2 an operator is missing here [one of = != =~ !~]'],
    ['a ~ "b"', '2-3 an operator is missing here [one of = != =~ !~]'],
    ['a == "b"', '2-4 == is not an operator [write =]'],
    ['a =', '3-4 a value is missing here [write "" for an empty value]'],
    ["env = 'prod'", "6-7 ' is no quote here [use double quotes]"],
    ['env = `prod`', '6-7 ` is no quote here [use double quotes]'],
    ['a="b" c="d"', '6-7 unexpected c [separate matchers with commas]'],
    ['a="b', '2-4 the closing quote is missing'],
    ['{a="b"', '6-7 the closing } is missing'],
    ['a="b"}', '5-6 the opening { is missing'],
    ['""="b"', '2-3 a label name cannot be empty'],
    ['a="b\\d"', '4-6 unknown escape \\d [write \\\\d for a backslash]'],
    ['a="\\xff"', '3-5 unknown escape \\x [write \\\\x for a backslash]'],
    ['a="\\ud800"', '3-5 unknown escape \\u [write \\\\u for a backslash]'],
    ['a=b=c', '3-4 unexpected = [separate matchers with commas]'],
    [',a=b', '0-1 a label name is missing here'],
  ])('%s is refused with its place', (text, problem) => {
    expect(parsed(text)).toBe(problem);
  });

  it.each([
    [
      'a =~ "(?=x)"',
      '6-9 the regex is not valid: invalid or unsupported Perl syntax [RE2 has no lookahead: add a second matcher instead]',
    ],
    [
      'a =~ "b(?!x)"',
      '7-10 the regex is not valid: invalid or unsupported Perl syntax [RE2 has no lookahead: add a matcher with !~ instead]',
    ],
    [
      'a =~ "(x)\\\\1"',
      '9-12 the regex is not valid: invalid escape sequence [RE2 has no backreferences]',
    ],
    [
      'a =~ "a{1001}"',
      '7-13 the regex is not valid: invalid repeat count [RE2 repeats at most 1000 times]',
    ],
    [
      'a =~ "((a{100}){100}){100}"',
      '9-14 the regex is not valid: invalid repeat count [RE2 repeats at most 1000 times]',
    ],
    ['a =~ "[z-a]"', '7-10 the regex is not valid: invalid character class range'],
    ['a =~ (a', '5-7 the regex is not valid: missing closing )'],
  ])('%s is no regex of ours', (text, problem) => {
    expect(parsed(text)).toBe(problem);
  });

  it('refuses a pattern of a megabyte at once', () => {
    const worked = workWatch();
    expect(parsed(`a =~ "${'(x+)*'.repeat(200_000)}"`)).toContain('longer than 4096 characters');
    expect(parsed(`a =~ "${'('.repeat(4000)}"`)).toContain('not valid');
    expect(worked()).toBeLessThan(500);
  });

  it('reads back what it writes', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    const op = fc.constantFrom('=' as const, '!=' as const);
    fc.assert(
      fc.property(text, op, text, (name, operator, value) => {
        fc.pre(name !== '' && !/\p{Cs}/u.test(name + value));
        const result = parseMatchers(matcherText({ name, op: operator, value }));
        expect(result.ok && result.value[0]).toMatchObject({ name, op: operator, value });
      }),
    );
  });

  it('never makes the parser throw', () => {
    const scrap = fc.constantFrom(
      'a',
      '"',
      '=',
      '~',
      '!',
      '{',
      '}',
      ',',
      ' ',
      '\\',
      'x',
      '(',
      '*',
      "'",
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 20 }), (parts) => {
        const result = parseMatchers(parts.join(''));
        if (!result.ok) expect(result.error.end).toBeGreaterThan(result.error.start);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a matcher', () => {
  it.each([
    ['a = "b"', 'b', true],
    ['a = "b"', 'bb', false],
    ['a != "b"', '', true],
    ['a = ""', '', true],
    ['a =~ "b|c"', 'c', true],
    ['a =~ "b|c"', 'cc', false],
    ['a =~ "(?:b|c)"', 'b', true],
    ['a =~ "a|ab"', 'ab', true],
    ['a =~ "b.*"', 'bad', true],
    ['a =~ "b.*"', 'not bad', false],
    ['a =~ "b.*"', 'b\nad', true],
    ['a =~ "(?i:crit.*)"', 'CRITICAL', true],
    ['a !~ "b.*"', 'bad', false],
    ['a !~ "b.*"', '', true],
    ['a =~ ""', '', true],
    ['a =~ "x|"', '', true],
    ['a =~ "1.5"', '1x5', true],
  ])('%s on %j: %s', (text, value, expected) => {
    expect(passes(text, value)).toBe(expected);
  });

  it('answers the same however many different values it has seen', () => {
    const result = parseMatchers('a =~ "x.*7"');
    if (!result.ok) throw new Error('expected a matcher');
    const [matcher] = result.value;
    const values = Array.from({ length: 1200 }, (_, i) => `x${i}`).concat(`x${'y'.repeat(500)}7`);
    for (const value of [...values, ...values]) {
      expect(matcher?.test(value)).toBe(value.endsWith('7'));
    }
  });

  it('stays linear where a backtracking engine hangs', () => {
    const value = `${'a'.repeat(4096)}!`;
    const worked = workWatch();
    for (const text of ['a =~ "(a+)+$"', 'a =~ "(a|a)*b"', 'a =~ "(.*a){20}"']) {
      expect(passes(text, value)).toBe(false);
    }
    expect(worked()).toBeLessThan(200);
  });
});
