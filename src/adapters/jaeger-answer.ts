/** A Jaeger answer is read in both dialects: OpenTelemetry's spans with all traces in one, and its own of old. */
import { z } from 'zod';
import { cleanLine } from '../domain/plain-text.ts';
import type { FoundTraces, Span, Trace, TraceQuestion } from '../ports/traces.ts';
import { idText, KEPT_SPANS, ResourceSpans, readSpans } from './otlp-answer.ts';
import { malformed } from './outbound-failure.ts';
import { cleanPairs } from './outbound-text.ts';
import { LAST_SECOND } from './outbound-time.ts';

const NAME_BYTES = 256;
const MESSAGE_BYTES = 1024;

const Failure = z.union([
  z.object({ error: z.object({ message: z.string() }) }),
  z.object({ errors: z.array(z.object({ msg: z.string() })).min(1), data: z.null().optional() }),
]);

/** Jaeger's own words in an error body; null when it is none. */
export function refusalIn(body: unknown): { reason: null; message: string } | null {
  const failure = Failure.safeParse(body).data;
  if (failure === undefined) return null;
  const message = 'error' in failure ? failure.error.message : (failure.errors[0]?.msg ?? '');
  return { reason: null, message };
}

const Third = z.object({ result: z.object({ resourceSpans: ResourceSpans.nullish() }) });

export function readThird(who: string, body: unknown): readonly Trace[] {
  const read = Third.safeParse(body);
  if (!read.success) throw malformed(who, 'has no spans');
  const found = readSpans(read.data.result.resourceSpans ?? []);
  if (found === null) throw malformed(who, 'has a span with an unreadable id');
  const traces = new Map<string, Span[]>();
  for (const { traceId, span } of found.spans) {
    const spans = traces.get(traceId) ?? [];
    traces.set(traceId, spans);
    spans.push(span);
  }
  return [...traces].map(([id, spans]) => ({ id, spans, partial: found.cut }));
}

const Tag = z.object({ key: z.string(), value: z.unknown() });
const Tags = z.array(Tag).nullish();

const Microseconds = z
  .number()
  .min(0)
  .max(LAST_SECOND * 1e6);

const LegacySpan = z.object({
  spanID: z.string(),
  operationName: z.string(),
  references: z
    .array(z.object({ refType: z.string(), traceID: z.string(), spanID: z.string() }))
    .nullish(),
  startTime: Microseconds,
  duration: Microseconds,
  tags: Tags,
  logs: z.array(z.object({ fields: Tags })).nullish(),
  processID: z.string(),
});

const LegacyTrace = z.object({
  traceID: z.string(),
  spans: z.array(LegacySpan),
  processes: z.record(z.string(), z.object({ serviceName: z.string() })),
});

const Legacy = z.object({ data: z.array(LegacyTrace).nullish(), errors: z.unknown().optional() });

export function readLegacy(who: string, body: unknown): readonly Trace[] {
  const read = Legacy.safeParse(body);
  if (!read.success || read.data.data === undefined) throw malformed(who, 'lists no traces');
  return (read.data.data ?? []).map((trace) => legacyTrace(who, trace));
}

function legacyTrace(who: string, trace: z.output<typeof LegacyTrace>): Trace {
  const id = idText(trace.traceID.padStart(32, '0'), 32);
  if (id === null) throw malformed(who, 'has a trace with an unreadable id');
  const spans = trace.spans.slice(0, KEPT_SPANS).map((span) => {
    const service = trace.processes[span.processID]?.serviceName ?? '';
    const read = legacySpan(span, trace.traceID, service);
    if (read === null) throw malformed(who, 'has a span with an unreadable id');
    return read;
  });
  return { id, spans, partial: trace.spans.length > KEPT_SPANS };
}

function legacySpan(
  span: z.output<typeof LegacySpan>,
  traceId: string,
  service: string,
): Span | null {
  const id = spanId(span.spanID);
  if (id === null) return null;
  const parent = span.references?.find(
    (one) => one.refType === 'CHILD_OF' && one.traceID === traceId,
  );
  const tags = cleanPairs((span.tags ?? []).map(({ key, value }) => [key, String(value)] as const));
  return {
    id,
    parentId: spanId(parent?.spanID ?? ''),
    service: cleanLine(service, NAME_BYTES) || 'unknown service',
    operation: cleanLine(span.operationName, NAME_BYTES) || 'unnamed',
    kind: kindOf(tags['span.kind'] ?? ''),
    startMs: span.startTime / 1000,
    durationMs: Math.max(0, span.duration / 1000),
    failed: tags['error'] === 'true' || tags['otel.status_code'] === 'ERROR',
    message: cleanLine(tags['otel.status_description'] || thrownIn(span), MESSAGE_BYTES),
    attributes: tags,
  };
}

function spanId(text: string): string | null {
  return /^[0-9a-f]{1,16}$/i.test(text) ? idText(text.padStart(16, '0'), 16) : null;
}

const KINDS: readonly Span['kind'][] = ['internal', 'server', 'client', 'producer', 'consumer'];

function kindOf(text: string): Span['kind'] {
  return KINDS.find((kind) => kind === text) ?? 'unknown';
}

const TELLING = ['exception.message', 'error.object', 'message'];

function thrownIn(span: z.output<typeof LegacySpan>): string {
  const fields = (span.logs ?? []).flatMap((log) => log.fields ?? []);
  const said = TELLING.flatMap((name) => fields.find(({ key }) => key === name) ?? []);
  return said.length === 0 ? '' : String(said[0]?.value);
}

/** Those that are what was asked for: old servers do not know every condition. */
export function foundIn(traces: readonly Trace[], question: TraceQuestion): FoundTraces {
  const wanted = traces.filter((trace) => trace.spans.some((span) => isWanted(span, question)));
  const found = wanted.map(({ id, spans }) => {
    const start = spans.reduce((first, span) => Math.min(first, span.startMs), Infinity);
    const end = spans.reduce((last, span) => Math.max(last, span.startMs + span.durationMs), 0);
    return { id, startedAt: new Date(start).toISOString(), durationMs: end - start };
  });
  found.sort((a, b) => b.durationMs - a.durationMs || (a.id < b.id ? -1 : 1));
  return {
    traces: found.slice(0, question.limit),
    truncated: traces.length >= question.limit || traces.some(({ partial }) => partial),
  };
}

function isWanted(span: Span, { service, which }: TraceQuestion): boolean {
  if (span.service !== cleanLine(service, NAME_BYTES)) return false;
  if (which.kind === 'failing') return span.failed;
  return which.kind === 'any' || span.durationMs >= Math.round(which.atLeastMs);
}
