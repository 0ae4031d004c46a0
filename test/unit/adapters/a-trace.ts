/** Traces of a shop, for the tests of trace stores. */
import type { SandboxSpan } from '../../../src/sandbox/trace-world.ts';

export const BROKEN = '00000000000000000badc0ffee000001';
export const FINE = 'f1'.repeat(16);

/** The till asks the ledger, which fails after 400 ms; half of its ids end in zeros. */
export const BROKEN_SPANS: readonly SandboxSpan[] = [
  {
    traceId: BROKEN,
    id: '00000000000000a1',
    service: 'till',
    name: 'POST /sale',
    at: '2026-11-22T10:02:00.000Z',
    durationMs: 500.25,
    error: 'sale failed',
    attributes: { 'http.method': 'POST', 'http.status_code': 500, retried: true },
  },
  {
    traceId: BROKEN,
    id: '00000000000000a2',
    parentId: '00000000000000a1',
    service: 'till',
    name: 'ledger call',
    kind: 'client',
    at: '2026-11-22T10:02:00.010Z',
    durationMs: 450,
    error: '',
  },
  {
    traceId: BROKEN,
    id: 'b100000000000000',
    parentId: '00000000000000a2',
    service: 'ledger',
    name: 'book',
    at: '2026-11-22T10:02:00.020Z',
    durationMs: 400,
    error: 'timeout',
    exception: 'no connection to disk',
  },
];

export const FINE_SPANS: readonly SandboxSpan[] = [
  {
    traceId: FINE,
    id: 'c1c1c1c1c1c1c1c1',
    service: 'till',
    name: 'GET /price',
    at: '2026-11-22T10:01:00.000Z',
    durationMs: 0,
  },
];

export const OF_TILL = {
  service: 'till',
  from: '2026-11-22T10:00:00.000Z',
  to: '2026-11-22T10:05:00.000Z',
  which: { kind: 'any' },
  limit: 20,
} as const;

/** The broken trace as the port gives it. */
export const WHOLE = {
  id: BROKEN,
  partial: false,
  spans: [
    {
      id: '00000000000000a1',
      parentId: null,
      service: 'till',
      operation: 'POST /sale',
      kind: 'server',
      startMs: 1795341720000,
      durationMs: 500.25,
      failed: true,
      message: 'sale failed',
      attributes: { 'http.method': 'POST', 'http.status_code': '500', retried: 'true' },
    },
    {
      id: '00000000000000a2',
      parentId: '00000000000000a1',
      service: 'till',
      operation: 'ledger call',
      kind: 'client',
      startMs: 1795341720010,
      durationMs: 450,
      failed: true,
      message: '',
      attributes: {},
    },
    {
      id: 'b100000000000000',
      parentId: '00000000000000a2',
      service: 'ledger',
      operation: 'book',
      kind: 'server',
      startMs: 1795341720020,
      durationMs: 400,
      failed: true,
      message: 'timeout: no connection to disk',
      attributes: {},
    },
  ],
};
