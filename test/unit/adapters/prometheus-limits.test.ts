/** What the Prometheus adapter wants and keeps of an answer, and which metrics there are. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPrometheus } from '../../../src/adapters/prometheus.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { openPrometheus, type PrometheusSandbox } from '../../../src/sandbox/prometheus.ts';
import { portErrorOf } from './port-error-of.ts';

let server: PrometheusSandbox;
let prometheus: ReturnType<typeof createPrometheus>;

beforeEach(async () => {
  server = await openPrometheus();
  prometheus = createPrometheus({ baseUrl: server.url, timeoutMs: 2000 });
});

afterEach(async () => {
  prometheus.close();
  await server.close();
});

const AT = '2026-11-22T10:00:00.000Z';
const QUESTION = { query: 'many', from: AT, to: '2026-11-22T10:01:00.000Z', step: 30 };

function many(count: number) {
  for (let at = 0; at < count; at += 1) server.set('many', { at: String(at) }, () => at);
}

describe('an answer of many series', () => {
  it('is kept as far as the question wants it, and says that it was cut', async () => {
    many(120);
    const usual = await prometheus.range(QUESTION);
    expect([usual.series.length, usual.truncated]).toEqual([50, true]);
    const wide = await prometheus.range({ ...QUESTION, mostSeries: 200 });
    expect([wide.series.length, wide.truncated]).toEqual([120, false]);
    const moment = await prometheus.instant('many', AT, 100);
    expect([moment.series.length, moment.truncated]).toEqual([100, true]);
    expect(server.requests.map(({ body }) => (body as { limit: string }).limit)).toEqual([
      '51',
      '201',
      '101',
    ]);
  });

  it('is never kept beyond 5,000, whatever somebody wants', async () => {
    many(5100);
    const answer = await prometheus.instant('many', AT, 1_000_000);
    expect([answer.series.length, answer.truncated]).toEqual([5000, true]);
  });
});

describe('which metrics there are', () => {
  it('is asked for by name, and only those are said', async () => {
    server.set('up', {}, () => 1);
    server.set('other', {}, () => 1);
    expect(await prometheus.metricNames(['up', 'down', 'Not a name"'], QUESTION)).toEqual(
      new Set(['up']),
    );
    expect(server.requests[0]?.query.getAll('match[]')).toEqual(['{__name__=~"up|down"}']);
    expect(server.requests[0]?.query.get('start')).toBe('1795341600');
  });

  it('is asked in parts, and not at all about nothing', async () => {
    const names = Array.from({ length: 120 }, (_, at) => `metric_${at}`);
    server.set('metric_119', {}, () => 1);
    expect(await prometheus.metricNames(names, QUESTION)).toEqual(new Set(['metric_119']));
    expect(server.requests).toHaveLength(3);
    expect(await prometheus.metricNames([], QUESTION)).toEqual(new Set());
    expect(server.requests).toHaveLength(3);
  });

  it('believes an old server that lists everything only in what was asked', async () => {
    server.fail(faults.answers(200, { status: 'success', data: ['up', 'x', 'y'] }));
    expect(await prometheus.metricNames(['up', 'down'], QUESTION)).toEqual(new Set(['up']));
  });

  it('is malformed when it is no list', async () => {
    server.fail(faults.answers(200, { status: 'success', data: { up: 1 } }));
    const error = await portErrorOf(prometheus.metricNames(['up'], QUESTION));
    expect(error.reason).toBe('malformed');
  });
});
