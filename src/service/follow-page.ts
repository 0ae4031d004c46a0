/** Follows what happens to our page in PagerDuty: linked, acknowledged, resolved there. */
import type { Command } from '../domain/command.ts';
import type { Instant } from '../domain/instant.ts';
import type { Delivery } from '../ports/incident-store.ts';
import { apply } from './apply.ts';
import { linked } from './find-incident.ts';
import { inTransaction } from './handle.ts';
import type { HeededIncident, Outcome } from './heeded.ts';
import type { Parts } from './parts.ts';

export async function followPage(
  parts: Parts,
  id: string,
  event: HeededIncident,
  delivery: Delivery,
): Promise<Outcome> {
  const at = parts.clock.now();
  const outcome = await inTransaction(parts, async (tx): Promise<Outcome> => {
    if (!(await tx.recordDelivery(delivery))) return 'duplicate';
    const loaded = await linked(parts, tx, id, event.vendorIncidentId, event.url, at);
    if (loaded === null) return 'ignored';
    const command = commandFor(event, at);
    if (command === null) return 'ignored';
    await apply(tx, loaded, command, parts.settings().policy);
    return 'used';
  });
  parts.wake([id]);
  return outcome;
}

function commandFor(event: HeededIncident, at: Instant): Command | null {
  if (event.change === 'acknowledged') return { type: 'Acknowledge', at, by: event.by };
  if (event.change === 'resolved' && event.by.kind === 'person') {
    return { type: 'TakeNote', at, by: event.by, text: 'resolved the page in PagerDuty' };
  }
  return null;
}
