/** Replays a delivery that was kept: its bytes go once more through the code that took them when they came. */
import type { Delivery } from '../ports/incident-store.ts';
import type { Outcome } from '../service/heeded.ts';
import { patientLookUps } from '../service/look-ups.ts';
import type { Parts } from '../service/parts.ts';
import { notFound, type Problem } from './problem.ts';
import { useAlertmanager } from './use-alertmanager.ts';
import { usePagerdutyAgain } from './use-pagerduty.ts';

export type Replay =
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly error: Problem };

/**
 * A delivery of PagerDuty is replayed while it is in quarantine, one of Alertmanager always: old alerts are no news.
 * Throws StoreUnavailable.
 */
export async function replayDelivery(parts: Parts, id: string): Promise<Replay> {
  const kept = await parts.store.delivery(id);
  if (kept === null) return { ok: false, error: NO_DELIVERY };
  const again: Delivery = {
    ...kept,
    // What it does now happens now.
    receivedAt: parts.clock.now(),
    state: 'accepted',
    reason: 'replayed',
    vendorIds: [],
  };
  const replay = await replayOf(parts, again, kept.state);
  if (replay.ok) parts.log.info('delivery replayed', { delivery: id, outcome: replay.outcome });
  return replay;
}

export const NO_DELIVERY = notFound(
  'such delivery',
  'GET /api/v1/deliveries lists them; they are kept for thirty days.',
);

async function replayOf(parts: Parts, again: Delivery, was: Delivery['state']): Promise<Replay> {
  if (again.source === 'alertmanager') return replayAlerts(parts, again);
  if (again.source !== 'pagerduty' || was !== 'quarantined') {
    return { ok: false, error: conflict('It was used when it came, or replayed since.') };
  }
  const how = { lookUps: patientLookUps(parts), occasion: 'replay' } as const;
  return { ok: true, outcome: await usePagerdutyAgain(parts, again, how) };
}

async function replayAlerts(parts: Parts, again: Delivery): Promise<Replay> {
  const used = await useAlertmanager(parts, again);
  return used.ok
    ? { ok: true, outcome: 'used' }
    : { ok: false, error: conflict(used.error.detail) };
}

function conflict(detail: string): Problem {
  return {
    status: 409,
    code: 'not-replayable',
    title: 'Nothing to replay',
    detail,
    remedy: 'GET /api/v1/deliveries?state=quarantined lists what waits to be replayed.',
  };
}
