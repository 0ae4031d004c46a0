/** One call on the sandbox's PagerDuty REST API, and the answers that all of its routes share. */
import type { Answer, RecordedRequest } from './loopback.ts';
import type { WebhookSender } from './pagerduty-webhooks.ts';
import type { Incident, User, World } from './pagerduty-world.ts';

export interface RestCall {
  readonly world: World;
  readonly webhooks: WebhookSender;
  readonly request: RecordedRequest;
  /** What the path's groups matched. */
  readonly params: readonly string[];
  /** The user of the From header; never null on routes that ask for it. */
  readonly user: User | null;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: RegExp;
  /** Whether the From header must name a user. Default false. */
  readonly from?: boolean;
  readonly answer: (call: RestCall) => Answer;
}

export function refused(
  status: number,
  code: number,
  message: string,
  errors: readonly string[] = [],
): Answer {
  const details = errors.length === 0 ? {} : { errors };
  return { status, body: { error: { message, code, ...details } } };
}

export function invalid(...errors: readonly string[]): Answer {
  return refused(400, 2001, 'Invalid Input Provided', errors);
}

export function notFound(): Answer {
  return refused(404, 2100, 'Not Found');
}

const MOST_ROWS = 100;
const FARTHEST = 10_000;

/** One page by `limit` and `offset`. */
export function listed(call: RestCall, name: string, rows: readonly unknown[]): Answer {
  const { query } = call.request;
  const limit = Math.min(Number(query.get('limit') ?? 25), MOST_ROWS);
  const offset = Number(query.get('offset') ?? 0);
  if (!Number.isInteger(limit) || !Number.isInteger(offset) || limit < 1 || offset < 0) {
    return invalid('limit and offset must be whole numbers');
  }
  if (offset + limit > FARTHEST) {
    const reason = `Offset+limit exceeds maximum allowed value of ${FARTHEST}. Please try again with a smaller offset.`;
    return refused(400, 2002, 'Arguments Caused Error', [reason]);
  }
  const total = query.get('total') === 'true' ? rows.length : null;
  const more = offset + limit < rows.length;
  const page = rows.slice(offset, offset + limit);
  return { status: 200, body: { [name]: page, limit, offset, more, total } };
}

/** Real PagerDuty takes the id or the number. */
export function incidentOf(call: RestCall): Incident | undefined {
  const wanted = call.params[0];
  return call.world.incidents.find((one) => one.id === wanted || String(one.number) === wanted);
}

/** The object below `name` in the request body; empty when there is none. */
export function bodyPart(call: RestCall, name: string): Readonly<Record<string, unknown>> {
  const body = call.request.body as Readonly<Record<string, unknown>> | undefined;
  const part = body?.[name];
  return typeof part === 'object' && part !== null ? (part as Record<string, unknown>) : {};
}
