/** Finds our incident for one of PagerDuty's: by the link, by the key it names, or by asking for the keys of its alerts. */
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { apply } from './apply.ts';
import { vendorKey } from './dedup-key.ts';
import { type HeededIncident, type HeededNote, PAGERDUTY } from './heeded.ts';
import { type LookUps, patientLookUps } from './look-ups.ts';
import type { Parts } from './parts.ts';

export type Found = { readonly id: string } | { readonly id: null; readonly reason: string };

/** Throws Unanswered where the look-ups do. */
export async function findIncident(
  parts: Parts,
  heeded: HeededNote | HeededIncident,
  lookUps: LookUps = patientLookUps(parts),
): Promise<Found> {
  const linked = await parts.store.byDedupKey(vendorKey(heeded.vendorIncidentId));
  if (linked !== null) return { id: linked };
  const key = heeded.kind === 'incident' ? heeded.incidentKey : null;
  const named = key === null ? null : await byKey(parts, key, heeded);
  return named === null ? askForKeys(parts, heeded, lookUps) : { id: named };
}

async function askForKeys(
  parts: Parts,
  heeded: HeededNote | HeededIncident,
  lookUps: LookUps,
): Promise<Found> {
  const { vendorIncidentId } = heeded;
  const unknown = `PagerDuty incident ${vendorIncidentId} is none of ours`;
  const { notes } = parts;
  if (notes === null) return { id: null, reason: unknown };
  const keys = await lookUps.ask('its alerts', () => notes.dedupKeys(vendorIncidentId));
  if (!keys.known) {
    const reason = `${unknown} that we know of, and PagerDuty could not be asked: ${keys.reason}`;
    return { id: null, reason };
  }
  for (const key of keys.value) {
    const id = await byKey(parts, key, heeded);
    if (id !== null) return { id };
  }
  return { id: null, reason: unknown };
}

async function byKey(
  parts: Parts,
  key: string,
  heeded: HeededNote | HeededIncident,
): Promise<string | null> {
  const id = await parts.store.byDedupKey(key);
  const loaded = id === null ? null : await parts.store.load(id);
  if (loaded === null) return null;
  const began = heeded.kind === 'incident' ? heeded.createdAt : null;
  return isLaterStory(loaded.incident, began) ? null : loaded.incident.id;
}

/** Alertmanager uses a group's key again and again: what began after our incident was over is another story. */
function isLaterStory(incident: Incident, began: Instant | null): boolean {
  const { resolved_at: resolvedAt } = incident.timeline;
  return resolvedAt !== null && began !== null && began > resolvedAt;
}

/** The incident, after its PagerDuty incident is written down; a known link costs nothing. */
export async function linked(
  parts: Parts,
  tx: IncidentTransaction,
  id: string,
  link: { readonly incidentId: string; readonly url: string; readonly keys: readonly string[] },
  at: Instant,
): Promise<Loaded | null> {
  const loaded = await tx.load(id);
  if (loaded === null || loaded.incident.vendorIncidents.includes(link.incidentId)) return loaded;
  const { policy } = parts.settings();
  await apply(tx, loaded, { type: 'LinkPagerduty', at, by: PAGERDUTY, ...link }, policy);
  return tx.load(id);
}
