/** Problems are answers to requests that cannot be served: RFC 9457 problem+json, with a remedy, never a stack trace. */
import type { ErrorRequestHandler, Response } from 'express';
import type { Need } from '../domain/refusal.ts';
import { StoreUnavailable } from '../ports/incident-store.ts';
import type { Log } from '../ports/log.ts';
import { UnknownIncident } from '../service/handle.ts';

export interface Problem {
  readonly status: number;
  /** Stable name of the kind of problem. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly needs?: readonly Need[];
}

/** Where an answer keeps the code of its problem, for those who count. */
export const PROBLEM_CODE = 'problemCode';

export function sendProblem(res: Response, problem: Problem): void {
  const { code, ...rest } = problem;
  res.locals[PROBLEM_CODE] = code;
  if (problem.status === 503) res.setHeader('Retry-After', '1');
  if (problem.status === 401) res.setHeader('WWW-Authenticate', 'Bearer realm="tocsin"');
  res
    .status(problem.status)
    .type('application/problem+json')
    .send(`${JSON.stringify({ type: `urn:tocsin:problem:${code}`, code, ...rest })}\n`);
}

const STORE_AWAY: Problem = {
  status: 503,
  code: 'store-unavailable',
  title: 'Storage is away',
  detail: 'The database cannot take writes now; nothing of this request was kept.',
  remedy: 'Send it again; Alertmanager and PagerDuty do so by themselves.',
};

export function notFound(
  what: string,
  remedy = 'GET /api/v1/incidents lists what there is.',
): Problem {
  return {
    status: 404,
    code: 'not-found',
    title: 'Not found',
    detail: `There is no ${what}.`,
    remedy,
  };
}

export function badRequest(detail: string, remedy: string, code = 'bad-request'): Problem {
  return { status: 400, code, title: 'Bad request', detail, remedy };
}

export const BAD_CURSOR = badRequest(
  'The cursor is not one of ours.',
  'Leave it out to begin anew.',
  'bad-cursor',
);

/** The last handler: whatever was thrown becomes a problem, and a bug is logged as one. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const problem = problemOf(error);
    if (problem.status === 500)
      log.error('request failed', { method: req.method, path: req.path, error });
    sendProblem(res, problem);
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof StoreUnavailable) return STORE_AWAY;
  if (error instanceof UnknownIncident) return notFound('such incident');
  return bodyProblem(error) ?? BUG;
}

const BUG: Problem = {
  status: 500,
  code: 'bug',
  title: 'A bug in Tocsin',
  detail: 'The request could not be served for a reason that nobody foresaw.',
  remedy: 'The log has the details; please report it.',
};

/** What the body reader throws: http-errors with a type. */
function bodyProblem(error: unknown): Problem | null {
  const type = error instanceof Error && 'type' in error ? String(error.type) : '';
  switch (type) {
    case 'entity.too.large':
      return {
        status: 413,
        code: 'too-large',
        title: 'Body too large',
        detail: 'The body is larger than this route takes.',
        remedy:
          'Send less at once. For Alertmanager, set max_alerts in its receiver: truncated groups are understood.',
      };
    case 'encoding.unsupported':
      return {
        status: 415,
        code: 'unsupported-encoding',
        title: 'Unsupported content encoding',
        detail: 'The body may be plain, gzip, deflate or br.',
        remedy: 'Send it without Content-Encoding.',
      };
    case 'request.aborted':
    case 'request.size.invalid':
      return badRequest(
        'The body ended before its announced length.',
        'Send it again.',
        'incomplete',
      );
    default:
      return isClientFault(error)
        ? badRequest('The body cannot be read.', 'Send plain JSON.')
        : null;
  }
}

function isClientFault(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}
