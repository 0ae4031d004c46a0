/** The Jaeger adapter against servers that answer like Jaeger of all ages, and then do not. */
import { afterEach, describe, expect, it } from 'vitest';
import { createJaeger, type JaegerOptions } from '../../../src/adapters/jaeger.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import {
  type JaegerSandbox,
  type JaegerSandboxOptions,
  openJaeger,
} from '../../../src/sandbox/jaeger.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { BROKEN, BROKEN_SPANS, FINE, FINE_SPANS, OF_TILL, WHOLE } from './a-trace.ts';
import { portErrorOf } from './port-error-of.ts';
import { SLOW_FAULTS, SOURCE_FAULTS } from './source-faults.ts';

let opened: { close(): void | Promise<void> }[] = [];

afterEach(async () => {
  for (const one of opened) await one.close();
  opened = [];
});

async function given(options: JaegerSandboxOptions = {}): Promise<JaegerSandbox> {
  const server = await openJaeger(options);
  server.add(...FINE_SPANS, ...BROKEN_SPANS);
  opened.push(server);
  return server;
}

function jaeger(server: JaegerSandbox, options: Partial<JaegerOptions> = {}) {
  const made = createJaeger({ baseUrl: server.url, timeoutMs: 400, ...options });
  opened.unshift(made);
  return made;
}

const AGES = ['third', 'legacy', 'legacy-and-page'] as const;

describe.each(AGES)('a server that speaks: %s', (speaks) => {
  it.each([
    [{ kind: 'any' } as const, [BROKEN, FINE]],
    [{ kind: 'failing' } as const, [BROKEN]],
    [{ kind: 'slow', atLeastMs: 499.6 } as const, [BROKEN]],
    [{ kind: 'slow', atLeastMs: 501 } as const, []],
  ])('finds what was asked for, the longest first (%j)', async (which, ids) => {
    const server = await given({ speaks, prefix: '/jaeger' });
    const { traces, truncated } = await jaeger(server).search({ ...OF_TILL, which });
    expect(traces.map(({ id }) => id)).toEqual(ids);
    expect(truncated).toBe(false);
  });

  it('gives a trace whole', async () => {
    const asked = jaeger(await given({ speaks }));
    const found = await asked.trace('BADC0FFEE000001');
    const said = [{ 'span.kind': 'server', error: 'true' }, { 'span.kind': 'client' }, {}];
    expect(found?.spans.map((span) => ({ ...span, attributes: {} }))).toEqual(
      WHOLE.spans.map((span) => ({
        ...span,
        attributes: {},
        message: span.message.replace(': no connection to disk', ''),
      })),
    );
    for (const [n, tags] of said.entries()) expect(found?.spans[n]?.attributes).toMatchObject(tags);
    expect(await asked.trace('ab')).toBeNull();
  });

  it('takes the name of a service as it is', async () => {
    const server = await openJaeger({ speaks });
    opened.push(server);
    const service = 'x"} or vector(1) or up{a="&service=till';
    server.add(...FINE_SPANS.map((span) => ({ ...span, service })), ...BROKEN_SPANS);
    const { traces } = await jaeger(server).search({ ...OF_TILL, service });
    expect(traces.map(({ id }) => id)).toEqual([FINE]);
  });
});

