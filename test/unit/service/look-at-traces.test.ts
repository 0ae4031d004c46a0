/** The look at an alert's traces, from its labels to one piece of evidence, on servers that answer like Tempo and Jaeger. */
import { afterEach, describe, expect, it } from 'vitest';
import { createJaeger } from '../../../src/adapters/jaeger.ts';
import { createTempo } from '../../../src/adapters/tempo.ts';
import type { Traces } from '../../../src/ports/traces.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { openJaeger } from '../../../src/sandbox/jaeger.ts';
import type { Loopback } from '../../../src/sandbox/loopback.ts';
import { openTempo } from '../../../src/sandbox/tempo.ts';
import type { SandboxSpan } from '../../../src/sandbox/trace-world.ts';
import { lookAtTraces } from '../../../src/service/look-at-traces.ts';
import { looking, OCCASION } from './looking.ts';

let opened: { close(): void | Promise<void> }[] = [];

afterEach(async () => {
  for (const one of opened) await one.close();
  opened = [];
});

type Store = Loopback & { add(...spans: readonly SandboxSpan[]): void };

async function given(source: 'tempo' | 'jaeger'): Promise<{ server: Store; traces: Traces }> {
  const server: Store = await (source === 'tempo' ? openTempo() : openJaeger());
  const options = { baseUrl: server.url, timeoutMs: 1000 };
  const traces = source === 'tempo' ? createTempo(options) : createJaeger(options);
  opened.push(traces, server);
  return { server, traces };
}

/** A sale of the till, which asks the ledger. */
function sale(n: number, at: string, bookMs: number, error?: string): readonly SandboxSpan[] {
  const traceId = n.toString(16).padStart(32, '0');
  const id = (span: number) =>
    `${n.toString(16).padStart(8, '0')}${span.toString(16).padStart(8, '0')}`;
  const fails = error === undefined ? {} : { error };
  return [
    { traceId, id: id(1), service: 'till', name: 'sell', at, durationMs: bookMs + 10, ...fails },
    {
      traceId,
      id: id(2),
      parentId: id(1),
      service: 'ledger',
      name: 'book',
      at,
      durationMs: bookMs,
      ...fails,
    },
  ];
}

/** Twenty quick sales before, and since the onset three slow and two failing ones. */
function aMorning(server: Store): void {
  for (let n = 1; n <= 20; n += 1) server.add(...sale(n, '2026-11-22T09:30:00.000Z', 20 + n / 10));
  for (let n = 21; n <= 23; n += 1) server.add(...sale(n, '2026-11-22T10:04:00.000Z', 900));
  for (let n = 24; n <= 25; n += 1)
    server.add(...sale(n, '2026-11-22T10:05:00.000Z', 15, 'disk full'));
}

describe.each(['tempo', 'jaeger'] as const)('the traces of an alert, in %s', (source) => {
  it('say who fails and who is slow by itself', async () => {
    const { server, traces } = await given(source);
    aMorning(server);
    const { parts, counted } = looking();
    const found = await lookAtTraces(parts, traces, OCCASION);
    expect(found?.draft).toMatchObject({
      source,
      outcome: 'answered',
      title: 'Traces behind SalesFail',
    });
    expect(found?.draft.summary.replace(/21\.\d ms/, '21 ms')).toBe(
      'Failing traces of “till”: 0 before the onset, 2 since. ' +
        'In 2 of 2 failing traces the first to fail is “ledger” in “book”: “disk full”. ' +
        'What takes longer is “ledger” in “book” itself: 900 ms, usually 21 ms; 100 % of the delay.',
    );
    expect(new Set(counted)).toEqual(new Set([`${source} ok`]));
  });

  it('hold those that exemplars lead to', async () => {
    const { server, traces } = await given(source);
    aMorning(server);
    server.add(...sale(255, '2026-11-22T10:06:00.000Z', 40));
    const found = await lookAtTraces(looking().parts, traces, OCCASION, ['ff'.padStart(32, '0')]);
    expect(found?.answer).toMatchObject({
      opened: { slow: expect.arrayContaining(['ff'.padStart(32, '0')]) },
    });
  });

  it('that are unknown are empty, under each name that the service may have', async () => {
    const { server, traces } = await given(source);
    const alerts = [{ service: 'till', job: 'shop/till-http' }];
    const found = await lookAtTraces(looking().parts, traces, { ...OCCASION, alerts });
    expect(found?.draft).toMatchObject({
      outcome: 'empty',
      summary: 'No traces of “till-http” were found.',
    });
    expect(server.requests).toHaveLength(12);
  });

  it('are not asked for where the alerts name no service', async () => {
    const { server, traces } = await given(source);
    const alerts = [{ alertname: 'X' }];
    expect(await lookAtTraces(looking().parts, traces, { ...OCCASION, alerts })).toBeNull();
    expect(server.requests).toHaveLength(0);
  });

  it('that cannot be had are a hole that is shown', async () => {
    const { server, traces } = await given(source);
    server.fail(faults.badGateway(), { times: 9 });
    const found = await lookAtTraces(looking().parts, traces, OCCASION);
    const name = source === 'tempo' ? 'Tempo' : 'Jaeger';
    expect(found?.draft.outcome).toBe('unavailable');
    expect(found?.draft.summary).toMatch(new RegExp(`^${name} at .* failed \\(502\\)$`));
  });

  it('that are found, but cannot be opened, are a hole too', async () => {
    const { server, traces } = await given(source);
    aMorning(server);
    server.fail(faults.answers(500, 'broken'), {
      times: 99,
      when: ({ path }) => /traces\/[0-9a-f]{32}$/.test(path),
    });
    const found = await lookAtTraces(looking().parts, traces, OCCASION);
    expect(found?.draft.summary).toContain('none of them could be opened');
  });
});
