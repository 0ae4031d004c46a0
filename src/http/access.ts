/** Access: who may use the API. */
import type { RequestHandler } from 'express';
import { checkBearer } from '../webhooks/bearer.ts';
import { type Problem, sendProblem } from './problem.ts';

export const UNAUTHORISED: Problem = {
  status: 401,
  code: 'unauthorised',
  title: 'Not authorised',
  detail: 'The Authorization header is missing or its token is wrong.',
  remedy: 'Send "Authorization: Bearer <token>" with the configured token.',
};

/** Asks for the token when one is configured. */
export function tokenNeeded(token: string): RequestHandler {
  return (req, res, next) => {
    if (token === '' || checkBearer(req.headers.authorization, token)) return next();
    sendProblem(res, UNAUTHORISED);
  };
}

/** Operations that change the process: the token where there is one, else this machine only. */
export function operatorNeeded(token: string): RequestHandler {
  const byToken = tokenNeeded(token);
  return (req, res, next) => {
    if (token !== '' || isLoopback(req.socket.remoteAddress)) byToken(req, res, next);
    else sendProblem(res, UNAUTHORISED);
  };
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|127\.|::ffff:127\.)/.test(address);
}
