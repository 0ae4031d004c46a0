/** A loopback server is a real HTTP server on 127.0.0.1 that keeps a log of its requests and can be told to fail. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Fault } from './faults.ts';

/** Anything that tells the time as ISO-8601 text. */
export interface SandboxClock {
  now(): string;
}

export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** JSON value, form fields as an object of text, or the text itself; undefined when there was none. */
  readonly body: unknown;
  /** As it came. */
  readonly text: string;
  readonly at: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes out as it is, undefined as an empty body, everything else as JSON. */
  readonly body?: unknown;
}

interface FaultScope {
  /** How many requests. Default 1. */
  readonly times?: number;
  /** Only paths that begin with this. Default: all. */
  readonly path?: string;
  /** Only requests of which this is true. Default: all. */
  readonly when?: (request: RecordedRequest) => boolean;
  /** The request is carried out first and only its answer is lost. Default false. */
  readonly afterwards?: boolean;
}

export interface Loopback {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Append-only, in the order in which the requests were complete. */
  readonly requests: readonly RecordedRequest[];
  /** The next requests of the scope fail; several faults are used up in the order given. */
  fail(fault: Fault, scope?: FaultScope): void;
  /** Forgets faults that are not used up. */
  heal(): void;
  /** Also cuts connections that hang. */
  close(): Promise<void>;
}

export interface LoopbackOptions {
  /** Default: any free one. */
  readonly port?: number;
  readonly clock?: SandboxClock;
  /** PEM; the server then speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

type Handler = (request: RecordedRequest) => Answer | Promise<Answer>;

interface ScriptedFault {
  left: number;
  readonly fault: Fault;
  readonly scope: FaultScope;
}

export const wallClock: SandboxClock = { now: () => new Date().toISOString() };

export async function openLoopback(
  handle: Handler,
  options: LoopbackOptions = {},
): Promise<Loopback> {
  const requests: RecordedRequest[] = [];
  const script: ScriptedFault[] = [];
  const clock = options.clock ?? wallClock;
  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await record(message, clock);
    requests.push(request);
    const fault = nextFault(script, request);
    if (fault !== null && fault.scope.afterwards !== true) return fault.fault(response);
    const answer = await handle(request);
    if (fault !== null) fault.fault(response);
    else write(response, answer, clock);
  };
  const server = await listen(serve, options, clock);
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    fail: (fault, scope = {}) => script.push({ left: scope.times ?? 1, fault, scope }),
    heal: () => script.splice(0),
    close: () => close(server),
  };
}

function listen(
  serve: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
  options: LoopbackOptions,
  clock: SandboxClock,
): Promise<Server> {
  const listener = (message: IncomingMessage, response: ServerResponse) => {
    serve(message, response).catch((error: unknown) => {
      // A caller that hung up is part of the play; anything else is our own mistake and must show.
      if (!response.headersSent)
        write(response, { status: 500, body: `sandbox: ${String(error)}` }, clock);
    });
  };
  const server =
    options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function nextFault(
  script: readonly ScriptedFault[],
  request: RecordedRequest,
): ScriptedFault | null {
  const found = script.find((one) => one.left > 0 && concerns(one.scope, request));
  if (found === undefined) return null;
  found.left -= 1;
  return found;
}

function concerns({ path = '', when }: FaultScope, request: RecordedRequest): boolean {
  return request.path.startsWith(path) && (when === undefined || when(request));
}

async function record(message: IncomingMessage, clock: SandboxClock): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(message.url ?? '/', 'http://sandbox');
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: parse(text, message.headers['content-type'] ?? ''),
    text,
    at: clock.now(),
  };
}

function parse(text: string, contentType: string): unknown {
  if (text === '') return undefined;
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Every answer tells the sandbox's own time. */
function write(response: ServerResponse, answer: Answer, clock: SandboxClock): void {
  const isText = typeof answer.body === 'string' || answer.body === undefined;
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  const date = new Date(clock.now()).toUTCString();
  response.writeHead(answer.status, { 'content-type': type, date, ...answer.headers });
  response.end(isText ? answer.body : JSON.stringify(answer.body));
}
