/** An incident that was opened again in PagerDuty, and of which nothing told us, is opened again here. */
import { type Incident, isOpen } from '../domain/incident.ts';
import type { VendorIncident } from '../ports/duty-board.ts';
import { followPage } from './follow-page.ts';
import type { HeededIncident } from './heeded.ts';
import type { Parts } from './parts.ts';
import { foundDelivery, noteRepair } from './repair.ts';

/** `heeded`: the incident as it was found there, open. */
export async function reopenLate(
  parts: Parts,
  incident: Incident,
  vendor: VendorIncident,
  heeded: HeededIncident,
): Promise<void> {
  const { id, statusSince } = vendor;
  if (statusSince === null || !isOverHere(incident, id, statusSince)) return;
  const delivery = foundDelivery(parts, 'pagerduty', vendor, [
    `found:${id}:reopened:${statusSince}`,
  ]);
  const reopened = { ...heeded, change: 'reopened', saidAt: statusSince };
  if ((await followPage(parts, incident.id, reopened, delivery)) !== 'used') return;
  const loaded = await parts.store.load(incident.id);
  if (loaded === null || !isOpen(loaded.incident)) return;
  await noteRepair(parts, incident.id, 'fire', `PagerDuty incident ${id} was opened again there`);
}

/** PagerDuty's own claim ended, as far as we heard, before it changed there: our own resolve may still be under way. */
function isOverHere({ signals }: Incident, vendorId: string, statusSince: string): boolean {
  const claim = signals[`pagerduty:${vendorId}`];
  return claim?.status === 'resolved' && claim.endsAt !== null && claim.endsAt < statusSince;
}
