/** The look beside the metrics: whose logs and traces are looked at, for how long, and where exemplars lead. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLoki } from '../../../src/adapters/loki.ts';
import { createPrometheus } from '../../../src/adapters/prometheus.ts';
import { createTempo } from '../../../src/adapters/tempo.ts';
import type { Subject } from '../../../src/diagnosis/subject.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { type LokiSandbox, openLoki } from '../../../src/sandbox/loki.ts';
import { openPrometheus, type PrometheusSandbox } from '../../../src/sandbox/prometheus.ts';
import { openTempo, type TempoSandbox } from '../../../src/sandbox/tempo.ts';
import type { Look } from '../../../src/service/look.ts';
import { lookAtLogs } from '../../../src/service/look-at-logs.ts';
import { lookAtTraces } from '../../../src/service/look-at-traces.ts';
import { type BesideParts, logsOf, tracesOf } from '../../../src/service/look-beside.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { looking, OCCASION } from './looking.ts';

let loki: LokiSandbox;
let tempo: TempoSandbox;
let prometheus: PrometheusSandbox;
let parts: BesideParts;
let closing: (() => void)[];

beforeEach(async () => {
  [loki, tempo, prometheus] = await Promise.all([openLoki(), openTempo(), openPrometheus()]);
  const timeoutMs = 2000;
  const logs = createLoki({ baseUrl: loki.url, timeoutMs });
  const traces = createTempo({ baseUrl: tempo.url, timeoutMs });
  const exemplars = createPrometheus({ baseUrl: prometheus.url, timeoutMs });
  parts = { ...looking().parts, logs, traces, exemplars };
  closing = [logs, traces, exemplars].map((one) => () => one.close());
});

afterEach(async () => {
  for (const close of closing) close();
  await Promise.all([loki.close(), tempo.close(), prometheus.close()]);
});

const { onset: startedAt, to } = OCCASION;

function subject(alertname: string, service: string | null, expression: string | null = null) {
  const labels: Record<string, string> = service === null ? {} : { service };
  return { alertname, expression, labels, service, packs: [], startsAt: startedAt };
}

function lookAt(subjects: readonly Subject[], alerts: Look['alerts'], lookback = 3600): Look {
  return { key: '', subjects, alerts, startedAt, to, lookback };
}

function aLine(app: string, line = 'level=error msg="no paper"', at = '2026-11-22T10:04:00Z') {
  loki.push({ app }, at, line);
}

function aTrace(id: string, service: string, at = '2026-11-22T10:04:00Z', durationMs = 900) {
  const ids = { traceId: id.padStart(32, '0'), id: id.padStart(16, '0') };
  tempo.add({ ...ids, service, name: 'sell', at, durationMs });
}

const queriesOf = ({ evidence }: { evidence: Awaited<ReturnType<typeof logsOf>>['evidence'] }) =>
  evidence.map(({ draft }) => draft.query);

describe('the logs that are looked at', () => {
  it('are those of each alert rule, where their services differ', async () => {
    aLine('till');
    aLine('ledger');
    const subjects = [subject('SalesFail', 'till'), subject('BooksLate', 'ledger')];
    const alerts = subjects.map(({ alertname, labels }) => ({ ...labels, alertname }));
    const found = await logsOf(parts, lookAt(subjects, alerts));
    expect(queriesOf(found)).toEqual([
      expect.stringContaining('{app="till"}'),
      expect.stringContaining('{app="ledger"}'),
    ]);
  });

  it('are looked at once where two rules are about one service', async () => {
    aLine('till');
    const subjects = [subject('SalesFail', 'till'), subject('SalesSlow', 'till')];
    const alerts = subjects.map(({ alertname, labels }) => ({ ...labels, alertname }));
    const found = await logsOf(parts, lookAt(subjects, alerts));
    expect(found.evidence).toHaveLength(1);
    expect(loki.requests.filter(({ path }) => path.endsWith('/labels'))).toHaveLength(1);
  });

  it('are those of the first alert where one rule fires for many services', async () => {
    aLine('till');
    const alerts = ['till', 'ledger', 'stock'].map((app) => ({ alertname: 'ErrorsHigh', app }));
    const found = await logsOf(parts, lookAt([subject('ErrorsHigh', null)], alerts));
    expect(queriesOf(found)).toEqual([expect.stringContaining('{app="till"}')]);
  });

  it('are found by the name that the rules have for the service', async () => {
    aLine('till');
    const alerts = [{ alertname: 'SalesFail', service: 'till-http-public' }];
    const found = await logsOf(parts, lookAt([subject('SalesFail', 'till')], alerts));
    expect(queriesOf(found)).toEqual([expect.stringContaining('{app="till"}')]);
  });

  it('are those of the namespace only where nothing says whose they are', async () => {
    loki.push({ namespace: 'shop', app: 'till' }, '2026-11-22T10:04:00Z', 'level=error x');
    const alerts = ['a', 'till'].map((app) => ({ alertname: 'X', namespace: 'shop', app }));
    const found = await logsOf(parts, lookAt([subject('X', null)], alerts));
    expect(queriesOf(found)).toEqual([expect.stringContaining('{namespace="shop"}')]);
  });

  it('reach farther back in a wider look', async () => {
    aLine('till');
    const wider = lookAt([subject('SalesFail', 'till')], [OCCASION.alerts[0] ?? {}], 4 * 3600);
    const [found] = (await logsOf(parts, wider)).evidence;
    expect(found?.draft.window.from).toBe('2026-11-22T05:57:30.000Z');
  });

  it('are nothing, and no hole, without a store', async () => {
    const look = lookAt([subject('SalesFail', 'till')], OCCASION.alerts);
    const without = { ...parts, logs: null, traces: null };
    expect(await logsOf(without, look)).toEqual({ evidence: [], holes: [] });
    expect(await tracesOf(without, look)).toEqual({ evidence: [], holes: [] });
  });
});

describe('many questions that are slow', () => {
  it('to a store of logs share the seconds', async () => {
    aLine('till');
    loki.fail(faults.hang(), { times: 9, when: () => loki.requests.length > 1 });
    const { logs } = parts;
    if (logs === null) throw new Error('there is one');
    const waited = waitWatch();
    const found = await lookAtLogs(parts, logs, OCCASION, 0.3);
    expect(waited()).toBeLessThan(1500);
    expect(found?.hole).toEqual({
      text: 'Loki did not answer everything within 0.3 s',
      mayPass: true,
    });
  });

  it('to a store of traces share the seconds, and what was opened counts', async () => {
    for (let n = 1; n <= 9; n += 1) aTrace(`${n}`, 'till', '2026-11-22T09:30:00Z', 20);
    aTrace('a1', 'till');
    aTrace('a2', 'till', '2026-11-22T10:05:00Z', 800);
    tempo.fail(faults.hang(), { times: 9, when: ({ path }) => path.endsWith('a1') });
    const { traces } = parts;
    if (traces === null) throw new Error('there is one');
    const waited = waitWatch();
    const alerts = [{ service: 'till' }];
    const found = await lookAtTraces(parts, traces, { ...OCCASION, alerts }, [], 0.8);
    expect(waited()).toBeLessThan(1900);
    expect(found?.draft.outcome).toBe('answered');
    expect(found?.answer).toMatchObject({ opened: { slow: ['a2'.padStart(32, '0')] } });
  });
});

describe('exemplars', () => {
  const EXPRESSION =
    'histogram_quantile(0.99, sum by (le) (rate(sale_seconds_bucket{service="till"}[5m]))) > 0.5';
  const series = { __name__: 'sale_seconds_bucket', service: 'till', le: '1' };
  const epochSeconds = Date.parse('2026-11-22T10:02:00Z') / 1000;
  const look = lookAt(
    [subject('SalesSlow', 'till', EXPRESSION)],
    [{ alertname: 'SalesSlow', service: 'till' }],
  );

  function anExemplar(id: string): void {
    const labels = { trace_id: id.padStart(32, '0') };
    prometheus.exemplar({ series, labels, value: 0.9, epochSeconds });
  }

  it('lead to their traces, and from those to the service as traces call it', async () => {
    anExemplar('ff');
    aTrace('ff', 'till-http', '2026-11-22T10:02:00Z');
    for (let n = 1; n <= 9; n += 1) aTrace(`${n}`, 'till-http', '2026-11-22T09:30:00Z', 20);
    const [found] = (await tracesOf(parts, look)).evidence;
    expect(found?.draft.summary).toBe(
      'What takes longer is “till-http” in “sell” itself: 900 ms, usually 20 ms; 100 % of the delay.',
    );
    expect(found?.answer).toMatchObject({ opened: { slow: ['ff'.padStart(32, '0')] } });
  });

  it('whose traces were never kept are no hole', async () => {
    anExemplar('ff');
    for (let n = 1; n <= 9; n += 1) aTrace(`${n}`, 'till', '2026-11-22T09:30:00Z', 20);
    const found = await tracesOf(parts, look);
    expect(found.holes).toEqual([]);
    expect(found.evidence[0]?.draft.outcome).toBe('answered');
  });

  it('that cannot be had cost nothing else', async () => {
    prometheus.fail(faults.loginPage(), { times: 9 });
    aTrace('a1', 'till');
    const found = await tracesOf(parts, look);
    expect(found.holes).toEqual([]);
    expect(found.evidence[0]?.draft.outcome).toBe('answered');
  });
});
