/** The Prometheus adapter against a server that answers like Prometheus, and then does not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPrometheus, type PrometheusOptions } from '../../../src/adapters/prometheus.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { openPrometheus, type PrometheusSandbox } from '../../../src/sandbox/prometheus.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { portErrorOf } from './port-error-of.ts';

let server: PrometheusSandbox;
let opened: { close(): void }[];

beforeEach(async () => {
  server = await openPrometheus();
  server.set('shop_up', { instance: 'a' }, () => 1);
  server.set('shop_up', { instance: 'b' }, (at) => (at < 1795341660 ? 1 : 0));
  opened = [];
});

afterEach(async () => {
  vi.useRealTimers();
  for (const one of opened) one.close();
  await server.close();
});

function prometheus(options: Partial<PrometheusOptions> = {}) {
  const made = createPrometheus({ baseUrl: server.url, timeoutMs: 400, ...options });
  opened.push(made);
  return made;
}

const QUESTION = {
  query: 'shop_up == 0',
  from: '2026-11-22T10:00:00.000Z',
  to: '2026-11-22T10:02:00.000Z',
  step: 30,
};

describe('questions', () => {
  it('over a range come back with their points', async () => {
    expect(await prometheus().range(QUESTION)).toEqual({
      series: [
        {
          labels: { __name__: 'shop_up', instance: 'b' },
          points: [
            [1795341660, 0],
            [1795341690, 0],
            [1795341720, 0],
          ],
        },
      ],
      warnings: [],
      truncated: false,
    });
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/api/v1/query_range' });
    expect(server.requests[0]?.body).toEqual({
      query: 'shop_up == 0',
      start: '1795341600',
      end: '1795341720',
      step: '30',
      timeout: '400ms',
      limit: '51',
    });
  });

  it('at one moment come back with one point each', async () => {
    const answer = await prometheus().instant('shop_up', QUESTION.from);
    expect(answer.series.map((series) => series.points)).toEqual([
      [[1795341600, 1]],
      [[1795341600, 1]],
    ]);
  });

  it('at one moment keep the last point of a range', async () => {
    const row = {
      metric: {},
      values: [
        [1, '5'],
        [2, '6'],
      ],
    };
    server.fail(
      faults.answers(200, { status: 'success', data: { resultType: 'matrix', result: [row] } }),
    );
    const answer = await prometheus().instant('shop_up[5m]', QUESTION.from);
    expect(answer.series).toEqual([{ labels: {}, points: [[2, 6]] }]);
  });

  it('are asked below the path prefix', async () => {
    const mimir = await openPrometheus({ prefix: '/prometheus' });
    const answer = await prometheus({ baseUrl: mimir.url }).instant('2', QUESTION.from);
    await mimir.close();
    expect(answer.series[0]?.points).toEqual([[1795341600, 2]]);
  });

  it.each([
    ['shop_up{', 'refused', 'unexpected end of input inside braces'],
    ['', 'refused', 'no expression found in input'],
    ['sum(rate(shop_up[5m]))', 'refused', 'execution: '],
  ])('that are wrong (%j) are refused in the server’s own words', async (query, reason, words) => {
    const error = await portErrorOf(prometheus().instant(query, QUESTION.from));
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(words);
  });

  it.each([
    [{ step: 0 }, 'step'],
    [{ step: Number.NaN }, 'step'],
    [{ to: '2026-11-22T09:00:00.000Z' }, 'ends before'],
    [{ to: '2026-11-23T10:00:00.000Z', step: 7 }, '11000 points'],
  ])('that no server would take (%j) are not asked', async (part, words) => {
    const error = await portErrorOf(prometheus().range({ ...QUESTION, ...part }));
    expect([error.reason, error.message]).toEqual(['refused', expect.stringContaining(words)]);
    expect(server.requests).toHaveLength(0);
  });

  it('can be looked at by a person', () => {
    const baseUrl = `${server.url.replace('http://', 'http://ops:hunter2@')}/prom`;
    const link = new URL(prometheus({ baseUrl }).link({ ...QUESTION, query: 'a{b="c&d"} > 1' }));
    expect(`${link.origin}${link.pathname}`).toBe(`${server.url}/prom/graph`);
    expect(Object.fromEntries(link.searchParams)).toEqual({
      'g0.expr': 'a{b="c&d"} > 1',
      'g0.tab': '0',
      'g0.range_input': '120s',
      'g0.end_input': '2026-11-22 10:02:00',
    });
    expect(link.href).not.toContain('hunter2');
  });
});

describe('the expression of an alert', () => {
  it.each([false, true])(
    'is found, also where old servers ignore the name (%s)',
    async (ignores) => {
      const old = await openPrometheus({ ignoresRuleNames: ignores });
      old.rule({ name: 'Other', expr: 'vector(1)' });
      old.rule({ name: 'ShopDown', expr: 'shop_up == 0' });
      const asked = prometheus({ baseUrl: old.url });
      const found = [await asked.ruleExpression('ShopDown'), await asked.ruleExpression('Nothing')];
      await old.close();
      expect(found).toEqual(['shop_up == 0', null]);
    },
  );
});

describe('a server that fails', () => {
  it.each([
    [faults.answers(503, { status: 'error', errorType: 'timeout', error: 'too slow' }), 'timeout'],
    [faults.answers(200, { status: 'error', errorType: 'bad_data', error: 'no' }), 'refused'],
    [faults.answers(503, 'Service Unavailable'), 'unavailable'],
    [faults.answers(401, 'Unauthorized'), 'auth'],
    [
      faults.answers(429, { status: 'error', errorType: 'bad_data', error: 'tenant' }),
      'rate-limited',
    ],
    [faults.badGateway(), 'unavailable'],
    [faults.loginPage(), 'malformed'],
    [faults.breakOff(), 'unavailable'],
    [faults.flood(50_000_000), 'malformed'],
    [faults.gzipBomb(50_000_000), 'malformed'],
    [faults.redirect('https://sso.example/login'), 'refused'],
  ] as const)('is told with its reason (%#)', async (fault, reason) => {
    server.fail(fault);
    const error = await portErrorOf(prometheus({ timeoutMs: 3000 }).range(QUESTION));
    expect(error.reason).toBe(reason);
  });

  it.each([
    ['hangs', faults.hang()],
    ['drips', faults.drip(20)],
  ])('is given up within the deadline when it %s', async (_, fault) => {
    server.fail(fault);
    const waited = waitWatch();
    const error = await portErrorOf(prometheus({ timeoutMs: 200 }).range(QUESTION));
    expect(error.reason).toBe('timeout');
    expect(waited()).toBeLessThan(1500);
  });

  it('never shows the credentials it was asked with', async () => {
    const headers = { Authorization: 'Bearer canary-77', 'X-Scope-OrgID': 'tenant-a' };
    const words = { status: 'error', errorType: 'bad_data', error: 'canary-77 is not welcome' };
    server.fail(faults.answers(400, words));
    const error = await portErrorOf(prometheus({ headers }).range(QUESTION));
    expect(server.requests[0]?.headers).toMatchObject({ 'x-scope-orgid': 'tenant-a' });
    expect(error.message).toContain('*** is not welcome');
    expect(`${error.stack}`).not.toContain('canary-77');
  });
});

describe('the breaker', () => {
  it('rests after three failures in a row, then tries one question and lets the rest follow', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T10:00:00Z') });
    const asked = prometheus();
    server.fail(faults.badGateway(), { times: 4 });
    for (let n = 0; n < 3; n += 1) await portErrorOf(asked.range(QUESTION));
    const resting = await portErrorOf(asked.range(QUESTION));
    expect(resting.reason).toBe('unavailable');
    expect(resting.message).toContain('failed 3 times in a row');
    expect(server.requests).toHaveLength(3);

    vi.setSystemTime(Date.parse('2026-11-22T10:00:10Z'));
    const storm = [1, 2, 3, 4, 5].map(() => portErrorOf(asked.range(QUESTION)));
    await Promise.all(storm);
    expect(server.requests).toHaveLength(4);

    vi.setSystemTime(Date.parse('2026-11-22T10:00:20Z'));
    const answers = await Promise.all([asked.range(QUESTION), asked.range(QUESTION)]);
    expect(answers.map((answer) => answer.series.length)).toEqual([1, 1]);
    expect(server.requests).toHaveLength(6);
  });

  it('does not mind questions that are refused', async () => {
    const asked = prometheus();
    for (let n = 0; n < 5; n += 1) await portErrorOf(asked.instant('shop_up{', QUESTION.from));
    expect(await asked.instant('shop_up', QUESTION.from)).toMatchObject({ truncated: false });
  });
});
