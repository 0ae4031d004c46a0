/** The deliveries of the API: what was taken, what waits in quarantine and why, and replaying it. */
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { KeptDelivery } from '../ports/incident-store.ts';
import type { Parts } from '../service/parts.ts';
import type { Front } from './front.ts';
import { BAD_CURSOR, badRequest, sendProblem } from './problem.ts';
import { NO_DELIVERY, replayDelivery } from './replay-delivery.ts';

/** As much of a body is shown. */
const SHOWN_BYTES = 64 * 1024;

const Filter = z.object({
  state: z.enum(['accepted', 'quarantined']).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).nullable().default(null),
});

export function deliveryRoutes({ parts }: Front): Router {
  const router = Router();
  router.get('/api/v1/deliveries', (req, res) => list(parts, req, res));
  router.get('/api/v1/deliveries/:id', (req, res) => show(parts, req, res));
  router.post('/api/v1/deliveries/:id/replay', (req, res) => replay(parts, req, res));
  return router;
}

async function list(parts: Parts, req: Request, res: Response): Promise<void> {
  const filter = Filter.safeParse(req.query);
  if (!filter.success) {
    const said = z.prettifyError(filter.error);
    return sendProblem(res, badRequest(said, 'Correct the query.', 'bad-filter'));
  }
  try {
    const page = await parts.store.deliveries(filter.data);
    res.json({ deliveries: page.deliveries.map(shown), next_cursor: page.nextCursor });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    sendProblem(res, BAD_CURSOR);
  }
}

async function show(parts: Parts, req: Request, res: Response): Promise<void> {
  const kept = await parts.store.delivery(String(req.params['id']), SHOWN_BYTES);
  if (kept === null) return sendProblem(res, NO_DELIVERY);
  res.json({ ...shown(kept), body: textOf(kept.body, kept.bytes) });
}

/** 200 `{outcome, reason}`; the reason says why it was not used. */
async function replay(parts: Parts, req: Request, res: Response): Promise<void> {
  const id = String(req.params['id']);
  const replayed = await replayDelivery(parts, id);
  if (!replayed.ok) return sendProblem(res, replayed.error);
  const { outcome } = replayed;
  if (outcome === 'used') return void res.json({ outcome });
  const kept = await parts.store.delivery(id, 0);
  res.json({ outcome, reason: kept?.reason });
}

function shown({ id, source, receivedAt, state, reason, sha256, bytes }: KeptDelivery): object {
  return { id, source, received_at: receivedAt, state, reason, sha256, bytes };
}

/** A character that the cut goes through is left out. */
function textOf(body: Uint8Array, bytes: number): string {
  const text = new TextDecoder().decode(body, { stream: bytes > body.length });
  return bytes > body.length ? `${text}\n… cut: ${body.length} of ${bytes} bytes are shown` : text;
}
