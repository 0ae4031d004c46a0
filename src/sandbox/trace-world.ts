/** The traces that the sandbox's Tempo and Jaeger hold, and how OpenTelemetry writes them in JSON. */

export interface SandboxSpan {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly id: string;
  readonly parentId?: string;
  readonly service: string;
  readonly name: string;
  /** Default `server`. */
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** ISO-8601. */
  readonly at: string;
  readonly durationMs: number;
  /** Set: it failed with these words. */
  readonly error?: string;
  /** Set: it recorded an exception with these words. */
  readonly exception?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

/** Tempo writes ids in base64 and kinds as names, Jaeger ids in hex and kinds as numbers. */
export type OtlpStyle = 'protobuf-json' | 'otlp-json';

export function byTrace(spans: readonly SandboxSpan[]): ReadonlyMap<string, SandboxSpan[]> {
  const traces = new Map<string, SandboxSpan[]>();
  for (const span of spans) {
    traces.set(span.traceId, [...(traces.get(span.traceId) ?? []), span]);
  }
  return traces;
}

export function startNano(span: SandboxSpan): bigint {
  return BigInt(Date.parse(span.at)) * 1_000_000n;
}

function endNano(span: SandboxSpan): bigint {
  return startNano(span) + BigInt(Math.round(span.durationMs * 1e6));
}

/** From the start of its first span to the end of its last. */
export function extentOf(spans: readonly SandboxSpan[]): { start: bigint; end: bigint } {
  const sorted = (times: readonly bigint[]) => [...times].sort((a, b) => (a < b ? -1 : 1));
  return {
    start: sorted(spans.map(startNano)).at(0) ?? 0n,
    end: sorted(spans.map(endNano)).at(-1) ?? 0n,
  };
}

/** One entry per service. */
export function resourceSpansJson(spans: readonly SandboxSpan[], style: OtlpStyle) {
  const services = [...new Set(spans.map(({ service }) => service))];
  return services.map((service) => ({
    resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
    scopeSpans: [
      {
        scope: { name: 'sandbox' },
        spans: spans.filter((one) => one.service === service).map((one) => spanJson(one, style)),
      },
    ],
  }));
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

function spanJson(span: SandboxSpan, style: OtlpStyle) {
  const id = (hex: string) =>
    style === 'otlp-json' ? hex : Buffer.from(hex, 'hex').toString('base64');
  const kind = span.kind ?? 'server';
  const isNamed = style === 'protobuf-json';
  const error = { code: isNamed ? 'STATUS_CODE_ERROR' : 2, message: span.error };
  return {
    traceId: id(span.traceId),
    spanId: id(span.id),
    ...(span.parentId === undefined ? {} : { parentSpanId: id(span.parentId) }),
    name: span.name,
    kind: isNamed ? `SPAN_KIND_${kind.toUpperCase()}` : KINDS.indexOf(kind),
    startTimeUnixNano: String(startNano(span)),
    endTimeUnixNano: String(endNano(span)),
    attributes: Object.entries(span.attributes ?? {}).map(attributeJson),
    ...(span.exception === undefined ? {} : { events: [exceptionJson(span, span.exception)] }),
    status: span.error === undefined ? {} : error,
  };
}

function attributeJson([key, value]: [string, string | number | boolean]) {
  if (typeof value === 'number') return { key, value: { intValue: String(value) } };
  return { key, value: typeof value === 'string' ? { stringValue: value } : { boolValue: value } };
}

function exceptionJson(span: SandboxSpan, message: string) {
  return {
    timeUnixNano: String(endNano(span)),
    name: 'exception',
    attributes: [{ key: 'exception.message', value: { stringValue: message } }],
  };
}
