/** Tempo answers questions about traces over its HTTP API, and rests behind a breaker while it is down. */
import type { Traces } from '../ports/traces.ts';
import { createHttpClient, type HttpRequest } from './http-client.ts';
import { createBreaker } from './outbound-breaker.ts';
import { traceIdText } from './outbound-trace.ts';
import { readSearch, readTrace } from './tempo-answer.ts';
import { searchParameters, searchQuery } from './tempo-body.ts';

export interface TempoOptions {
  /** http(s) URL, with a path prefix if need be, without `/api`. */
  readonly baseUrl: string;
  /** Authorization, X-Scope-OrgID and the like. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Per question. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default 16 MiB. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
const MISSING = { trace: {} };

/** Throws PortError `refused` for a base URL that may not be called. */
export function createTempo(options: TempoOptions): Traces & { close(): void } {
  const client = createHttpClient({
    ...options,
    vendor: 'Tempo',
    maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
    saysPlainly: true,
  });
  const { who } = client.target;
  const breaker = createBreaker(who);
  const ask = (request: HttpRequest) => breaker(() => client.send(request));
  return {
    source: 'tempo',
    search: async (question) => {
      const query = searchParameters(who, question);
      const found = await ask({ method: 'GET', path: '/api/search', query });
      return readSearch(who, found, question.limit);
    },
    trace: async (given) => {
      const id = traceIdText(who, given);
      const second = await ask(traceRequest(`/api/v2/traces/${id}`, null));
      const body = second ?? (await ask(traceRequest(`/api/traces/${id}`, MISSING)));
      return readTrace(who, id, body);
    },
    queryOf: searchQuery,
    close: () => client.close(),
  };
}

/** `missing`: what a 404 stands for. Servers before 2.7 have no second version of this address. */
function traceRequest(path: string, missing: object | null): HttpRequest {
  return { method: 'GET', path, whenMissing: () => missing };
}
