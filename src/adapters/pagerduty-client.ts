/** The PagerDuty client calls pdjs so that it keeps a deadline, sends once, and answers or throws a PortError. */
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { api, event } from '@pagerduty/pdjs';
import { z } from 'zod';
import { PortError } from '../ports/port-error.ts';
import { brokenCall, failedAnswer, sayable, withinDeadline } from './outbound-failure.ts';
import { guardedLookup, readTarget, type Target } from './outbound-target.ts';

export interface PagerDutyCall {
  readonly target: Target;
  /** For the whole call. */
  readonly timeoutMs: number;
  /** Blotted out of whatever PagerDuty says. */
  readonly secret: string;
  /** PEM of a private certificate authority. Default: the system's. */
  readonly ca?: string;
  /** Ends the call before its time. */
  readonly signal?: AbortSignal;
}

export interface PagerDutyRestOptions {
  readonly apiToken: string;
  /** Email of the PagerDuty user in whose name PagerDuty is written to. */
  readonly from: string;
  /** Default `https://api.pagerduty.com`; plain http and any port work too. */
  readonly apiUrl?: string;
  /** For one call. Default 10,000. */
  readonly timeoutMs?: number;
  /** PEM of a private certificate authority. Default: the system's. */
  readonly ca?: string;
}

/** How the REST API is called with these options. Throws PortError `refused` for an unusable URL. */
export function restCall(options: PagerDutyRestOptions): PagerDutyCall {
  return {
    target: readTarget('PagerDuty', options.apiUrl ?? 'https://api.pagerduty.com'),
    timeoutMs: options.timeoutMs ?? 10_000,
    secret: options.apiToken,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
}

export interface RestRequest {
  readonly method: 'get' | 'post' | 'put';
  /** Below the base URL, with its leading slash; segments are encoded already. */
  readonly path: string;
  /** A list is sent as the same name several times. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: object;
  /** Email of the acting user, where PagerDuty asks for one. */
  readonly from?: string;
}

export interface RestAnswer {
  /** The JSON value; undefined for an answer without a body. */
  readonly data: unknown;
  /** The Date header: PagerDuty's own clock, in whole seconds. */
  readonly date: string | null;
}

/** An answer other than 2xx, with what tells one refusal from another. */
export class PagerDutyRefusal extends PortError {
  readonly status: number;
  /** PagerDuty's own number for it; null when the answer had none. */
  readonly code: number | null;

  constructor(told: PortError, status: number, code: number | null) {
    super(told.reason, told.message, told.retryAfter);
    this.status = status;
    this.code = code;
  }
}

/** Posts one event to `/v2/enqueue`; returns the body of PagerDuty's 2xx answer. */
export async function enqueue(call: PagerDutyCall, body: object): Promise<unknown> {
  const server = `${call.target.host}${portIfImplied(call.target)}${call.target.prefix}`;
  // pdjs asks for a payload even on resolve, where the API wants none.
  const data = body as Parameters<typeof event>[0]['data'];
  const answer = await exchange(call, true, (options) => event({ ...options, server, data }));
  return answer.data;
}

/** One REST request with PagerDuty's 2xx answer. Throws PagerDutyRefusal for every other answer. */
export function ask(call: PagerDutyCall, request: RestRequest): Promise<RestAnswer> {
  return exchange(call, call.target.secure, (options) =>
    api({
      ...options,
      url: `${call.target.base}${request.path}${queryText(request.query ?? {})}`,
      method: request.method,
      token: call.secret,
      headers: request.from === undefined ? {} : { From: request.from },
      ...(request.body === undefined ? {} : { data: request.body }),
    }),
  );
}

/** pdjs itself can send a name only once. */
function queryText(query: NonNullable<RestRequest['query']>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) pairs.append(name, one);
  }
  return pairs.size === 0 ? '' : `?${pairs}`;
}

const MOST_BYTES = 8 * 1024 * 1024;

/** What node-fetch, which pdjs calls, understands beside the standard options. */
interface GuardedOptions {
  readonly agent: HttpAgent;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
  readonly size: number;
  readonly requestTimeout: 0;
}

interface Seen {
  answer: IncomingMessage | null;
  /** The line was cut before the answer was whole. */
  brokenOff: boolean;
}

