import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/diagnosis/condition.ts';
import { splitExpression } from '../../../src/diagnosis/promql.ts';

function conditionOf(expression: string): Condition {
  const split = splitExpression(expression);
  if (!split.ok) throw new Error(split.error.message);
  return split.value;
}

describe('an expression with a threshold', () => {
  it('splits into the side with series, the operator and the number', () => {
    const whole = 'rate(http_requests_total{code=~"5.."}[5m]) > 0.05';
    expect(conditionOf(whole)).toEqual({
      kind: 'threshold',
      left: 'rate(http_requests_total{code=~"5.."}[5m])',
      operator: '>',
      threshold: 0.05,
      whole,
      selectors: ['http_requests_total{code=~"5.."}'],
      vanishes: false,
    });
  });

  it.each([
    ['x > 0.05', '>', 0.05],
    ['x >= 1e3', '>=', 1000],
    ['x < -1', '<', -1],
    ['x < - 1', '<', -1],
    ['x <= +Inf', '<=', Number.POSITIVE_INFINITY],
    ['x != NaN', '!=', Number.NaN],
    ['x > 10 * 60', '>', 600],
    ['x > -(2 ^ 3 ^ 0) % 5', '>', -2],
    ['x > 2 ^ 10 - 24', '>', 1000],
    ['x > 0x1F', '>', 31],
    ['x > 1_000', '>', 1000],
    ['x > 1h30m', '>', 5400],
    ['x == bool 0', '==', 0],
    ['5 < x', '>', 5],
    ['(0.5) >= x', '<=', 0.5],
    ['((x > 5))', '>', 5],
    ['# why\nx > 5 # because', '>', 5],
  ])('reads %s', (expression, operator, threshold) => {
    expect(conditionOf(expression)).toMatchObject({
      kind: 'threshold',
      left: 'x',
      operator,
      threshold,
      selectors: ['x'],
    });
  });

  it('keeps the exact text of the left side, over several lines', () => {
    const condition = conditionOf('(\n  sum by (job) (a)\n    / sum by (job) (b)\n) > 0.1');
    expect(condition).toMatchObject({
      left: 'sum by (job) (a)\n    / sum by (job) (b)',
      selectors: ['a', 'b'],
    });
  });

  it('knows quoted UTF-8 names', () => {
    expect(conditionOf('{"http.server.errors", "service.name"="côté"} > 3')).toMatchObject({
      left: '{"http.server.errors", "service.name"="côté"}',
      selectors: ['{"http.server.errors", "service.name"="côté"}'],
    });
  });

  it('names each selector once, without its range or offset', () => {
    const { selectors } = conditionOf('rate(a{b="c"}[5m] offset 1h) / a{b="c"} > bool 2');
    expect(selectors).toEqual(['a{b="c"}']);
  });

  it.each([
    ['count(up == 0) > 2', true],
    ['count(up == bool 0) > 2', false],
    ['(a unless b) > 2', true],
    ['(a and b) > 2', true],
    ['(a or b) > 2', false],
    ['sum(absent(a)) > 2', true],
    ['a / b > 2', false],
  ])('notices whether the left side vanishes while all is well: %s', (expression, vanishes) => {
    expect(conditionOf(expression)).toMatchObject({ kind: 'threshold', vanishes });
  });
});

describe('an expression of absence', () => {
  it.each([
    ['absent(up{job="api"})', 'up{job="api"}'],
    ['(absent(sum(rate(a[5m]))))', 'sum(rate(a[5m]))'],
    ['absent_over_time(a{b="c"}[10m])', 'a{b="c"}'],
    ['absent_over_time(a[10m] offset 5m)', 'a'],
    ['absent_over_time(rate(a[1m])[10m:])', 'rate(a[1m])'],
    ['absent(a) == 1', 'a'],
    ['absent(a) > 0', 'a'],
  ])('%s misses %s', (whole, inner) => {
    expect(conditionOf(whole)).toMatchObject({ kind: 'absence', inner });
  });
});

describe('any other expression', () => {
  it.each([
    ['a > 1 and b > 2', ['a', 'b']],
    ['a unless on (job) b', ['a', 'b']],
    ['a > b', ['a', 'b']],
    ['a > on (job) group_left b', ['a', 'b']],
    ['a > scalar(b)', ['a', 'b']],
    ['up', ['up']],
    ['vector(1)', []],
    ['1 > bool 0', []],
    ['absent(a) == 0', ['a']],
  ])('is a presence: %s', (whole, selectors) => {
    expect(conditionOf(whole)).toEqual({ kind: 'presence', whole, selectors });
  });
});

describe('text that is no PromQL', () => {
  it.each([
    ['', 1, 1, 'unexpected end of the expression'],
    ['up{job="api"', 1, 13, 'unexpected end of the expression'],
    ['up{job="api}', 1, 8, 'a quote is not closed'],
    ['"abc\\"', 1, 1, 'a quote is not closed'],
    ['a b', 1, 3, 'unexpected "b"'],
    ['sum(a)\n  by (job\n  > 5', 3, 3, 'unexpected ">"'],
    ['up >', 1, 5, 'unexpected end of the expression'],
  ])('%j is an error with its place', (text, line, column, message) => {
    expect(splitExpression(text)).toEqual({ ok: false, error: { message, line, column } });
  });

  it('that is too long is refused, and deep nesting is survived', () => {
    expect(splitExpression('x'.repeat(20_000))).toMatchObject({ ok: false });
    expect(splitExpression(`x > ${'1+'.repeat(500)}1`).ok).toBe(true);
    expect(splitExpression(`${'('.repeat(1000)}x${')'.repeat(1000)} > 5`)).toMatchObject({
      value: { left: 'x' },
    });
    expect(splitExpression(`${'('.repeat(8000)}x${')'.repeat(8000)}`)).toMatchObject({ ok: false });
  });

  it('never throws, whatever the text', () => {
    const token = fc.constantFrom(
      'a',
      'sum(',
      ')',
      '>',
      '5',
      '{',
      '}',
      '"',
      '[5m]',
      ' by ',
      'absent(',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(token).map((each) => each.join('')),
    );
    fc.assert(
      fc.property(text, (expression) => {
        const split = splitExpression(expression);
        expect(split.ok || split.error.column >= 1).toBe(true);
      }),
    );
  });
});
