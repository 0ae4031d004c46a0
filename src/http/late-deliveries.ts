/** Late deliveries: what PagerDuty told us while it could not be asked is understood once it can be, or without the answer. */
import { type Instant, secondsBetween } from '../domain/instant.ts';
import { StoreUnavailable, type WaitingDelivery } from '../ports/incident-store.ts';
import type { Outcome } from '../service/heeded.ts';
import { keep } from '../service/keep.ts';
import { lookUps } from '../service/look-ups.ts';
import type { Parts } from '../service/parts.ts';
import { usePagerdutyAgain } from './use-pagerduty.ts';

/** Longer than PagerDuty is waited for below, and than what follows takes. */
const LEASE_SECONDS = 30;
const BATCH = 50;
/** For all look-ups of one delivery. */
const LATE_MS = 6000;
/** What PagerDuty did not say by then is done without. */
const PATIENCE_SECONDS = 120;

/** Tries what is due once more; returns how many deliveries that were. Throws StoreUnavailable. */
export async function takeLateDeliveries(parts: Parts): Promise<number> {
  const now = parts.clock.now();
  const due = await parts.store.claimWaiting(now, LEASE_SECONDS, BATCH);
  await Promise.all(due.map((one) => takeLate(parts, one, now)));
  return due.length;
}

async function takeLate(parts: Parts, kept: WaitingDelivery, now: Instant): Promise<void> {
  const goOn = secondsBetween(kept.receivedAt, now) >= PATIENCE_SECONDS;
  try {
    const outcome = await use(parts, kept, now, goOn);
    if (outcome === 'quarantined') parts.meter.webhookQuarantined(kept.source);
    parts.log.info('late delivery taken', { delivery: kept.id, outcome });
  } catch (error) {
    // Its lease runs out, and it is tried again.
    if (error instanceof StoreUnavailable) return;
    parts.log.error('late delivery failed', { delivery: kept.id, error });
    // What goes wrong every time must not hold up those behind it.
    if (goOn) await keep(parts, { ...kept, vendorIds: [] }, 'quarantined', 'it failed every time');
  }
}

function use(parts: Parts, kept: WaitingDelivery, now: Instant, goOn: boolean): Promise<Outcome> {
  const again = {
    ...kept,
    // What it does now happens now.
    receivedAt: now,
    state: 'accepted' as const,
    reason: 'PagerDuty could not be asked when it came',
    vendorIds: [],
  };
  const how = { lookUps: lookUps(parts, { withinMs: LATE_MS, goOn }), occasion: 'late' as const };
  return usePagerdutyAgain(parts, again, how);
}
