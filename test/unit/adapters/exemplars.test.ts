/** Exemplars: from a metric to single traces, asked of a server that answers like Prometheus. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPrometheus } from '../../../src/adapters/prometheus.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { openPrometheus, type PrometheusSandbox } from '../../../src/sandbox/prometheus.ts';
import { portErrorOf } from './port-error-of.ts';

const FROM = '2026-11-22T10:00:00.000Z';
const TO = '2026-11-22T10:05:00.000Z';
const EXPRESSION = 'histogram_quantile(0.9, sum by (le) (rate(sale_seconds_bucket[5m]))) > 1';

let server: PrometheusSandbox;
let prometheus: ReturnType<typeof createPrometheus>;

beforeEach(async () => {
  server = await openPrometheus();
  prometheus = createPrometheus({ baseUrl: server.url, timeoutMs: 400 });
  const series = { __name__: 'sale_seconds_bucket', le: '2.5', job: 'till' };
  const at = (second: number) => 1795341600 + second;
  server.exemplar({ series, labels: { trace_id: 'ABC1' }, value: 1.5, epochSeconds: at(10.5) });
  server.exemplar({ series, labels: { traceID: 'f'.repeat(32) }, value: 2, epochSeconds: at(20) });
  server.exemplar({ series, labels: { user: 'none' }, value: 3, epochSeconds: at(30) });
  server.exemplar({ series, labels: { trace_id: '../admin' }, value: 4, epochSeconds: at(40) });
  server.exemplar({ series, labels: { trace_id: 'abc2' }, value: 5, epochSeconds: at(999) });
});

afterEach(async () => {
  prometheus.close();
  await server.close();
});

describe('exemplars', () => {
  it('are those in the window that name a trace', async () => {
    expect(await prometheus.exemplars(EXPRESSION, FROM, TO)).toEqual([
      {
        labels: { __name__: 'sale_seconds_bucket', le: '2.5', job: 'till' },
        traceId: '0000000000000000000000000000abc1',
        at: '2026-11-22T10:00:10.500Z',
        value: 1.5,
      },
      expect.objectContaining({ traceId: 'f'.repeat(32), value: 2 }),
    ]);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/api/v1/query_exemplars',
      body: { query: EXPRESSION, start: '1795341600', end: '1795341900' },
    });
  });

  it.each([
    faults.answers(404, '404 page not found'),
    faults.answers(200, { status: 'success', data: [] }),
    faults.answers(200, { status: 'success', data: null }),
  ])('are none where the server keeps none (%#)', async (fault) => {
    server.fail(fault);
    expect(await prometheus.exemplars(EXPRESSION, FROM, TO)).toEqual([]);
  });

  it.each([
    [faults.answers(200, { status: 'success', data: {} }), 'malformed'],
    [
      faults.answers(200, { status: 'success', data: [{ seriesLabels: {}, exemplars: [1] }] }),
      'malformed',
    ],
    [faults.answers(400, { status: 'error', errorType: 'bad_data', error: 'no' }), 'refused'],
    [faults.loginPage(), 'malformed'],
  ])('that cannot be had are told with the reason (%#)', async (fault, reason) => {
    server.fail(fault);
    const error = await portErrorOf(prometheus.exemplars(EXPRESSION, FROM, TO));
    expect(error.reason).toBe(reason);
  });
});
