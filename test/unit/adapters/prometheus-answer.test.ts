/** What is made of Prometheus's answers, old and new, whole and broken. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  readEnvelope,
  readMetrics,
  readRuleExpression,
} from '../../../src/adapters/prometheus-answer.ts';

const WHO = 'Prometheus at 10.0.0.7:9090';

function fixture(name: string): unknown {
  const url = new URL(`../../fixtures/prometheus/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

function metrics(body: unknown) {
  return readMetrics(WHO, readEnvelope(WHO, body));
}

function result(resultType: string, rows: unknown) {
  return { status: 'success', data: { resultType, result: rows } };
}

describe('metrics', () => {
  it('are series with numbers; gaps are absent, NaN and infinities are numbers', () => {
    expect(metrics(fixture('latency-matrix'))).toEqual({
      series: [
        {
          labels: { __name__: 'shop_latency_seconds', instance: '10.1.0.4:8080', job: 'shop' },
          points: [
            [1795341600, 0.21],
            [1795341615, 0.24],
            [1795341645, 15],
          ],
        },
        {
          labels: { __name__: 'shop_latency_seconds', instance: '10.1.0.5:8080', job: 'shop' },
          points: [
            [1795341600, Number.NaN],
            [1795341615, Number.POSITIVE_INFINITY],
            [1795341630, Number.NEGATIVE_INFINITY],
          ],
        },
      ],
      warnings: [],
      truncated: false,
    });
  });

  it('leave native histograms out and say so beside what the server said', () => {
    const answer = metrics(fixture('native-histogram'));
    expect(answer.series.map((series) => series.labels['__name__'])).toEqual(['shop_up']);
    expect(answer.warnings).toEqual([
      'PromQL warning: mixed floats and histograms',
      'PromQL info: metric might not be a counter',
      '1 series hold native histograms and are left out',
    ]);
  });

  it.each([
    ['an empty vector', result('vector', []), []],
    [
      'a scalar',
      result('scalar', [1795341600, '42']),
      [{ labels: {}, points: [[1795341600, 42]] }],
    ],
    ['a string', result('string', [1795341600, 'text']), []],
    ['no number at all', result('scalar', [1, '']), [{ labels: {}, points: [[1, Number.NaN]] }]],
  ])('can be %s', (_, body, series) => {
    expect(metrics(body).series).toEqual(series);
  });

  it('keep 50 series and say that there were more', () => {
    const rows = Array.from({ length: 51 }, (_, n) => ({ metric: { n: `${n}` }, value: [1, '1'] }));
    expect(metrics(result('vector', rows.slice(1)))).toMatchObject({ truncated: false });
    const answer = metrics(result('vector', rows));
    expect([answer.series.length, answer.truncated]).toEqual([50, true]);
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['another API', { ok: true }],
    ['no result', { status: 'success' }],
    ['an unknown result', result('table', [])],
    ['rows that are no rows', result('vector', [{ value: [1, '1'] }])],
    ['samples that are no samples', result('vector', [{ metric: {}, value: ['1', 1] }])],
    ['samples that are cut', result('matrix', [{ metric: {}, values: [[1]] }])],
    ['samples that are of no time', result('matrix', [{ metric: {}, values: [[1e300, '1']] }])],
  ])('that are %s are malformed', (_, body) => {
    expect(() => metrics(body)).toThrowError(expect.objectContaining({ reason: 'malformed' }));
  });
});

describe('errors', () => {
  it.each([
    ['bad_data', 'refused'],
    ['execution', 'refused'],
    ['not_found', 'refused'],
    ['timeout', 'timeout'],
    ['canceled', 'unavailable'],
    ['internal', 'unavailable'],
    ['unavailable', 'unavailable'],
    ['constructor', 'refused'],
  ])('of type %s are %s, in the server’s own words', (errorType, reason) => {
    const body = { status: 'error', errorType, error: '1:4: parse error: oh\nno' };
    const message = `${WHO} says ${errorType}: 1:4: parse error: oh no`;
    expect(() => readEnvelope(WHO, body)).toThrowError(
      expect.objectContaining({ name: 'PortError', reason, message }),
    );
  });
});

describe('rules', () => {
  const rules = readEnvelope(WHO, fixture('rules-all'));

  it('are found by the name of the alert, the firing one first, never a recording', () => {
    expect(readRuleExpression(WHO, rules, 'ShopDown')).toBe('shop_up == 0');
    expect(readRuleExpression(WHO, rules, 'ShopSlow')).toBe('shop_latency_seconds > 1');
    expect(readRuleExpression(WHO, rules, 'Nothing')).toBeNull();
  });

  it('that are none are malformed', () => {
    expect(() => readRuleExpression(WHO, { data: [], warnings: [] }, 'X')).toThrowError(
      expect.objectContaining({ reason: 'malformed' }),
    );
  });
});
