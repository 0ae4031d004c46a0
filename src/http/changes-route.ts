/** POST /webhooks/changes: deploys, flags and settings that were changed; 202 once it is on disk, or when it is none. */
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Change } from '../domain/change.ts';
import { checkBearer } from '../webhooks/bearer.ts';
import { readChange } from '../webhooks/change.ts';
import { checkHubSignature } from '../webhooks/hub-signature.ts';
import { readJson } from '../webhooks/raw-body.ts';
import { UNAUTHORISED } from './access.ts';
import { createAdmission } from './admission.ts';
import { bytesOf } from './delivery.ts';
import type { Front } from './front.ts';
import { meterRoute } from './meter-route.ts';
import { onlyMethods } from './only-methods.ts';
import { type Problem, sendProblem } from './problem.ts';

const PATH = '/webhooks/changes';
const LIMIT_BYTES = 1024 * 1024;

export function changesRoute(front: Front): Router {
  const router = Router();
  router.all(PATH, meterRoute(front.parts.meter, 'changes'), onlyMethods('POST'));
  router.post(
    PATH,
    createAdmission(),
    express.raw({ type: () => true, limit: LIMIT_BYTES }),
    allowed(front),
    (req, res) => take(front, req, res),
  );
  return router;
}

/** Its own token or that of the API; GitHub cannot send a token, so it signs with it. Without tokens it is open. */
function allowed(front: Front): RequestHandler {
  const tokens = [front.changesToken, front.apiToken].filter((token) => token !== '');
  return (req, res, next) => {
    const signature = req.get('x-hub-signature-256');
    const isSigned = checkHubSignature(bytesOf(req.body), signature, front.changesToken);
    const hasToken = tokens.some((token) => checkBearer(req.headers.authorization, token));
    if (tokens.length === 0 || isSigned || hasToken) return next();
    refuse(front, res, UNAUTHORISED);
  };
}

async function take(front: Front, req: Request, res: Response): Promise<void> {
  const json = readJson(bytesOf(req.body));
  if (!json.ok) return refuse(front, res, json.error);
  const receivedAt = front.parts.clock.now();
  const read = readChange(json.value, {
    githubEvent: req.get('x-github-event') ?? null,
    receivedAt,
  });
  if (!read.ok) return refuse(front, res, read.error);
  if ('ignored' in read.value) {
    return void res.status(202).json({ outcome: 'ignored', reason: read.value.ignored });
  }
  const { change } = read.value;
  const isNew = await front.parts.changes.record(change, receivedAt);
  res.status(202).json({ outcome: isNew ? 'kept' : 'known', change: shown(change) });
}

function shown({ source, kind, at, summary, services, version, link }: Change): object {
  return { source, kind, at, summary, services, version, link };
}

/** The answer lands in the sender's log, so it says what to repair. */
function refuse(front: Front, res: Response, problem: Problem): void {
  front.parts.log.warn('change refused', { code: problem.code });
  sendProblem(res, problem);
}
