/** Adopt opens an incident here for one that was born in PagerDuty, or joins it with the one that it is. */
import { signalKey } from '../domain/signal.ts';
import type { VendorAlert } from '../ports/duty-board.ts';
import type { Delivery } from '../ports/incident-store.ts';
import { PortError } from '../ports/port-error.ts';
import { linked } from './find-incident.ts';
import { inTransaction } from './handle.ts';
import type { HeededIncident, Outcome } from './heeded.ts';
import { keep } from './keep.ts';
import { correlate, locksOf, observe } from './observe.ts';
import type { Parts } from './parts.ts';
import { vendorSignal } from './vendor-signal.ts';

export async function adopt(
  parts: Parts,
  event: HeededIncident,
  delivery: Delivery,
): Promise<Outcome> {
  const settings = parts.settings();
  if (!settings.adopt || event.status === 'resolved') {
    return keep(parts, delivery, 'ignored', 'an incident of PagerDuty that is none of ours');
  }
  const alerts = await alertsOf(parts, event.vendorIncidentId);
  const keys = keysOf(event, alerts);
  const signal = vendorSignal(event, alerts, 'firing');
  const at = delivery.receivedAt;
  const groups = correlate(settings, [signal], { truncated: 0, at }).map((group) => ({
    ...group,
    vendorKey: keys[0] ?? null,
  }));
  const ids = await inTransaction(parts, async (tx) => {
    await tx.holdCorrelation([...locksOf(groups), ...keys.map((key) => `pager:${key}`)].sort());
    if (!(await tx.recordDelivery(delivery))) return null;
    const known = await tx.knownSignals([signalKey(signal)]);
    const opened: string[] = [];
    for (const group of groups) {
      const result = await observe(parts, settings, tx, group, known);
      if (result === null) continue;
      const link = { incidentId: event.vendorIncidentId, url: event.url, keys };
      await linked(parts, tx, result.id, link, at);
      opened.push(result.id);
    }
    return opened;
  });
  if (ids === null) return 'duplicate';
  parts.wake(ids);
  return 'used';
}

/** The key that PagerDuty shows for the incident first, then those of its alerts. */
function keysOf(event: HeededIncident, alerts: readonly VendorAlert[]): readonly string[] {
  const keys = [event.incidentKey ?? '', ...alerts.map((alert) => alert.key)];
  return [...new Set(keys)].filter((key) => key !== '');
}

/** What its alerts say is worth having, but an incident is opened without it too. */
async function alertsOf(parts: Parts, vendorIncidentId: string): Promise<readonly VendorAlert[]> {
  if (parts.board === null) return [];
  try {
    return await parts.board.alerts(vendorIncidentId);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    parts.log.warn('alerts of a PagerDuty incident could not be read', { reason: error.message });
    return [];
  }
}
