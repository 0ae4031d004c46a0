/** The sandbox's Tempo and Jaeger answer like the real ones. */
import { afterEach, describe, expect, it } from 'vitest';
import { openJaeger } from '../../../src/sandbox/jaeger.ts';
import { openTempo } from '../../../src/sandbox/tempo.ts';

const SPAN = {
  traceId: '0000000000000000000000000000a1b2',
  id: '00000000000000c3',
  service: 'till',
  name: 'sell',
  at: '2026-11-22T10:00:00.000Z',
  durationMs: 250,
};

let opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of opened) await one.close();
  opened = [];
});

async function tempo(path: string, query: Record<string, string> = {}) {
  const server = await openTempo();
  server.add(SPAN);
  opened.push(server);
  const response = await fetch(`${server.url}${path}?${new URLSearchParams(query)}`);
  return { status: response.status, text: await response.text() };
}

const TIMES = { start: '1795341600', end: '1795341700' };

describe('Tempo', () => {
  it.each([
    ['{}', 'invalid TraceQL query: parse error at line 1, col 2'],
    ['{ resource.service.name = till }', 'unexpected IDENTIFIER'],
    ['{ resource.service.name = "till" && ', 'unexpected $end'],
    ['{ resource.service.name = "till" } || { status = error }', 'unexpected IDENTIFIER'],
    ['status = error', 'col 1'],
  ])('refuses %s in plain text', async (q, words) => {
    const { status, text } = await tempo('/api/search', { q, ...TIMES });
    expect([status, text]).toEqual([400, expect.stringContaining(words)]);
  });

  it('finds traces by their spans, with ids that lost their zeros', async () => {
    const q = '{ resource.service.name = "till" && duration > 249ms && duration >= 250ms }';
    const { text } = await tempo('/api/search', { q, ...TIMES });
    expect(JSON.parse(text).traces).toMatchObject([{ traceID: 'a1b2', durationMs: 250 }]);
  });

  it('refuses a window that is the wrong way round', async () => {
    const { status, text } = await tempo('/api/search', {
      q: '{ status = error }',
      start: '2',
      end: '1',
    });
    expect([status, text]).toEqual([400, expect.stringContaining('start must be before end')]);
  });

  it('has an empty trace, or a 404 without a body, for one that is missing', async () => {
    expect(await tempo('/api/v2/traces/ff')).toEqual({ status: 200, text: '{"trace":{}}' });
    expect(await tempo('/api/traces/ff')).toEqual({ status: 404, text: '' });
    expect((await tempo('/api/v2/traces/xyz')).status).toBe(400);
  });

  it('writes ids in base64', async () => {
    const { text } = await tempo('/api/v2/traces/a1b2');
    const span = JSON.parse(text).trace.resourceSpans[0].scopeSpans[0].spans[0];
    expect(span).toMatchObject({ spanId: 'AAAAAAAAAMM=', kind: 'SPAN_KIND_SERVER' });
  });
});

async function jaeger(path: string, speaks: 'third' | 'legacy' | 'legacy-and-page') {
  const server = await openJaeger({ speaks });
  server.add(SPAN);
  opened.push(server);
  const response = await fetch(`${server.url}${path}`);
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, text: await response.text() };
}

describe('Jaeger', () => {
  const between =
    'query.start_time_min=2026-11-22T09:00:00Z&query.start_time_max=2026-11-22T11:00:00Z';

  it('writes ids in hex and kinds as numbers in its third dialect', async () => {
    const { text } = await jaeger(`/api/v3/traces?query.service_name=till&${between}`, 'third');
    const span = JSON.parse(text).result.resourceSpans[0].scopeSpans[0].spans[0];
    expect(span).toMatchObject({ traceId: SPAN.traceId, spanId: SPAN.id, kind: 2 });
  });

  it('says 404 in JSON that calls itself text where nothing is found', async () => {
    const answer = await jaeger(`/api/v3/traces?query.service_name=x&${between}`, 'third');
    expect([answer.status, answer.type]).toEqual([404, 'text/plain; charset=utf-8']);
    expect(JSON.parse(answer.text)).toEqual({
      error: { httpCode: 404, message: 'No traces found' },
    });
    expect((await jaeger('/api/v3/traces?query.service_name=x', 'third')).status).toBe(400);
  });

  it('has no legacy search in new versions, and its page for everything in old ones', async () => {
    expect((await jaeger('/api/traces?service=till', 'third')).status).toBe(404);
    expect((await jaeger('/api/v3/traces', 'legacy')).status).toBe(404);
    expect((await jaeger('/api/v3/traces', 'legacy-and-page')).type).toBe('text/html');
    expect((await jaeger('/api/traces', 'legacy')).status).toBe(400);
  });
});
