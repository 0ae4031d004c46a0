/** A repair is written on the timeline and counted, so that lost webhooks do not stay unseen. */
import { system } from '../domain/actor.ts';
import type { Delivery } from '../ports/incident-store.ts';
import { PortError } from '../ports/port-error.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';

export type RepairKind = 'fire' | 'resolve' | 'acknowledge' | 'note' | 'link' | 'subscription';

export async function noteRepair(
  parts: Parts,
  id: string,
  kind: RepairKind,
  what: string,
): Promise<void> {
  parts.meter.repair(kind);
  parts.log.warn('repaired', { incident_id: id, kind, what });
  const by = system('reconciler');
  await handle(parts, id, { type: 'NoteRepair', at: parts.clock.now(), by, what });
}

/** What was found by comparing takes the road of a delivery, so that the webhook that comes late after all is a duplicate. */
export function foundDelivery(
  parts: Parts,
  source: string,
  found: unknown,
  vendorIds: readonly string[],
): Delivery {
  return {
    id: parts.uid(),
    source,
    receivedAt: parts.clock.now(),
    sha256: '',
    body: new TextEncoder().encode(JSON.stringify(found)),
    state: 'accepted',
    reason: 'found by comparing',
    vendorIds,
  };
}

/** What PagerDuty refuses about one incident is said and passed over; an outage ends the round. */
export async function apart(parts: Parts, id: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PortError) || error.reason !== 'refused') throw error;
    parts.log.debug('could not compare one incident', { incident_id: id, reason: error.message });
  }
}
