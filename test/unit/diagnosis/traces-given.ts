/** Traces of a shop, for the tests of what they say: the front asks the till, which asks the ledger and its disk. */
import type { TraceScene } from '../../../src/diagnosis/trace-change.ts';
import type { FoundTraces, Span, Trace } from '../../../src/ports/traces.ts';
import { BASELINE, INCIDENT } from './logs-given.ts';

export function span(id: string, part: Partial<Span> = {}): Span {
  return {
    id: id.padStart(16, '0'),
    parentId: null,
    service: 'till',
    operation: 'sell',
    kind: 'server',
    startMs: 0,
    durationMs: 10,
    failed: false,
    message: '',
    attributes: {},
    ...part,
  };
}

export interface Sale {
  /** What the ledger takes by itself. Default 20. */
  readonly bookMs?: number;
  /** Set: the ledger fails with these words, and all above it. */
  readonly error?: string;
}

export function sale(n: number, { bookMs = 20, error }: Sale = {}): Trace {
  const parent = (id: string) => ({ parentId: id.padStart(16, '0') });
  const failed = error !== undefined;
  const spans = [
    span('a', { service: 'front', operation: 'GET /', durationMs: bookMs + 40, failed }),
    span('b', { ...parent('a'), startMs: 5, durationMs: bookMs + 20, failed, message: 'oops' }),
    span('c', {
      ...parent('b'),
      kind: 'client',
      operation: 'call',
      startMs: 10,
      durationMs: bookMs,
      failed,
    }),
    span('d', {
      ...parent('c'),
      service: 'ledger',
      operation: 'book',
      startMs: 10,
      durationMs: bookMs,
      failed,
      message: error ?? '',
    }),
  ];
  return { id: n.toString(16).padStart(32, '0'), spans, partial: false };
}

export function found(...durations: readonly number[]): FoundTraces {
  const traces = durations.map((durationMs, n) => ({
    id: (n + 1).toString(16).padStart(32, '0'),
    startedAt: new Date(Date.parse('2026-11-22T10:01:00Z') + n * 1000).toISOString(),
    durationMs,
  }));
  return { traces: traces.sort((a, b) => b.durationMs - a.durationMs), truncated: false };
}

export function traceScene(part: Partial<TraceScene>): TraceScene {
  return {
    service: 'till',
    baseline: BASELINE,
    incident: INCIDENT,
    usual: [],
    failing: [],
    slow: [],
    failingBefore: null,
    failingSince: null,
    ...part,
  };
}
