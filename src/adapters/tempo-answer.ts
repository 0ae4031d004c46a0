/** A Tempo answer is read defensively: what is zero is left out, and ids have lost their leading zeros. */
import { z } from 'zod';
import type { FoundTraces, Trace } from '../ports/traces.ts';
import { ResourceSpans, readSpans } from './otlp-answer.ts';
import { malformed } from './outbound-failure.ts';

const Found = z.object({
  traceID: z.string().regex(/^[0-9a-f]{1,32}$/i),
  startTimeUnixNano: z.string().regex(/^\d{7,19}$/),
  durationMs: z.number().nullish(),
});

const Search = z.union([
  z.object({ traces: z.array(z.unknown()) }),
  z.object({ traces: z.undefined().optional(), metrics: z.object({}) }),
]);

export function readSearch(who: string, body: unknown, limit: number): FoundTraces {
  const read = Search.safeParse(body);
  if (!read.success) throw malformed(who, 'lists no traces');
  const rows = read.data.traces ?? [];
  const traces = rows.slice(0, limit).map((row) => {
    const found = Found.safeParse(row);
    if (!found.success) throw malformed(who, 'has a trace that we cannot read');
    const { traceID, startTimeUnixNano, durationMs } = found.data;
    return {
      id: traceID.toLowerCase().padStart(32, '0'),
      startedAt: new Date(Number(startTimeUnixNano.slice(0, -6))).toISOString(),
      durationMs: durationMs ?? 0,
    };
  });
  traces.sort((a, b) => b.durationMs - a.durationMs || (a.id < b.id ? -1 : 1));
  return { traces, truncated: rows.length >= limit };
}

const Second = z.object({
  trace: z.object({ resourceSpans: ResourceSpans.nullish() }),
  status: z.string().nullish(),
});
const First = z.object({ batches: ResourceSpans });

/** Of either version of the API; null for a trace without spans, which is how one is missing. */
export function readTrace(who: string, id: string, body: unknown): Trace | null {
  const second = Second.safeParse(body);
  const first = second.success ? null : First.safeParse(body);
  const resources = second.success ? second.data.trace.resourceSpans : first?.data?.batches;
  if (!second.success && first?.success !== true) throw malformed(who, 'has no spans');
  const read = readSpans(resources ?? []);
  if (read === null) throw malformed(who, 'has a span with an unreadable id');
  const isPartial = second.success && (second.data.status ?? '').toUpperCase().includes('PARTIAL');
  if (read.spans.length === 0) return null;
  return { id, spans: read.spans.map(({ span }) => span), partial: isPartial || read.cut };
}
