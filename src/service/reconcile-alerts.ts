/** Compares the alerts of open incidents with what Alertmanager holds: one that is gone there for a while has ended. */
import type { Incident } from '../domain/incident.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import { type Signal, signalKey } from '../domain/signal.ts';
import { openIncidents } from './open-incidents.ts';
import type { Parts } from './parts.ts';
import { receive } from './receive.ts';
import { foundDelivery, noteRepair } from './repair.ts';

/** An Alertmanager that just started knows nothing yet: Prometheus tells it again within a minute or two. */
const GONE_SECONDS = 300;
const MOST_SIGNALS = 10_000;

/** Remembers between rounds since when an alert is missing; a restart begins anew, which only takes longer. */
export function reconcileAlerts(): (parts: Parts) => Promise<void> {
  const missingSince = new Map<string, Instant>();
  return async (parts) => {
    if (parts.alertSource === null) return;
    const standing = await parts.alertSource.standing().catch((error: unknown) => {
      // Who was away may have started anew, and knows nothing yet.
      missingSince.clear();
      throw error;
    });
    // Silenced and inhibited alerts stand too: kept quiet is not resolved.
    const held = new Set(standing.map(({ signal }) => signalKey(signal)));
    const still = new Set<string>();
    for (const incident of await openIncidents(parts)) {
      const missing = missingOf(incident, held);
      for (const key of missing) still.add(key);
      await endThoseGone(parts, incident, missing, missingSince);
    }
    for (const key of missingSince.keys()) if (!still.has(key)) missingSince.delete(key);
  };
}

function missingOf(incident: Incident, held: ReadonlySet<string>): readonly string[] {
  return Object.entries(incident.signals)
    .filter(([key, signal]) => signal.status === 'firing' && key.startsWith('alertmanager:'))
    .map(([key]) => key)
    .filter((key) => !held.has(key));
}

async function endThoseGone(
  parts: Parts,
  incident: Incident,
  missing: readonly string[],
  missingSince: Map<string, Instant>,
): Promise<void> {
  const now = parts.clock.now();
  for (const key of missing) missingSince.set(key, missingSince.get(key) ?? now);
  const gone = new Set(
    missing.filter((key) => secondsBetween(missingSince.get(key) ?? now, now) >= GONE_SECONDS),
  );
  if (gone.size === 0) return;
  const signals = await parts.store.signals(incident.id, MOST_SIGNALS);
  const ended = signals
    .filter((signal) => gone.has(signalKey(signal)))
    .map((signal): Signal => ({ ...signal, status: 'resolved', endsAt: now }));
  if (ended.length === 0) return;
  const delivery = foundDelivery(parts, 'alertmanager', [...gone], []);
  await receive(parts, { delivery, signals: ended, truncated: 0 });
  const names = [...new Set(ended.map((signal) => signal.name))].join(', ');
  const what = `Alertmanager has no ${names} any more, and its resolve never came`;
  await noteRepair(parts, incident.id, 'resolve', what);
}
