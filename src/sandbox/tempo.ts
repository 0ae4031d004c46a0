/** The sandbox's Tempo finds traces by TraceQL and hands out single ones; its errors are plain text. */
import {
  type Answer,
  type Loopback,
  type LoopbackOptions,
  openLoopback,
  type RecordedRequest,
} from './loopback.ts';
import { parseTraceQl, TraceQlError } from './tempo-traceql.ts';
import {
  byTrace,
  extentOf,
  resourceSpansJson,
  type SandboxSpan,
  startNano,
} from './trace-world.ts';

export interface TempoSandboxOptions extends LoopbackOptions {
  /** Path prefix. Default none. */
  readonly prefix?: string;
  /** Whether who asks without `X-Scope-OrgID` is turned away. Default false. */
  readonly asksForTenant?: boolean;
  /** Whether it has `/api/v2/traces`. Default true. */
  readonly hasSecondVersion?: boolean;
}

export interface TempoSandbox extends Loopback {
  add(...spans: readonly SandboxSpan[]): void;
}

export async function openTempo(options: TempoSandboxOptions = {}): Promise<TempoSandbox> {
  const spans: SandboxSpan[] = [];
  const loopback = await openLoopback((request) => route(spans, options, request), options);
  return {
    ...loopback,
    url: `${loopback.url}${options.prefix ?? ''}`,
    add: (...more) => spans.push(...more),
  };
}

const TRACE = /^\/api\/(v2\/)?traces\/([^/]+)$/;

function route(
  spans: readonly SandboxSpan[],
  options: TempoSandboxOptions,
  request: RecordedRequest,
): Answer {
  const prefix = options.prefix ?? '';
  const path = request.path.startsWith(prefix) ? request.path.slice(prefix.length) : '';
  if (path === '/ready') return { status: 200, body: 'ready\n' };
  if (options.asksForTenant === true && request.headers['x-scope-orgid'] === undefined) {
    return { status: 401, body: 'no org id\n' };
  }
  if (path === '/api/search') return search(spans, request.query);
  const [, version, id] = TRACE.exec(path) ?? [];
  if (id === undefined) return NOT_FOUND;
  if (version === undefined) return firstVersion(spans, id);
  return options.hasSecondVersion === false ? NOT_FOUND : secondVersion(spans, id);
}

const NOT_FOUND: Answer = { status: 404, body: '404 page not found\n' };
const MOST_SECONDS = 168 * 3600;

function search(spans: readonly SandboxSpan[], query: URLSearchParams): Answer {
  const start = Number(query.get('start'));
  const end = Number(query.get('end'));
  if (start >= end) {
    const received = `received start=${start} end=${end}`;
    return { status: 400, body: `http parameter start must be before end. ${received}` };
  }
  if (end - start > MOST_SECONDS) {
    return {
      status: 400,
      body: `range specified by start and end exceeds 168h0m0s. received start=${start} end=${end}`,
    };
  }
  try {
    const test = parseTraceQl(query.get('q') ?? '');
    const limit = Number(query.get('limit') ?? '20');
    return found(spans, { test, start, end, limit });
  } catch (error) {
    if (!(error instanceof TraceQlError)) throw error;
    return { status: 400, body: error.message };
  }
}

interface Search {
  readonly test: (span: SandboxSpan) => boolean;
  readonly start: number;
  readonly end: number;
  readonly limit: number;
}

function found(spans: readonly SandboxSpan[], { test, start, end, limit }: Search): Answer {
  const traces = [...byTrace(spans)].flatMap(([traceId, all]) => {
    const extent = extentOf(all);
    const isInside =
      extent.start < BigInt(end) * 1_000_000_000n && extent.end >= BigInt(start) * 1_000_000_000n;
    const matched = all.filter(test);
    return isInside && matched.length > 0 ? [traceJson(traceId, all, matched)] : [];
  });
  const metrics = { inspectedBytes: '18416', completedJobs: 1, totalJobs: 1 };
  return { status: 200, body: { traces: traces.slice(0, limit), metrics } };
}

/** Leading zeros are lost, and what is zero is left out. */
function traceJson(traceId: string, all: readonly SandboxSpan[], matched: readonly SandboxSpan[]) {
  const root = all.find((span) => span.parentId === undefined);
  const { start, end } = extentOf(all);
  const durationMs = Number((end - start) / 1_000_000n);
  return {
    traceID: traceId.replace(/^0+/, ''),
    rootServiceName: root?.service ?? '<root span not yet received>',
    ...(root === undefined ? {} : { rootTraceName: root.name }),
    startTimeUnixNano: String(start),
    ...(durationMs === 0 ? {} : { durationMs }),
    spanSets: [{ spans: matched.slice(0, 1).map(matchJson), matched: matched.length }],
  };
}

function matchJson(span: SandboxSpan) {
  return {
    spanID: span.id,
    startTimeUnixNano: String(startNano(span)),
    durationNanos: String(Math.round(span.durationMs * 1e6)),
  };
}

function spansOf(spans: readonly SandboxSpan[], id: string): readonly SandboxSpan[] | null {
  if (!/^[0-9a-fA-F]{1,32}$/.test(id)) return null;
  return spans.filter(({ traceId }) => traceId === id.toLowerCase().padStart(32, '0'));
}

const NO_HEX: Answer = { status: 400, body: 'trace IDs can only contain hex characters' };

/** One that is missing is an empty trace. */
function secondVersion(spans: readonly SandboxSpan[], id: string): Answer {
  const own = spansOf(spans, id);
  if (own === null) return NO_HEX;
  const resourceSpans = resourceSpansJson(own, 'protobuf-json');
  return { status: 200, body: { trace: own.length === 0 ? {} : { resourceSpans } } };
}

/** One that is missing is a 404 without a body. */
function firstVersion(spans: readonly SandboxSpan[], id: string): Answer {
  const own = spansOf(spans, id);
  if (own === null) return NO_HEX;
  if (own.length === 0) return { status: 404 };
  return { status: 200, body: { batches: resourceSpansJson(own, 'protobuf-json') } };
}
