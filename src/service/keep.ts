/** Keeps a delivery that changes no incident, with the reason why. */
import type { Delivery } from '../ports/incident-store.ts';
import { inTransaction } from './handle.ts';
import type { Outcome } from './heeded.ts';
import type { Parts } from './parts.ts';
import { isNoteId } from './vendor-ids.ts';

export async function keep(
  parts: Parts,
  delivery: Delivery,
  outcome: 'ignored' | 'quarantined',
  reason: string,
): Promise<Outcome> {
  // A note that could not be used now may be found again by reading, once its incident is known.
  const vendorIds =
    outcome === 'quarantined'
      ? delivery.vendorIds.filter((id) => !isNoteId(id))
      : delivery.vendorIds;
  const state = outcome === 'quarantined' ? 'quarantined' : 'accepted';
  const isNew = await inTransaction(parts, (tx) =>
    tx.recordDelivery({ ...delivery, state, reason, vendorIds }),
  );
  if (isNew && outcome === 'quarantined') {
    parts.log.warn('PagerDuty event quarantined', { delivery: delivery.id, reason });
  }
  return isNew ? outcome : 'duplicate';
}
