/** The Tempo adapter against a server that answers like Tempo, and then does not. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTempo, type TempoOptions } from '../../../src/adapters/tempo.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { openLoopback } from '../../../src/sandbox/loopback.ts';
import { openTempo, type TempoSandbox } from '../../../src/sandbox/tempo.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { BROKEN, BROKEN_SPANS, FINE, FINE_SPANS, OF_TILL, WHOLE } from './a-trace.ts';
import { portErrorOf } from './port-error-of.ts';
import { SLOW_FAULTS, SOURCE_FAULTS } from './source-faults.ts';

let server: TempoSandbox;
let opened: { close(): void }[];

beforeEach(async () => {
  server = await openTempo();
  server.add(...FINE_SPANS, ...BROKEN_SPANS);
  opened = [];
});

afterEach(async () => {
  for (const one of opened) one.close();
  await server.close();
});

function tempo(options: Partial<TempoOptions> = {}) {
  const made = createTempo({ baseUrl: server.url, timeoutMs: 400, ...options });
  opened.push(made);
  return made;
}

describe('a search', () => {
  it('gives the traces, the longest first, with whole ids', async () => {
    expect(await tempo().search(OF_TILL)).toEqual({
      traces: [
        { id: BROKEN, startedAt: '2026-11-22T10:02:00.000Z', durationMs: 500 },
        { id: FINE, startedAt: '2026-11-22T10:01:00.000Z', durationMs: 0 },
      ],
      truncated: false,
    });
    expect(server.requests[0]?.path).toBe('/api/search');
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({
      q: '{ resource.service.name = "till" }',
      start: '1795341600',
      end: '1795341900',
      limit: '20',
      spss: '1',
    });
  });

  it.each([
    [{ kind: 'failing' } as const, [BROKEN]],
    [{ kind: 'slow', atLeastMs: 499.6 } as const, [BROKEN]],
    [{ kind: 'slow', atLeastMs: 501 } as const, []],
    [{ kind: 'slow', atLeastMs: -1 } as const, [BROKEN, FINE]],
  ])('finds only what was asked for (%j)', async (which, ids) => {
    const { traces } = await tempo().search({ ...OF_TILL, which });
    expect(traces.map(({ id }) => id)).toEqual(ids);
  });

  it('says when there may be more', async () => {
    expect((await tempo().search({ ...OF_TILL, limit: 1 })).truncated).toBe(true);
  });

  it('finds nothing in another window, or where the server leaves out its empty list', async () => {
    const day = { from: '2026-11-21T10:00:00.000Z', to: '2026-11-21T11:00:00.000Z' };
    expect((await tempo().search({ ...OF_TILL, ...day })).traces).toEqual([]);
    server.fail(faults.answers(200, { metrics: { totalJobs: 3 } }));
    expect((await tempo().search(OF_TILL)).traces).toEqual([]);
  });

  it('is refused in the server’s own words', async () => {
    const error = await portErrorOf(
      tempo().search({ ...OF_TILL, from: '2026-11-01T10:00:00.000Z' }),
    );
    expect([error.reason, error.message]).toEqual([
      'refused',
      expect.stringContaining('exceeds 168h0m0s'),
    ]);
  });

  it.each([
    { limit: 0 },
    { limit: 201 },
    { to: OF_TILL.from },
    { which: { kind: 'slow', atLeastMs: Number.NaN } as const },
  ])('that no server would take is not made (%j)', async (part) => {
    expect((await portErrorOf(tempo().search({ ...OF_TILL, ...part }))).reason).toBe('refused');
    expect(server.requests).toHaveLength(0);
  });

  it('with a service of any name asks for exactly that', async () => {
    const hostile = fc.oneof(
      fc.constantFrom('x"} or vector(1) or up{a="', '" || true || "', 'a\\', '\0', '\uDBFF', '\n'),
      fc.string({ minLength: 1, unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (service) => {
        const name = service.replace(/\p{Surrogate}/gu, '\uFFFD');
        const only = await openTempo();
        only.add(
          ...FINE_SPANS.map((span) => ({ ...span, service: name })),
          ...BROKEN_SPANS.map((span) => ({ ...span, service: `${name}2` })),
        );
        const near = tempo({ baseUrl: only.url, timeoutMs: 3000 });
        const { traces } = await near.search({ ...OF_TILL, service });
        await only.close();
        expect(traces.map(({ id }) => id)).toEqual([FINE]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a trace', () => {
  it.each([true, false])('comes back whole (second version of the API: %s)', async (second) => {
    const one = await openTempo({ hasSecondVersion: second });
    one.add(...BROKEN_SPANS);
    const near = tempo({ baseUrl: one.url });
    const found = [
      await near.trace(BROKEN),
      await near.trace('BADC0FFEE000001'),
      await near.trace('ab'),
    ];
    await one.close();
    expect(found).toEqual([WHOLE, WHOLE, null]);
  });

  it('is said to be partial where the server says so', async () => {
    const span = { traceId: BROKEN, spanId: '00000000000000a1', startTimeUnixNano: 5e15 };
    const resourceSpans = [{ instrumentationLibrarySpans: [{ spans: [span] }] }];
    server.fail(
      faults.answers(200, { trace: { resourceSpans }, status: 'PARTIAL', message: 'big' }),
    );
    expect(await tempo().trace(BROKEN)).toMatchObject({
      partial: true,
      spans: [
        { id: '00000000000000a1', service: 'unknown service', operation: 'unnamed', startMs: 5e9 },
      ],
    });
  });

  it('of ten thousand spans is cut, and says so', async () => {
    const spans = Array.from({ length: 10_000 }, (_, n) => ({
      traceId: BROKEN,
      spanId: (n + 1).toString(16).padStart(16, '0'),
    }));
    const trace = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
    server.fail(faults.answers(200, { trace }));
    const found = await tempo({ timeoutMs: 5000 }).trace(BROKEN);
    expect([found?.spans.length, found?.partial]).toEqual([5000, true]);
  });

  it('at a time that no calendar has is not believed', async () => {
    const spans = [{ traceId: BROKEN, spanId: '00000000000000a1', startTimeUnixNano: 1e300 }];
    server.fail(faults.answers(200, { trace: { resourceSpans: [{ scopeSpans: [{ spans }] }] } }));
    expect((await portErrorOf(tempo().trace(BROKEN))).reason).toBe('malformed');
  });

  it.each(['', '../../-/reload', 'zz', `${BROKEN}0`, 'a b'])('%j is no id', async (id) => {
    expect((await portErrorOf(tempo().trace(id))).reason).toBe('refused');
    expect(server.requests).toHaveLength(0);
  });

  it.each(['xyz', 'AAAA', '', 'a'.repeat(15)])(
    'with a span of id %j is not believed',
    async (spanId) => {
      const spans = [{ traceId: BROKEN, spanId }];
      server.fail(faults.answers(200, { trace: { resourceSpans: [{ scopeSpans: [{ spans }] }] } }));
      expect((await portErrorOf(tempo().trace(BROKEN))).reason).toBe('malformed');
    },
  );
});

describe('a server that fails', () => {
  it.each(SOURCE_FAULTS)('is told with its reason: %s', async (_, fault, reason) => {
    server.fail(fault, { times: 4 });
    const asked = tempo({ timeoutMs: 5000, maxBytes: 1_000_000 });
    expect((await portErrorOf(asked.search(OF_TILL))).reason).toBe(reason);
    expect((await portErrorOf(asked.trace(FINE))).reason).toBe(reason);
  });

  it.each(SLOW_FAULTS)('is given up within the deadline when it %s', async (_, fault) => {
    server.fail(fault);
    const waited = waitWatch();
    const error = await portErrorOf(tempo({ timeoutMs: 200 }).search(OF_TILL));
    expect(error.reason).toBe('timeout');
    expect(waited()).toBeLessThan(1500);
  });

  it('is left alone after three failures', async () => {
    server.fail(faults.badGateway(), { times: 3 });
    const asked = tempo();
    for (let n = 0; n < 3; n += 1) await portErrorOf(asked.search(OF_TILL));
    expect((await portErrorOf(asked.trace(FINE))).message).toContain('failed 3 times in a row');
    expect(server.requests).toHaveLength(3);
  });
});

describe('the tenant and our credentials', () => {
  it('are sent with every question, and never shown or carried to another host', async () => {
    const strict = await openTempo({ asksForTenant: true, prefix: '/traces' });
    const stranger = await openLoopback(() => ({ status: 200, body: { traces: [] } }));
    const headers = { 'X-Scope-OrgID': 'team-a', Authorization: 'Bearer canary-73' };
    const turnedAway = await portErrorOf(tempo({ baseUrl: strict.url }).search(OF_TILL));
    expect(turnedAway.reason).toBe('auth');
    const asked = tempo({ baseUrl: strict.url, headers });
    expect((await asked.search(OF_TILL)).traces).toEqual([]);
    strict.fail(faults.answers(400, 'canary-73 is not welcome'));
    strict.fail(faults.redirect(`${stranger.url}/api/search`, 308));
    expect((await portErrorOf(asked.search(OF_TILL))).message).toContain('*** is not welcome');
    expect((await portErrorOf(asked.search(OF_TILL))).message).toContain('redirects to');
    expect(stranger.requests).toHaveLength(0);
    await Promise.all([strict.close(), stranger.close()]);
  });
});
