/** Uses the body of a PagerDuty webhook that is known to be PagerDuty's: understood and heeded, or put into quarantine. */
import type { Delivery } from '../ports/incident-store.ts';
import type { Outcome } from '../service/heeded.ts';
import { keep } from '../service/keep.ts';
import { type Listening, listen } from '../service/listen.ts';
import type { Parts } from '../service/parts.ts';
import { noteVendorId } from '../service/vendor-ids.ts';
import { type PagerdutyEvent, readPagerduty } from '../webhooks/pagerduty.ts';
import { readJson } from '../webhooks/raw-body.ts';
import { heedPagerduty } from './heed-pagerduty.ts';

/** `delivery` comes with the vendor ids that are not in its body. Throws StoreUnavailable. */
export async function usePagerduty(
  parts: Parts,
  delivery: Delivery,
  how?: Listening,
): Promise<Outcome> {
  const json = readJson(delivery.body);
  if (!json.ok) return keep(parts, delivery, 'quarantined', json.error.detail);
  const read = readPagerduty(json.value);
  if (!read.ok) return keep(parts, delivery, 'quarantined', read.error.reason);
  const vendorIds = [...delivery.vendorIds, ...idsIn(read.value)];
  return listen(parts, heedPagerduty(read.value), { ...delivery, vendorIds }, how);
}

/** The same for a delivery that was kept. */
export async function usePagerdutyAgain(
  parts: Parts,
  kept: Delivery,
  how: Listening,
): Promise<Outcome> {
  const outcome = await usePagerduty(parts, kept, how);
  // A note may have been heard another way meanwhile; then there is nothing left to wait for.
  if (outcome === 'duplicate') await keep(parts, kept, 'ignored', 'known from another delivery');
  return outcome;
}

/** A note that was found by reading before its webhook came is known by its own id. */
function idsIn({ eventId, subject }: PagerdutyEvent): readonly string[] {
  const note =
    subject.kind === 'note' ? [noteVendorId(subject.vendorIncidentId, subject.noteId)] : [];
  return [`event:${eventId}`, ...note];
}
