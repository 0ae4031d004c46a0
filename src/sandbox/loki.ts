/** The sandbox's Loki answers questions about lines that were pushed to it; its errors are plain text. */

import { LogQlError, parseLogQl } from './loki-logql.ts';
import {
  addLine,
  chosen,
  detectedLevel,
  type LokiRange,
  type LokiWorld,
  matrixJson,
  patternsJson,
  type StreamLabels,
  streamsJson,
} from './loki-world.ts';
import {
  type Answer,
  type Loopback,
  type LoopbackOptions,
  openLoopback,
  type RecordedRequest,
} from './loopback.ts';
import { parameter } from './prometheus-api.ts';

export interface LokiSandboxOptions extends LoopbackOptions {
  /** Path prefix. Default none. */
  readonly prefix?: string;
  /** Like `auth_enabled`: who asks without `X-Scope-OrgID` is turned away. Default false. */
  readonly asksForTenant?: boolean;
  /** Whether the pattern ingester runs. Default true. */
  readonly findsPatterns?: boolean;
  /** Like servers since 3.0, which add `detected_level`. Default true. */
  readonly detectsLevels?: boolean;
}

export interface LokiSandbox extends Loopback {
  /** `at`: ISO-8601. `metadata` is structured metadata. */
  push(labels: StreamLabels, at: string, line: string, metadata?: StreamLabels): void;
}

export async function openLoki(options: LokiSandboxOptions = {}): Promise<LokiSandbox> {
  const world: LokiWorld = { streams: [] };
  const loopback = await openLoopback((request) => route(world, options, request), options);
  return {
    ...loopback,
    url: `${loopback.url}${options.prefix ?? ''}`,
    push: (labels, at, line, metadata = {}) => {
      const level = options.detectsLevels === false ? {} : { detected_level: detectedLevel(line) };
      const extra = { ...metadata, ...level };
      addLine(world, labels, { at: BigInt(Date.parse(at)) * 1_000_000n, line, extra });
    },
  };
}

/** Thrown with the text of the answer. */
class BadRequest extends Error {}

function route(world: LokiWorld, options: LokiSandboxOptions, request: RecordedRequest): Answer {
  const prefix = options.prefix ?? '';
  const path = request.path.startsWith(prefix) ? request.path.slice(prefix.length) : '';
  if (path === '/ready') return { status: 200, body: 'ready\n' };
  if (options.asksForTenant === true && request.headers['x-scope-orgid'] === undefined) {
    return { status: 401, body: 'no org id\n' };
  }
  try {
    if (path === '/loki/api/v1/labels') return labels(world, request);
    if (path === '/loki/api/v1/query_range') return queryRange(world, request);
    if (path === '/loki/api/v1/patterns' && options.findsPatterns !== false) {
      return patterns(world, request);
    }
  } catch (error) {
    if (!(error instanceof BadRequest || error instanceof LogQlError)) throw error;
    return { status: 400, body: error.message };
  }
  return { status: 404, body: '404 page not found\n' };
}

function succeed(data: unknown): Answer {
  return { status: 200, body: { status: 'success', data } };
}

/** Without any, the field is missing. */
function labels(world: LokiWorld, request: RecordedRequest): Answer {
  const { start, end } = rangeOf(request);
  const living = world.streams.filter(({ entries }) =>
    entries.some(({ at }) => at >= start && at < end),
  );
  const names = [...new Set(living.flatMap((one) => Object.keys(one.labels)))].sort();
  return names.length === 0 ? { status: 200, body: { status: 'success' } } : succeed(names);
}

const MOST_LINES = 5000;
const MOST_POINTS = 11_000;

function queryRange(world: LokiWorld, request: RecordedRequest): Answer {
  const parsed = parseLogQl(parameter(request, 'query'));
  const range = rangeOf(request);
  if (parsed.kind === 'counts') {
    const step = Number(parameter(request, 'step') || '60');
    if (Number(range.end - range.start) / 1e9 / step > MOST_POINTS) {
      throw new BadRequest(
        'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter',
      );
    }
    return succeed({
      resultType: 'matrix',
      result: matrixJson(world, parsed, range, step),
      stats: {},
    });
  }
  const limit = Number(parameter(request, 'limit') || '100');
  if (limit > MOST_LINES) {
    throw new BadRequest(
      `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${MOST_LINES})`,
    );
  }
  const found = chosen(world, parsed.query, range);
  if (parameter(request, 'direction') !== 'forward') found.reverse();
  const result = streamsJson(found.slice(0, limit));
  return succeed({ resultType: 'streams', result, stats: {} });
}

function patterns(world: LokiWorld, request: RecordedRequest): Answer {
  const parsed = parseLogQl(parameter(request, 'query'));
  return succeed(patternsJson(chosen(world, parsed.query, rangeOf(request))));
}

function rangeOf(request: RecordedRequest): LokiRange {
  const start = nanoseconds(parameter(request, 'start'));
  const end = nanoseconds(parameter(request, 'end'));
  if (end <= start) throw new BadRequest('end timestamp must not be before or equal to start time');
  return { start, end };
}

/** 19 digits are nanoseconds, up to 10 are seconds. */
function nanoseconds(text: string): bigint {
  if (/^\d{11,19}$/.test(text)) return BigInt(text);
  const seconds = /^[\d.]+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (!Number.isFinite(seconds)) throw new BadRequest(`could not parse '${text}' as a time`);
  return BigInt(Math.round(seconds * 1000)) * 1_000_000n;
}
