/** POST /webhooks/alertmanager: 202 once it is on disk, 503 to be sent again, 4xx for what the sender must repair. */
import express, { type RequestHandler, type Response, Router } from 'express';
import { tokenNeeded } from './access.ts';
import { createAdmission } from './admission.ts';
import { bytesOf, deliveryOf } from './delivery.ts';
import type { Front } from './front.ts';
import { meterRoute } from './meter-route.ts';
import { onlyMethods } from './only-methods.ts';
import { type Problem, sendProblem } from './problem.ts';
import { useAlertmanager } from './use-alertmanager.ts';

const PATH = '/webhooks/alertmanager';
const LIMIT_BYTES = 64 * 1024 * 1024;

export function alertmanagerRoute(front: Front): Router {
  const router = Router();
  router.all(PATH, meterRoute(front.parts.meter, 'alertmanager'), onlyMethods('POST', 'PUT'));
  const chain: RequestHandler[] = [
    tokenNeeded(front.alertmanagerToken),
    createAdmission(),
    jsonOnly,
    express.raw({ type: () => true, limit: LIMIT_BYTES }),
    (req, res) => take(front, bytesOf(req.body), res),
  ];
  // Grafana may be set to PUT.
  router.post(PATH, ...chain);
  router.put(PATH, ...chain);
  return router;
}

async function take(front: Front, body: Uint8Array, res: Response): Promise<void> {
  const used = await useAlertmanager(front.parts, deliveryOf(front.parts, 'alertmanager', body));
  if (!used.ok) return refuse(front, res, used.error);
  res.status(202).json({ incidents: used.value });
}

/** The answer lands in the sender's log, so it says what to repair. */
function refuse(front: Front, res: Response, problem: Problem): void {
  front.parts.log.warn('delivery refused', { code: problem.code, detail: problem.detail });
  sendProblem(res, problem);
}

const jsonOnly: RequestHandler = (req, res, next) => {
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (/^application\/(?:[\w.+-]+\+)?json$/.test(type)) return next();
  sendProblem(res, {
    status: 415,
    code: 'content-type',
    title: 'Not JSON',
    detail: `The content type is ${JSON.stringify(type.slice(0, 100))}.`,
    remedy: 'Send "Content-Type: application/json", as Alertmanager does.',
  });
};
