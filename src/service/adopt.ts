/** Adopt opens an incident here for one that was born in PagerDuty, or joins it with the one that it is, and follows. */
import { signalKey } from '../domain/signal.ts';
import type { VendorAlert } from '../ports/duty-board.ts';
import type { Delivery } from '../ports/incident-store.ts';
import { linked } from './find-incident.ts';
import { follow } from './follow-page.ts';
import { inTransaction } from './handle.ts';
import type { HeededIncident, Outcome } from './heeded.ts';
import { keep } from './keep.ts';
import { type LookUps, patientLookUps } from './look-ups.ts';
import { correlate, locksOf, observe } from './observe.ts';
import type { Parts } from './parts.ts';
import { vendorSignal } from './vendor-signal.ts';

/** Throws Unanswered where the look-ups do. */
export async function adopt(
  parts: Parts,
  event: HeededIncident,
  delivery: Delivery,
  lookUps: LookUps = patientLookUps(parts),
): Promise<Outcome> {
  const settings = parts.settings();
  if (!settings.adopt || event.status === 'resolved') {
    return keep(parts, delivery, 'ignored', 'an incident of PagerDuty that is none of ours');
  }
  const alerts = await alertsOf(parts, event.vendorIncidentId, lookUps);
  const keys = keysOf(event, alerts);
  const signal = vendorSignal(event, alerts, 'firing');
  const at = delivery.receivedAt;
  const groups = correlate(settings, [signal], { truncated: 0, at }).map((group) => ({
    ...group,
    vendorKeys: keys,
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
      const loaded = await linked(parts, tx, result.id, link, at);
      // An acknowledgement may be the first that is heard of it.
      if (loaded !== null) await follow(parts, tx, loaded, event, at);
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
async function alertsOf(
  { board }: Parts,
  vendorIncidentId: string,
  lookUps: LookUps,
): Promise<readonly VendorAlert[]> {
  if (board === null) return [];
  const alerts = await lookUps.ask('its alerts', () => board.alerts(vendorIncidentId));
  return alerts.known ? alerts.value : [];
}
