/** The sandbox's Jaeger speaks the third dialect of its API, the one before it, or both. */
import {
  type Answer,
  type Loopback,
  type LoopbackOptions,
  openLoopback,
  type RecordedRequest,
} from './loopback.ts';
import { byTrace, extentOf, resourceSpansJson, type SandboxSpan } from './trace-world.ts';

export interface JaegerSandboxOptions extends LoopbackOptions {
  /** Base path such as `/jaeger`. Default none. */
  readonly prefix?: string;
  /** `legacy-and-page`: like 1.x, which answers every unknown address with its page. Default `third`. */
  readonly speaks?: 'third' | 'legacy' | 'legacy-and-page';
}

export interface JaegerSandbox extends Loopback {
  add(...spans: readonly SandboxSpan[]): void;
}

export async function openJaeger(options: JaegerSandboxOptions = {}): Promise<JaegerSandbox> {
  const spans: SandboxSpan[] = [];
  const loopback = await openLoopback((request) => route(spans, options, request), options);
  return {
    ...loopback,
    url: `${loopback.url}${options.prefix ?? ''}`,
    add: (...more) => spans.push(...more),
  };
}

function route(
  spans: readonly SandboxSpan[],
  options: JaegerSandboxOptions,
  { path: whole, query }: RecordedRequest,
): Answer {
  const prefix = options.prefix ?? '';
  const path = whole.startsWith(prefix) ? whole.slice(prefix.length) : '';
  const speaks = options.speaks ?? 'third';
  if (path === '/api/v3/traces' && speaks === 'third') return third(spans, query);
  if (path === '/api/traces' && speaks !== 'third') return legacy(spans, query);
  const id = /^\/api\/traces\/([0-9a-f]{1,32})$/.exec(path)?.[1];
  if (id !== undefined) return single(spans, id);
  if (speaks !== 'legacy-and-page') return { status: 404, body: '404 page not found\n' };
  const page = '<!doctype html><html><title>Jaeger UI</title></html>';
  return { status: 200, body: page, headers: { 'content-type': 'text/html' } };
}

interface Search {
  readonly service: string;
  /** Unix milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly leastMs: number;
  readonly failing: boolean;
  readonly limit: number;
}

function matching(spans: readonly SandboxSpan[], search: Search): SandboxSpan[][] {
  const traces = [...byTrace(spans).values()].filter((all) =>
    all.some((span) => {
      const at = Date.parse(span.at);
      const isInside = span.service === search.service && at >= search.from && at <= search.to;
      const isFailing = !search.failing || span.error !== undefined;
      return isInside && isFailing && span.durationMs >= search.leastMs;
    }),
  );
  return traces.slice(0, search.limit);
}

/** All traces together; nothing is a 404 in JSON that calls itself text. */
function third(spans: readonly SandboxSpan[], query: URLSearchParams): Answer {
  const from = Date.parse(query.get('query.start_time_min') ?? '');
  const to = Date.parse(query.get('query.start_time_max') ?? '');
  if (!Number.isFinite(from) || !Number.isFinite(to)) {
    return failure(400, 'start_time_min and start_time_max are required');
  }
  const traces = matching(spans, {
    service: query.get('query.service_name') ?? '',
    from,
    to,
    leastMs: milliseconds(query.get('query.duration_min')),
    failing: query.get('query.attributes') === '{"error":"true"}',
    limit: Number(query.get('query.num_traces') ?? '100'),
  });
  if (traces.length === 0) return failure(404, 'No traces found');
  return {
    status: 200,
    body: { result: { resourceSpans: resourceSpansJson(traces.flat(), 'otlp-json') } },
  };
}

function failure(httpCode: number, message: string): Answer {
  const body = JSON.stringify({ error: { httpCode, message } });
  return { status: httpCode, body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}

/** Times are microseconds. */
function legacy(spans: readonly SandboxSpan[], query: URLSearchParams): Answer {
  const service = query.get('service') ?? '';
  if (service === '') return legacyFailure(400, "parameter 'service' is required");
  const traces = matching(spans, {
    service,
    from: Number(query.get('start')) / 1000,
    to: Number(query.get('end')) / 1000,
    leastMs: milliseconds(query.get('minDuration')),
    failing: query.get('tags') === '{"error":"true"}',
    limit: Number(query.get('limit') ?? '100'),
  });
  return {
    status: 200,
    body: { data: traces.map(legacyTrace), total: 0, limit: 0, offset: 0, errors: null },
  };
}

function legacyFailure(code: number, msg: string): Answer {
  const body = { data: null, total: 0, limit: 0, offset: 0, errors: [{ code, msg }] };
  return { status: code, body };
}

function single(spans: readonly SandboxSpan[], id: string): Answer {
  const own = spans.filter(({ traceId }) => traceId === id.padStart(32, '0'));
  if (own.length === 0) return legacyFailure(404, 'trace not found');
  return {
    status: 200,
    body: { data: [legacyTrace(own)], total: 0, limit: 0, offset: 0, errors: null },
  };
}

function legacyTrace(spans: readonly SandboxSpan[]) {
  const services = [...new Set(spans.map(({ service }) => service))];
  const process = (service: string) => `p${services.indexOf(service) + 1}`;
  return {
    traceID: spans[0]?.traceId,
    spans: spans.map((span) => legacySpan(span, process(span.service))),
    processes: Object.fromEntries(
      services.map((service) => [process(service), { serviceName: service, tags: [] }]),
    ),
    warnings: null,
  };
}

function legacySpan(span: SandboxSpan, processID: string) {
  const { traceId: traceID, parentId } = span;
  const tags = Object.entries({
    ...span.attributes,
    'span.kind': span.kind ?? 'server',
    ...(span.error === undefined ? {} : { error: true, 'otel.status_description': span.error }),
  });
  const event = [
    { key: 'event', type: 'string', value: 'exception' },
    { key: 'exception.message', type: 'string', value: span.exception },
  ];
  return {
    traceID,
    spanID: span.id,
    operationName: span.name,
    references: parentId === undefined ? [] : [{ refType: 'CHILD_OF', traceID, spanID: parentId }],
    startTime: Number(extentOf([span]).start / 1000n),
    duration: Math.round(span.durationMs * 1000),
    tags: tags.map(([key, value]) => ({ key, type: typeOf(value), value })),
    logs: span.exception === undefined ? [] : [{ timestamp: 0, fields: event }],
    processID,
    warnings: null,
  };
}

function typeOf(value: string | number | boolean): string {
  if (typeof value === 'number') return 'int64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function milliseconds(text: string | null): number {
  return Number(/^(\d+)ms$/.exec(text ?? '')?.[1] ?? 0);
}
