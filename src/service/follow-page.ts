/** Follows what happens to an incident in PagerDuty: acknowledged, escalated, resolved, merged … there. */
import type { Instant } from '../domain/instant.ts';
import type { Delivery, IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { apply } from './apply.ts';
import { linked } from './find-incident.ts';
import { inTransaction } from './handle.ts';
import type { HeededIncident, Outcome } from './heeded.ts';
import type { Parts } from './parts.ts';
import { toldBy } from './told-by.ts';

export async function followPage(
  parts: Parts,
  id: string,
  event: HeededIncident,
  delivery: Delivery,
): Promise<Outcome> {
  const at = parts.clock.now();
  const outcome = await inTransaction(parts, async (tx): Promise<Outcome> => {
    if (!(await tx.recordDelivery(delivery))) return 'duplicate';
    const link = { incidentId: event.vendorIncidentId, url: event.url, keys: [] };
    const loaded = await linked(parts, tx, id, link, at);
    if (loaded === null) return 'ignored';
    await follow(parts, tx, loaded, event, at);
    return 'used';
  });
  parts.wake([id]);
  return outcome;
}

/** What the event says happened, applied in the caller's transaction. */
export async function follow(
  parts: Parts,
  tx: IncidentTransaction,
  loaded: Loaded,
  event: HeededIncident,
  at: Instant,
): Promise<void> {
  const { policy } = parts.settings();
  const told = toldBy(loaded.incident, event, at);
  for (const command of told) {
    const current = await tx.load(loaded.incident.id);
    if (current !== null) await apply(tx, current, command, policy);
  }
}
