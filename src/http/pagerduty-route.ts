/** POST /webhooks/pagerduty: signature on the raw bytes first; a signed body is kept and answered 202, up to 1 MiB. */
import express, { type Request, type Response, Router } from 'express';
import { verifySignature } from '../webhooks/signature.ts';
import { bytesOf, deliveryOf } from './delivery.ts';
import type { Front } from './front.ts';
import { meterRoute } from './meter-route.ts';
import { onlyMethods } from './only-methods.ts';
import { sendProblem } from './problem.ts';
import { usePagerduty } from './use-pagerduty.ts';

const PATH = '/webhooks/pagerduty';
/** PagerDuty drops what is over 256 KB itself; beyond this the answer is 413, before the signature is looked at. */
const LIMIT_BYTES = 1024 * 1024;

export function pagerdutyRoute(front: Front): Router {
  const router = Router();
  router.all(PATH, meterRoute(front.parts.meter, 'pagerduty'), onlyMethods('POST'));
  router.post(PATH, express.raw({ type: () => true, limit: LIMIT_BYTES }), (req, res) =>
    take(front, req, res),
  );
  return router;
}

async function take(front: Front, req: Request, res: Response): Promise<void> {
  const body = bytesOf(req.body);
  const header = req.get('x-pagerduty-signature');
  if (!isSigned(front, body, header)) return refuse(res);
  const webhookId = req.get('x-webhook-id');
  const vendorIds = webhookId === undefined ? [] : [`webhook:${webhookId.slice(0, 200)}`];
  const delivery = deliveryOf(front.parts, 'pagerduty', body, vendorIds);
  const outcome = await usePagerduty(front.parts, delivery);
  if (outcome === 'quarantined') front.parts.meter.webhookQuarantined('pagerduty');
  res.status(202).json({ outcome });
}

function isSigned(front: Front, body: Uint8Array, header: string | undefined): boolean {
  if (front.pagerdutySecrets.length === 0) {
    front.parts.log.warn('PagerDuty webhook refused: PAGERDUTY_WEBHOOK_SECRET is not set');
    return false;
  }
  const verdict = verifySignature(body, header, front.pagerdutySecrets);
  if (verdict === 'valid') return true;
  front.parts.log.warn('PagerDuty webhook refused', { signature: verdict });
  return false;
}

function refuse(res: Response): void {
  sendProblem(res, {
    status: 401,
    code: 'signature',
    title: 'Signature not accepted',
    detail: 'X-PagerDuty-Signature does not sign this body with a secret that is configured here.',
    remedy: 'Set PAGERDUTY_WEBHOOK_SECRET to the secret that the subscription was created with.',
  });
}
