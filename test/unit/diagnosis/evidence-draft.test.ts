import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, frozen } from '../../../src/diagnosis/canonical-json.ts';
import {
  alertExpressionKey,
  draftEvidence,
  verificationKey,
} from '../../../src/diagnosis/evidence-draft.ts';
import { answer, line } from './answers.ts';

describe('canonical JSON', () => {
  it('sorts keys at every depth and writes what is no JSON number as text', () => {
    const value = {
      b: [{ z: Number.NaN, a: Number.NEGATIVE_INFINITY }],
      a: undefined,
      10: 1,
      9: 2,
    };
    expect(canonicalJson(value)).toBe('{"10":1,"9":2,"b":[{"a":"-Inf","z":"NaN"}]}');
  });

  it('keeps a label called __proto__ as a plain key', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":"x"}'))).toBe('{"__proto__":"x"}');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('is the same text after a store has turned it into JSON and back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(JSON.stringify(frozen(value))))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('writes every number as JSON does', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(numbers, (each) => {
        expect(canonicalJson(each)).toBe(JSON.stringify(each));
      }),
    );
    expect(canonicalJson([-0, 1e21, 5e-324])).toBe('[0,1e+21,5e-324]');
  });

  it('replaces what no database takes', () => {
    expect(frozen({ 'a\u0000': 'b\uD800c😀' })).toEqual({ 'a\uFFFD': 'b\uFFFDc😀' });
  });
});

describe('drafted evidence', () => {
  const question = {
    query: 'rate(x[5m])',
    from: '2026-11-22T14:00:00.000Z',
    to: '2026-11-22T14:10:00.000Z',
    step: 15,
  };
  const asked = {
    key: alertExpressionKey('rate(x[5m]) > 1'),
    title: 'HighErrors',
    question,
    answer: answer(line({ job: 'api' }, question.from, 15, [1, Number.NaN])),
    outcome: 'answered' as const,
    summary: 'crossed',
    link: 'http://prom.example/graph',
  };

  it('has the hash of the answer that is kept beside it', () => {
    const drafted = draftEvidence(asked);
    expect(drafted.answer).toEqual({
      query: 'rate(x[5m])',
      window: { from: question.from, to: question.to },
      step: 15,
      series: [
        {
          labels: { job: 'api' },
          points: [
            [1795356000, 1],
            [1795356015, 'NaN'],
          ],
        },
      ],
      warnings: [],
      truncated: false,
    });
    const text = canonicalJson(JSON.parse(JSON.stringify(drafted.answer)));
    expect(drafted.draft.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(drafted.draft).toMatchObject({
      source: 'prometheus',
      query: 'rate(x[5m])',
      outcome: 'answered',
    });
  });

  it('keeps the question when there was no answer', () => {
    const drafted = draftEvidence({ ...asked, answer: null, outcome: 'unavailable' });
    expect(drafted.answer).toMatchObject({ query: 'rate(x[5m])', series: [] });
  });

  it('is named by its question, so that a job that runs twice records it once', () => {
    expect(alertExpressionKey('up == 0')).toMatch(/^alert-expression:[0-9a-f]{16}$/);
    expect(alertExpressionKey('up == 0')).not.toBe(alertExpressionKey('up == 1'));
    expect(verificationKey('2026-11-22T14:00:00.000Z', 2, 'up')).toMatch(
      /^verify:2026-11-22T14:00:00\.000Z:2:[0-9a-f]{16}$/,
    );
  });
});
