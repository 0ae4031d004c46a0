/** Loki answers questions about logs over its HTTP API, and rests behind a breaker while it is down. */
import type { LinesQuestion, Logs, VolumeQuestion } from '../ports/logs.ts';
import { createHttpClient, type HttpRequest } from './http-client.ts';
import {
  readData,
  readLines,
  readNames,
  readPatterns,
  readVolume,
  refusalIn,
} from './loki-answer.ts';
import { linesForm, linesQuery, patternsQuery, volumeForm, windowOf } from './loki-body.ts';
import { createBreaker } from './outbound-breaker.ts';

export interface LokiOptions {
  /** http(s) URL, with a path prefix if need be, without `/loki/api/v1`. */
  readonly baseUrl: string;
  /** Authorization, X-Scope-OrgID and the like. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Per question. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default 16 MiB: 5000 lines of 3 kB. */
  readonly maxBytes?: number;
}

const API = '/loki/api/v1';
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/** Throws PortError `refused` for a base URL that may not be called. */
export function createLoki(options: LokiOptions): Logs & { close(): void } {
  const client = createHttpClient({
    ...options,
    vendor: 'Loki',
    maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
    refusal: refusalIn,
    saysPlainly: true,
  });
  const { who } = client.target;
  const breaker = createBreaker(who);
  const ask = (request: HttpRequest) =>
    breaker(async () => readData(who, await client.send(request), client.say));
  return {
    labels: async (window) => readNames(who, await ask(labelsRequest(window))),
    volume: async (question) => readVolume(who, await ask(rangeRequest(volumeForm(who, question)))),
    patterns: async (question) => {
      const data = await ask(patternsRequest(who, question));
      return data === NO_PATTERNS ? null : readPatterns(who, data);
    },
    lines: async (question) =>
      readLines(who, await ask(rangeRequest(linesForm(who, question))), question),
    queryOf: (question: LinesQuestion) => linesQuery(who, question),
    close: () => client.close(),
  };
}

function labelsRequest(window: Parameters<Logs['labels']>[0]): HttpRequest {
  const query = new URLSearchParams(windowOf(window));
  return { method: 'GET', path: `${API}/labels`, query };
}

function rangeRequest(form: URLSearchParams): HttpRequest {
  return { method: 'POST', path: `${API}/query_range`, form };
}

const NO_PATTERNS = 'this server finds no patterns';

/** Before 3.0, and where the pattern ingester is off, there is no such address. */
function patternsRequest(who: string, question: VolumeQuestion): HttpRequest {
  return {
    method: 'GET',
    path: `${API}/patterns`,
    query: patternsQuery(who, question),
    whenMissing: () => ({ status: 'success', data: NO_PATTERNS }),
  };
}
