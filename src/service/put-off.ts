/** Puts a delivery off that cannot be understood before PagerDuty answers: it is on disk, and is done later by itself. */
import type { Delivery } from '../ports/incident-store.ts';
import { inTransaction } from './handle.ts';
import type { Outcome } from './heeded.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';
import { isNoteId } from './vendor-ids.ts';

/** Some seconds: PagerDuty is asked again soon, and not in step. */
const EARLIER_TRIES = 3;
const LONGEST_WAIT = 60;

/** `thread`: the incident at PagerDuty, whose deliveries stay in their order. */
export async function putOff(
  parts: Parts,
  delivery: Delivery,
  why: { readonly thread: string; readonly reason: string; readonly retryAfter: number | null },
): Promise<Outcome> {
  const { thread, reason, retryAfter } = why;
  const wait = retryAfter === null ? null : Math.min(retryAfter, LONGEST_WAIT);
  const isNew = await inTransaction(parts, (tx) =>
    tx.recordDelivery({
      ...delivery,
      state: 'quarantined',
      reason: `${reason}; it is tried again by itself`,
      // A note may be found by reading before its turn comes.
      vendorIds: delivery.vendorIds.filter((id) => !isNoteId(id)),
      waiting: { thread, tryAt: retryAt(parts.clock.now(), EARLIER_TRIES, wait) },
    }),
  );
  if (isNew) parts.log.warn('PagerDuty event waits', { delivery: delivery.id, reason });
  return isNew ? 'waiting' : 'duplicate';
}
