/** The sandbox's Prometheus answers like the real one (its words were taken from version 2.42). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPrometheus, type PrometheusSandbox } from '../../../src/sandbox/prometheus.ts';

const START = 1795341600;

let server: PrometheusSandbox;

beforeEach(async () => {
  server = await openPrometheus({ clock: { now: () => '2026-11-22T10:00:00.000Z' } });
  server.set('up', { job: 'shop', instance: 'a' }, () => 1);
  server.set('up', { job: 'shop', instance: 'b' }, () => 0);
  server.set('lag', { job: 'queue' }, (at) => (at < START + 30 ? null : at - START));
});

afterEach(() => server.close());

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field
async function get(path: string): Promise<any> {
  const response = await fetch(`${server.url}${path}`);
  return { code: response.status, ...((await response.json()) as object) };
}

function query(expression: string) {
  return get(`/api/v1/query?query=${encodeURIComponent(expression)}`);
}

async function instancesOf(expression: string): Promise<string[]> {
  const answer = await query(expression);
  return answer.data.result.map((row: { metric: { instance: string } }) => row.metric.instance);
}

describe('an expression', () => {
  it.each([
    ['up', ['a', 'b']],
    ['up{}', ['a', 'b']],
    ['{__name__="up"}', ['a', 'b']],
    ['up{instance="a"}', ['a']],
    ['up{instance!="a",}', ['b']],
    ['up{instance=~"[ab]", job=~"sh.*"}', ['a', 'b']],
    ['up{job=~"sho"}', []],
    ['up{instance!~"a|c"}', ['b']],
    ['up{nolabel=""}', ['a', 'b']],
    ["up{instance='a'} == 1", ['a']],
    ['up == 0', ['b']],
    ['up >= 1', ['a']],
    ['up<0.5', ['b']],
    ['up != 0', ['a']],
    ['up > -1e3', ['a', 'b']],
    ['nothing', []],
  ])('%s picks %j', async (expression, instances) => {
    expect(await instancesOf(expression)).toEqual(instances);
  });

  it('that is a number is a scalar', async () => {
    expect((await query('1.5')).data).toEqual({ resultType: 'scalar', result: [START, '1.5'] });
  });

  it('that is registered gets its answer, also with a comparison behind it', async () => {
    server.answer('sum by (job) (rate(errors[5m]))', () => [
      { labels: { job: 'shop' }, value: Number.POSITIVE_INFINITY },
      { labels: { job: 'cart' }, value: 0.01 },
    ]);
    server.answer('sum(up)', (at) => (at > START ? 2 : null));
    const spelled = 'sum  by (job)\n(rate(errors[5m])) > 0.05';
    expect((await query(spelled)).data.result).toEqual([
      { metric: { job: 'shop' }, value: [START, '+Inf'] },
    ]);
    expect((await query('sum(up)')).data.result).toEqual([]);
  });

  it.each([
    'rate(nothing[5m])',
    'sum by (job) (rate(nothing{job="shop"}[5m])) / sum(neither)',
    'histogram_quantile(0.99, sum by (le) (rate(nothing_bucket[5m]))) > 0.5',
  ])('%s is empty, because it is made of what is not there', async (expression) => {
    expect((await query(expression)).data.result).toEqual([]);
  });

  it.each([
    ['reads something that is there', 'sum(nothing) or sum(rate(up[5m]))'],
    ['makes something of nothing', 'sum(absent(nothing))'],
    ['names no metric', 'sum({job="shop"})'],
  ])('that %s is not taken for empty', async (_what, expression) => {
    expect(await query(expression)).toMatchObject({ code: 422, errorType: 'execution' });
  });

  it.each([
    [
      '',
      400,
      'bad_data',
      'invalid parameter "query": 1:1: parse error: no expression found in input',
    ],
    [
      'up{',
      400,
      'bad_data',
      'invalid parameter "query": 1:4: parse error: unexpected end of input inside braces',
    ],
    [
      'up{a=b}',
      400,
      'bad_data',
      'invalid parameter "query": 1:4: parse error: unexpected "a=b}" in label matching',
    ],
    [
      'up{a=~"("}',
      400,
      'bad_data',
      'invalid parameter "query": 1:1: parse error: error parsing regexp: "("',
    ],
    ['rate(up[5m])', 422, 'execution', 'the sandbox has no answer for rate(up[5m])'],
  ])('%j is answered %i %s', async (expression, code, errorType, error) => {
    expect(await query(expression)).toEqual({ code, status: 'error', errorType, error });
  });
});

describe('a range', () => {
  const range = (parameters: string) => get(`/api/v1/query_range?query=lag&${parameters}`);

  it('has a point per step, and none where there is no value', async () => {
    const answer = await range(`start=${START}&end=${START + 60}&step=15`);
    expect(answer.data).toEqual({
      resultType: 'matrix',
      result: [
        {
          metric: { __name__: 'lag', job: 'queue' },
          values: [
            [START + 30, '30'],
            [START + 45, '45'],
            [START + 60, '60'],
          ],
        },
      ],
    });
  });

  it('takes RFC 3339 times and durations', async () => {
    const answer = await range('start=2026-11-22T10:00:00Z&end=2026-11-22T10:01:00Z&step=1m');
    expect(answer.data.result[0].values).toEqual([[START + 60, '60']]);
  });

  it.each([
    [
      'start=abc&end=2&step=1',
      'invalid parameter "start": cannot parse "abc" to a valid timestamp',
    ],
    ['start=1&end=2', 'invalid parameter "step": cannot parse "" to a valid duration'],
    [
      'start=1&end=2&step=0',
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    ],
    [
      'start=2&end=1&step=1',
      'invalid parameter "end": end timestamp must not be before start time',
    ],
    [
      'start=0&end=11001&step=1',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    ],
  ])('with %s is bad data', async (parameters, error) => {
    expect(await range(parameters)).toMatchObject({ errorType: 'bad_data', error });
  });

  it('of a range vector is bad data', async () => {
    const path = `/api/v1/query_range?query=${encodeURIComponent('up{job="shop"}[5m]')}&start=1&end=2&step=1`;
    expect((await get(path)).error).toBe(
      'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
    );
  });
});

describe('the rest of the API', () => {
  it('does not read JSON bodies', async () => {
    const response = await fetch(`${server.url}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'up' }),
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ error: expect.stringContaining('no expression found') }),
    ]);
  });

  it('lists series by selector', async () => {
    const found = await get(
      `/api/v1/series?match[]=${encodeURIComponent('up{instance="a"}')}&match[]=lag`,
    );
    expect(found.data).toEqual([
      { __name__: 'up', job: 'shop', instance: 'a' },
      { __name__: 'lag', job: 'queue' },
    ]);
    expect((await get('/api/v1/series')).error).toBe('no match[] parameter provided');
  });

  it('lists alerting rules with their state', async () => {
    server.rule({ name: 'Down', expr: 'up == 0', labels: { severity: 'critical' } });
    server.rule({ name: 'Odd', expr: 'rate(x[5m]) > 1' });
    const all = await get('/api/v1/rules?type=alert');
    const rules = all.data.groups[0].rules;
    expect(rules.map((rule: { name: string; state: string }) => [rule.name, rule.state])).toEqual([
      ['Down', 'firing'],
      ['Odd', 'inactive'],
    ]);
    const named = await get('/api/v1/rules?type=alert&rule_name[]=Odd');
    expect(named.data.groups[0].rules).toHaveLength(1);
    expect((await get('/api/v1/rules?type=record')).data.groups).toEqual([]);
  });

  it('is ready and healthy, and plain text where there is nothing', async () => {
    const texts = ['/-/ready', '/-/healthy', '/nope'].map(async (path) => {
      const response = await fetch(`${server.url}${path}`);
      return `${response.status} ${await response.text()}`;
    });
    expect(await Promise.all(texts)).toEqual([
      '200 Prometheus Server is Ready.\n',
      '200 Prometheus Server is Healthy.\n',
      '404 404 page not found\n',
    ]);
  });
});
