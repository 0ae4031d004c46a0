/** Jaeger answers questions about traces over its HTTP API, where there is no Tempo. */
import { PortError } from '../ports/port-error.ts';
import type { Trace, TraceQuestion, Traces } from '../ports/traces.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { foundIn, readLegacy, readThird, refusalIn } from './jaeger-answer.ts';
import { legacyQuery, searchText, thirdQuery } from './jaeger-body.ts';
import { type Breaker, createBreaker } from './outbound-breaker.ts';
import { traceIdText } from './outbound-trace.ts';

export interface JaegerOptions {
  /** http(s) URL of its query service, with a path prefix such as `/jaeger` if need be. */
  readonly baseUrl: string;
  /** Authorization and the like. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Per question. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default 32 MiB: a search brings whole traces. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;

/** Throws PortError `refused` for a base URL that may not be called. */
export function createJaeger(options: JaegerOptions): Traces & { close(): void } {
  const client = createHttpClient({
    ...options,
    vendor: 'Jaeger',
    maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
    refusal: refusalIn,
  });
  const { who } = client.target;
  const breaker = createBreaker(who);
  const searched = searcher(client, breaker);
  return {
    source: 'jaeger',
    search: async (question) => foundIn(await searched(question), question),
    trace: async (given) => {
      const id = traceIdText(who, given);
      const body = await breaker(() => client.send(traceRequest(who, id)));
      return readLegacy(who, body)[0] ?? null;
    },
    queryOf: searchText,
    close: () => client.close(),
  };
}

/** Asks in the third dialect; servers that do not speak it are asked in the one before from then on. */
function searcher(
  client: HttpClient,
  breaker: Breaker,
): (question: TraceQuestion) => Promise<readonly Trace[]> {
  const { who } = client.target;
  let isOld = false;
  const legacy = async (question: TraceQuestion) => {
    const query = legacyQuery(who, question);
    return readLegacy(
      who,
      await breaker(() => client.send({ method: 'GET', path: '/api/traces', query })),
    );
  };
  return async (question) => {
    if (isOld) return legacy(question);
    const third = await breaker(() => inThirdDialect(client, question));
    if (third !== null) return readThird(who, third);
    const traces = await legacy(question);
    isOld = true;
    return traces;
  };
}

/** null: this server does not speak it. Old ones have no such address, or answer every address with their page. */
async function inThirdDialect(client: HttpClient, question: TraceQuestion): Promise<unknown> {
  const query = thirdQuery(client.target.who, question);
  try {
    return await client.send({
      method: 'GET',
      path: '/api/v3/traces',
      query,
      whenMissing: (body) => (refusalIn(body) === null ? null : NONE_FOUND),
    });
  } catch (error) {
    if (error instanceof PortError && error.reason === 'malformed') return null;
    throw error;
  }
}

/** Where nothing matches, Jaeger says 404 in its own words. */
const NONE_FOUND = { result: { resourceSpans: [] } };

/** The address of one trace is the same in all versions. */
function traceRequest(who: string, id: string) {
  return {
    method: 'GET',
    path: `/api/traces/${id}`,
    whenMissing: (body: unknown) => {
      if (refusalIn(body) !== null) return { data: [] };
      throw new PortError('refused', `${who} has no traces at this address (404)`);
    },
  } as const;
}