/** `asHttps`: pdjs has written `https://` in front, whatever the target is. */
async function exchange(
  call: PagerDutyCall,
  asHttps: boolean,
  send: (options: GuardedOptions) => Promise<{ data: unknown }>,
): Promise<RestAnswer> {
  const seen: Seen = { answer: null, brokenOff: false };
  const { who } = call.target;
  return await withinDeadline(who, call.timeoutMs, async (signal) => {
    const stop = new AbortController();
    const agent = watchedAgent(call, asHttps, (answer) => {
      seen.answer = answer;
      // pdjs repeats a 429 three times on its own; the outbox decides that, so pdjs never sees one.
      if (answer.statusCode === 429) stop.abort();
      // node-fetch waits for ever for the rest of an answer that was cut.
      answer.once('close', () => {
        if (answer.complete) return;
        seen.brokenOff = true;
        stop.abort();
      });
    });
    const options: GuardedOptions = {
      agent,
      signal: AbortSignal.any([signal, stop.signal, ...(call.signal ? [call.signal] : [])]),
      redirect: 'manual',
      size: MOST_BYTES,
      // Any other value starts a timer that does nothing but hold the process for its whole length.
      requestTimeout: 0,
    };
    // pdjs rejects with a Response, which is no Error, when a body is not JSON: what was seen counts.
    const outcome = await send(options).then(
      (answer) => ({ data: answer.data }),
      (error: unknown) => ({ error }),
    );
    return read(call, seen, outcome);
  });
}

type Outcome = { readonly data: unknown } | { readonly error: unknown };

function read(call: PagerDutyCall, { answer, brokenOff }: Seen, outcome: Outcome): RestAnswer {
  const { who } = call.target;
  const status = answer?.statusCode ?? 0;
  if (answer === null) throw brokenCall(who, 'error' in outcome ? outcome.error : null);
  const header = (name: string) => headerText(answer.headers[name]);
  if (status < 200 || status > 299) {
    const said = 'data' in outcome ? outcome.data : undefined;
    const words = sayable(wordsOf(said), [call.secret, ...call.target.secrets]);
    throw new PagerDutyRefusal(failedAnswer(who, { status, header, words }), status, codeOf(said));
  }
  if ('data' in outcome) return { data: outcome.data, date: header('date') };
  if (brokenOff) throw new PortError('unavailable', `${who} broke off its answer`);
  throw new PortError('malformed', `${who} answered ${status} with no usable JSON`);
}

function headerText(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

const Details = z
  .union([z.array(z.string()), z.record(z.string(), z.array(z.string()))])
  .catch([])
  .transform((errors) => Object.values(errors).flat());

const Words = z.object({ message: z.string().catch(''), errors: Details });

/** The Events API says it at the top, the REST API below `error`. */
function wordsOf(body: unknown): string {
  const nested = z.object({ error: Words }).safeParse(body).data?.error;
  const words = nested ?? Words.safeParse(body).data;
  if (words === undefined) return '';
  return [words.message, ...words.errors].filter((part) => part !== '').join('; ');
}

const Numbered = z.object({ error: z.object({ code: z.number() }) });

function codeOf(body: unknown): number | null {
  return Numbered.safeParse(body).data?.error.code ?? null;
}

/** One connection for one call, so that a page never meets a connection that went stale in a pool. */
function watchedAgent(
  call: PagerDutyCall,
  asHttps: boolean,
  onAnswer: (answer: IncomingMessage) => void,
): HttpAgent {
  const options = { lookup: guardedLookup, ...(call.ca === undefined ? {} : { ca: call.ca }) };
  const agent = call.target.secure ? new HttpsAgent(options) : new HttpAgent(options);
  // With this an "https" request of pdjs travels over a plain connection.
  if (asHttps) Object.assign(agent, { protocol: 'https:' });
  return watch(agent, onAnswer);
}

/** `addRequest` is what Node asks of anything that is to serve as an agent. */
interface TakesRequests {
  addRequest(request: ClientRequest, options: object): void;
}

function watch(agent: HttpAgent, onAnswer: (answer: IncomingMessage) => void): HttpAgent {
  const inner = agent as HttpAgent & TakesRequests;
  const addRequest = inner.addRequest.bind(agent);
  inner.addRequest = (request, options) => {
    request.once('response', onAnswer);
    addRequest(request, options);
  };
  return agent;
}

/** Where a plain target has no port, pdjs would imply 443. */
function portIfImplied(target: Target): string {
  return target.secure || /:\d+$/.test(target.host) ? '' : ':80';
}
