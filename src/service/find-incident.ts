/** Finds our incident for one of PagerDuty's: by the link, by the key it names, or by asking for the keys of its alerts. */
import type { Actor } from '../domain/actor.ts';
import type { Instant } from '../domain/instant.ts';
import type { IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { PortError } from '../ports/port-error.ts';
import { apply } from './apply.ts';
import type { HeededIncident, HeededNote } from './heeded.ts';
import type { Parts } from './parts.ts';

export type Found = { readonly id: string } | { readonly id: null; readonly reason: string };

export async function findIncident(
  parts: Parts,
  heeded: HeededNote | HeededIncident,
): Promise<Found> {
  const linked = await parts.store.byPagerduty(heeded.vendorIncidentId);
  if (linked !== null) return { id: linked };
  const key = heeded.kind === 'incident' ? heeded.incidentKey : null;
  const named = key === null ? null : await parts.store.byDedupKey(key);
  if (named !== null) return { id: named };
  return askForKeys(parts, heeded.vendorIncidentId);
}

async function askForKeys(parts: Parts, vendorIncidentId: string): Promise<Found> {
  const unknown = `PagerDuty incident ${vendorIncidentId} is none of ours`;
  if (parts.notes === null) return { id: null, reason: unknown };
  try {
    for (const key of await parts.notes.dedupKeys(vendorIncidentId)) {
      const id = await parts.store.byDedupKey(key);
      if (id !== null) return { id };
    }
    return { id: null, reason: unknown };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return {
      id: null,
      reason: `${unknown} that we know of, and PagerDuty could not be asked: ${error.message}`,
    };
  }
}

/** The incident, after its PagerDuty incident is written down; a known link costs nothing. */
export async function linked(
  parts: Parts,
  tx: IncidentTransaction,
  id: string,
  vendorIncidentId: string,
  url: string,
  at: Instant,
): Promise<Loaded | null> {
  const loaded = await tx.load(id);
  if (loaded === null || loaded.incident.pagerduty?.incidentId === vendorIncidentId) return loaded;
  const by: Actor = { kind: 'system', name: 'pagerduty', channel: 'pagerduty' };
  await apply(
    tx,
    loaded,
    { type: 'LinkPagerduty', at, by, incidentId: vendorIncidentId, url, keys: [] },
    parts.settings().policy,
  );
  return tx.load(id);
}
