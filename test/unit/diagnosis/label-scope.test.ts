import { describe, expect, it } from 'vitest';
import {
  labelCheck,
  labelsMissing,
  matchedLabels,
  scopeOf,
  withoutMatchers,
} from '../../../src/diagnosis/label-scope.ts';
import { parsePromql } from '../../../src/diagnosis/promql-tree.ts';
import { answer, line } from './answers.ts';

const FROM = '2026-11-22T10:00:00.000Z';
const without = (expression: string, ...names: string[]) => {
  const result = withoutMatchers(expression, names);
  return result.ok ? result.value : result.error.message;
};

describe('taking matchers out of an expression', () => {
  it.each([
    ['up{cluster="eu"}', 'up'],
    ['up{cluster="eu",job="a"}', 'up{job="a"}'],
    ['up{job="a",cluster=~"eu.*",}', 'up{job="a"}'],
    ['rate(a{cluster="eu"}[5m]) / b{x="1", cluster="eu"}', 'rate(a[5m]) / b{x="1"}'],
    ['{"my.metric",cluster="eu"}', '{"my.metric"}'],
    ['sum by (cluster) (up{job="a"})', 'sum by (cluster) (up{job="a"})'],
    ['up{"cluster"="eu",job="}"}', 'up{job="}"}'],
  ])('of %j leaves %j', (expression, left) => {
    expect(without(expression, 'cluster')).toBe(left);
    expect(parsePromql(left)).toMatchObject({ ok: true });
  });

  it('leaves no selector empty, because Prometheus refuses that', () => {
    expect(without('{cluster="eu"} + up{cluster="eu"}', 'cluster')).toBe('{cluster="eu"} + up');
  });

  it('says what is wrong with what it cannot read', () => {
    expect(without('up{', 'cluster')).toBe('unexpected end of the expression');
  });
});

describe('the scope of an alert', () => {
  it('is what names an installation, without what is known to be on no series', () => {
    const labels = { cluster: 'eu', region: 'west', job: 'api', env: '' };
    expect(scopeOf(labels, [])).toEqual({ cluster: 'eu', region: 'west' });
    expect(scopeOf(labels, ['cluster'])).toEqual({ region: 'west' });
  });
});

describe('finding out which labels no series has', () => {
  it('asks the bare selector by these labels', () => {
    const query = 'sum by (service) (rate(http_requests_total{service="a",cluster="eu"}[5m]))';
    expect(matchedLabels(query, ['cluster', 'region'])).toEqual(['cluster']);
    expect(labelCheck(query, ['cluster'])).toBe(
      'group by (cluster) (http_requests_total{service="a"})',
    );
    expect(labelCheck(query, [])).toBeNull();
  });

  it('believes only an answer that has series and was not cut', () => {
    const bare = answer(line({}, FROM, 60, [1]));
    expect(labelsMissing(['cluster', 'region'], bare)).toEqual(['cluster', 'region']);
    const some = answer(line({ cluster: 'us' }, FROM, 60, [1]), line({}, FROM, 60, [1]));
    expect(labelsMissing(['cluster', 'region'], some)).toEqual(['region']);
    expect(labelsMissing(['cluster'], answer())).toEqual([]);
    expect(labelsMissing(['cluster'], { ...bare, truncated: true })).toEqual([]);
  });
});
