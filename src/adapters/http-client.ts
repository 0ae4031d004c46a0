/** The HTTP client is the one guarded way out over axios: bounded in time, size and destination, and silent about credentials. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse, isAxiosError } from 'axios';
import { PortError, type PortReason } from '../ports/port-error.ts';
import { brokenCall, failedAnswer, sayable, withinDeadline } from './outbound-failure.ts';
import { guardedLookup, readTarget, type Target } from './outbound-target.ts';

export interface HttpClientOptions {
  /** Names the other side in messages: `Prometheus`. */
  readonly vendor: string;
  /** http(s) URL, with a path prefix if need be; user and password become Basic credentials. */
  readonly baseUrl: string;
  /** Sent with every request; wins over the URL's credentials. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For the whole call, connecting and a dripping body included. Default 10,000. */
  readonly timeoutMs?: number;
  /** Of an answer after decompression, and of a request. Default 8 MiB. */
  readonly maxBytes?: number;
  /** Connections at a time; further calls queue within their deadline. Default 10. */
  readonly maxSockets?: number;
  /** Reads the vendor's own error body; null when it is not the vendor's. Default: none is read. */
  readonly refusal?: (body: unknown) => Refusal | null;
  /** Whether its errors come as plain text, which is then said. Default false. */
  readonly saysPlainly?: boolean;
}

export interface Refusal {
  /** null: the status says it all. */
  readonly reason: PortReason | null;
  readonly message: string;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, with its leading slash. */
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly form?: URLSearchParams;
  /** Sent as JSON, where there is no form. */
  readonly json?: object;
  /** Of this request only; with JSON, `Content-Type` is `application/json` unless told. Never secrets. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `any`: whatever a 2xx answer holds is as good as nothing. Default `json`. */
  readonly answer?: 'json' | 'any';
  /** What a 404 stands for; `body` is its JSON value, undefined where it has none. Default: it is refused. */
  readonly whenMissing?: (body: unknown) => unknown;
  /** Is given the headers of a 2xx answer, for what stands in none of its body. Default: nobody looks. */
  readonly heed?: (header: (name: string) => string | null) => void;
}

export interface HttpClient {
  readonly target: Target;
  /** The JSON value of a 2xx answer, undefined where any will do. Throws PortError for everything else, within the deadline. */
  send(request: HttpRequest): Promise<unknown>;
  /** The other side's words as one line, without our credentials. */
  say(words: string): string;
  /** Lets idle connections go. */
  close(): void;
}

/** Throws PortError `refused` for a base URL that may not be called. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const target = readTarget(options.vendor, options.baseUrl);
  const pool = { keepAlive: true, maxSockets: options.maxSockets ?? 10, lookup: guardedLookup };
  const agents = { http: new HttpAgent(pool), https: new HttpsAgent(pool) };
  const instance = guardedAxios(options, target, agents);
  const secrets = [...target.secrets, ...secretsIn(options.headers ?? {})];
  const say = (words: string) => sayable(words, secrets);
  return {
    target,
    send: (request) => send(instance, target.who, { ...options, say }, request),
    say,
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

const EIGHT_MIB = 8 * 1024 * 1024;

function guardedAxios(
  options: HttpClientOptions,
  target: Target,
  agents: { http: HttpAgent; https: HttpsAgent },
): AxiosInstance {
  const credentials = target.authorization === null ? {} : { Authorization: target.authorization };
  return axios.create({
    baseURL: target.base,
    allowAbsoluteUrls: false,
    headers: { Accept: 'application/json', ...credentials, ...options.headers },
    httpAgent: agents.http,
    httpsAgent: agents.https,
    maxBodyLength: options.maxBytes ?? EIGHT_MIB,
    maxContentLength: options.maxBytes ?? EIGHT_MIB,
    // A redirect could carry credentials to a stranger.
    maxRedirects: 0,
    proxy: false,
    responseType: 'text',
    validateStatus: () => true,
  });
}

type Speaking = HttpClientOptions & Pick<HttpClient, 'say'>;

async function send(
  instance: AxiosInstance,
  who: string,
  options: Speaking,
  request: HttpRequest,
): Promise<unknown> {
  const answer = await withinDeadline(who, options.timeoutMs ?? 10_000, (signal) =>
    exchange(instance, who, request, signal),
  );
  const body = readJson(answer.data);
  if (answer.status === 404 && request.whenMissing !== undefined) return request.whenMissing(body);
  if (answer.status < 200 || answer.status > 299) throw refusalOf(who, options, answer, body);
  request.heed?.((name) => headerText(answer.headers[name]));
  if (request.answer === 'any') return undefined;
  if (body === undefined) {
    throw new PortError(
      'malformed',
      `${who} answered ${answer.status} with no JSON; is it ${options.vendor}?`,
    );
  }
  return body;
}

async function exchange(
  instance: AxiosInstance,
  who: string,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<AxiosResponse<string>> {
  try {
    return await instance.request<string>({
      method: request.method,
      url: request.path,
      ...(request.query === undefined ? {} : { params: request.query }),
      ...bodyOf(request),
      signal,
    });
  } catch (error) {
    throw brokenExchange(who, error);
  }
}

function bodyOf({ form, json, headers = {} }: HttpRequest) {
  if (form !== undefined) return { data: form, headers: { ...headers } };
  if (json === undefined) return { headers: { ...headers } };
  return { data: json, headers: { 'Content-Type': 'application/json', ...headers } };
}

function brokenExchange(who: string, error: unknown): PortError {
  if (!isAxiosError(error)) return brokenCall(who, error);
  // The library says it in words only: no code tells a body that is too large from one that breaks off.
  if (error.message.includes('maxContentLength')) {
    return new PortError('malformed', `${who} answered with more than we take`);
  }
  if (error.message.includes('maxBodyLength') || error.code === 'ERR_FR_MAX_BODY_LENGTH_EXCEEDED') {
    return new PortError('refused', `The request to ${who} is larger than we send`);
  }
  if (error.code === 'ERR_BAD_RESPONSE') {
    return new PortError('unavailable', `${who} broke off its answer`);
  }
  return brokenCall(who, error);
}

function refusalOf(
  who: string,
  options: Speaking,
  answer: AxiosResponse<string>,
  body: unknown,
): PortError {
  const own = body === undefined ? plainRefusal(options, answer) : options.refusal?.(body);
  const words = options.say(own?.message ?? '');
  const told = failedAnswer(who, {
    status: answer.status,
    header: (name) => headerText(answer.headers[name]),
    words,
  });
  // Credentials and rate are judged by the status alone; for the rest the vendor knows better.
  const reason = own?.reason ?? null;
  if (reason === null || told.reason === 'auth' || told.reason === 'rate-limited') return told;
  return new PortError(reason, told.message);
}

/** A proxy's page says nothing about our question. */
function plainRefusal(options: Speaking, answer: AxiosResponse<string>): Refusal | null {
  const type = headerText(answer.headers['content-type']) ?? '';
  if (options.saysPlainly !== true || !type.startsWith('text/plain')) return null;
  return { reason: null, message: answer.data };
}

/** Shorter values of headers are names, as of a tenant, and would tear holes into ordinary words. */
const SHORTEST_SECRET = 5;

/** Header values, and what follows a scheme such as `Bearer`. */
function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers)
    .flatMap((value) => [value, value.split(' ').at(-1) ?? ''])
    .filter((value) => value.length >= SHORTEST_SECRET);
}

function headerText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function readJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