describe('a search', () => {
  it('is made in the old dialect from then on where the new one is not spoken', async () => {
    const server = await given({ speaks: 'legacy' });
    const asked = jaeger(server);
    await asked.search(OF_TILL);
    await asked.search(OF_TILL);
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/api/v3/traces',
      '/api/traces',
      '/api/traces',
    ]);
    expect(Object.fromEntries(server.requests[1]?.query ?? [])).toEqual({
      service: 'till',
      start: '1795341600000000',
      end: '1795341900000000',
      limit: '20',
    });
  });

  it('asks the new dialect with names that old servers know, too', async () => {
    const server = await given();
    await jaeger(server).search({ ...OF_TILL, which: { kind: 'failing' } });
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toMatchObject({
      'query.service_name': 'till',
      'query.start_time_min': OF_TILL.from,
      'query.start_time_max': OF_TILL.to,
      'query.attributes': '{"error":"true"}',
    });
  });

  it('believes no server that ignores what it was asked for', async () => {
    const server = await given();
    const all = await fetch(
      `${server.url}/api/v3/traces?${new URLSearchParams({
        'query.service_name': 'till',
        'query.start_time_min': OF_TILL.from,
        'query.start_time_max': OF_TILL.to,
      })}`,
    );
    server.fail(faults.answers(200, await all.json()));
    const { traces } = await jaeger(server).search({ ...OF_TILL, which: { kind: 'failing' } });
    expect(traces.map(({ id }) => id)).toEqual([BROKEN]);
  });
});

describe('a time that no calendar has', () => {
  it('is not believed in the new dialect', async () => {
    const server = await given();
    const service = { key: 'service.name', value: { stringValue: 'till' } };
    const spans = [{ traceId: FINE, spanId: 'c1'.repeat(8), startTimeUnixNano: 1e300 }];
    const resourceSpans = [{ resource: { attributes: [service] }, scopeSpans: [{ spans }] }];
    server.fail(faults.answers(200, { result: { resourceSpans } }));
    expect((await portErrorOf(jaeger(server).search(OF_TILL))).reason).toBe('malformed');
  });

  it.each([{ startTime: 1e300 }, { startTime: -1e300 }, { duration: 1e300 }])(
    'is not believed in the old one (%j)',
    async (odd) => {
      const server = await given({ speaks: 'legacy' });
      const span = { spanID: 'c1', operationName: 'GET /price', startTime: 1, duration: 1, ...odd };
      const spans = [{ ...span, processID: 'p1' }];
      const processes = { p1: { serviceName: 'till' } };
      server.fail(faults.answers(404, '404 page not found'));
      server.fail(faults.answers(200, { data: [{ traceID: FINE, spans, processes }] }));
      expect((await portErrorOf(jaeger(server).search(OF_TILL))).reason).toBe('malformed');
    },
  );
});

describe('a server that fails', () => {
  it.each(SOURCE_FAULTS)('is told with its reason: %s', async (_, fault, reason) => {
    const server = await given();
    server.fail(fault, { times: 4 });
    const asked = jaeger(server, { timeoutMs: 5000, maxBytes: 1_000_000 });
    expect((await portErrorOf(asked.search(OF_TILL))).reason).toBe(reason);
    expect((await portErrorOf(asked.trace(FINE))).reason).toBe(reason);
  });

  it.each(SLOW_FAULTS)('is given up within the deadline when it %s', async (_, fault) => {
    const server = await given();
    server.fail(fault);
    const waited = waitWatch();
    const error = await portErrorOf(jaeger(server, { timeoutMs: 200 }).search(OF_TILL));
    expect(error.reason).toBe('timeout');
    expect(waited()).toBeLessThan(1500);
  });

  it('is told in its own words, without our credentials', async () => {
    const server = await given();
    const body = JSON.stringify({ error: { httpCode: 400, message: 'canary-74 is malformed' } });
    server.fail(faults.answers(400, body));
    const headers = { Authorization: 'Bearer canary-74' };
    const error = await portErrorOf(jaeger(server, { headers }).search(OF_TILL));
    expect([error.reason, error.message]).toEqual([
      'refused',
      expect.stringContaining('*** is malformed'),
    ]);
  });

  it('at the wrong address is not taken for one without traces', async () => {
    const server = await given({ prefix: '/jaeger' });
    const lost = jaeger(server, { baseUrl: server.url.replace('/jaeger', '/elsewhere') });
    expect((await portErrorOf(lost.trace(FINE))).reason).toBe('refused');
    expect((await portErrorOf(lost.search(OF_TILL))).reason).toBe('refused');
  });
});
