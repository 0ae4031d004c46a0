/** Compares PagerDuty's open incidents with ours: what was not opened, joined, acknowledged or resolved here is. */
import type { Actor } from '../domain/actor.ts';
import { type Incident, isOpen } from '../domain/incident.ts';
import { plusSeconds } from '../domain/instant.ts';
import type { VendorIncident } from '../ports/duty-board.ts';
import { adopt } from './adopt.ts';
import { findIncident } from './find-incident.ts';
import { followPage } from './follow-page.ts';
import { handle } from './handle.ts';
import type { HeededIncident } from './heeded.ts';
import { openIncidents } from './open-incidents.ts';
import type { Parts } from './parts.ts';
import { apart, foundDelivery, noteRepair } from './repair.ts';

const WEEK = 7 * 24 * 3600;
const MOST = 500;
/** Webhooks are given this long to come by themselves. */
const PATIENCE_SECONDS = 60;

export async function reconcilePages(parts: Parts): Promise<void> {
  if (parts.board === null) return;
  const now = parts.clock.now();
  const open = await parts.board.open(plusSeconds(now, -WEEK), MOST);
  for (const vendor of open) {
    if (vendor.createdAt >= plusSeconds(now, -PATIENCE_SECONDS)) continue;
    await apart(parts, vendor.id, () => compare(parts, vendor));
  }
  const seen = new Set(open.map((vendor) => vendor.id));
  for (const incident of await openIncidents(parts)) {
    await apart(parts, incident.id, () => compareOurs(parts, incident, seen));
  }
}

async function compare(parts: Parts, vendor: VendorIncident): Promise<void> {
  const heeded = heededFrom(vendor, vendor.status);
  const found = await findIncident(parts, heeded);
  if (found.id === null) return adoptLate(parts, heeded);
  const loaded = await parts.store.load(found.id);
  if (loaded === null || !isOpen(loaded.incident)) return;
  await joinLate(parts, loaded.incident, vendor);
  if (vendor.status !== 'acknowledged' || loaded.incident.acknowledged !== null) return;
  const by = acknowledgerOf(vendor);
  const at = parts.clock.now();
  const said = await handle(parts, found.id, { type: 'Acknowledge', at, by });
  if (!said.ok || said.value.events.length === 0) return;
  await noteRepair(parts, found.id, 'acknowledge', `${by.name} had acknowledged it in PagerDuty`);
}

async function adoptLate(parts: Parts, heeded: HeededIncident): Promise<void> {
  if (!parts.settings().adopt) return;
  const vendorIds = [`found:${heeded.vendorIncidentId}`];
  const delivery = foundDelivery(parts, 'pagerduty', heeded, vendorIds);
  if ((await adopt(parts, heeded, delivery)) !== 'used') return;
  const found = await findIncident(parts, heeded);
  if (found.id === null) return;
  const what = `PagerDuty incident ${heeded.vendorIncidentId} was open, and nothing had told us`;
  await noteRepair(parts, found.id, 'fire', what);
}

async function joinLate(parts: Parts, incident: Incident, vendor: VendorIncident): Promise<void> {
  if (incident.vendorIncidents.includes(vendor.id)) return;
  const keys = vendor.incidentKey === null ? [] : [vendor.incidentKey];
  const said = await handle(parts, incident.id, {
    type: 'LinkPagerduty',
    at: parts.clock.now(),
    by: PAGERDUTY,
    incidentId: vendor.id,
    url: vendor.url,
    keys,
  });
  if (!said.ok || said.value.events.length === 0) return;
  await noteRepair(parts, incident.id, 'link', `it is PagerDuty incident ${vendor.id}`);
}

/** Ours is open and was joined with one that PagerDuty no longer lists as open: it says why. */
async function compareOurs(
  parts: Parts,
  incident: Incident,
  seen: ReadonlySet<string>,
): Promise<void> {
  const vendorId = incident.pagerduty?.incidentId;
  if (vendorId === undefined || seen.has(vendorId) || parts.board === null) return;
  const vendor = await parts.board.incident(vendorId);
  if (vendor?.status !== 'resolved') return;
  const vendorIds = [`found:${vendorId}:resolved:${incident.page.generation}`];
  const delivery = foundDelivery(parts, 'pagerduty', vendor, vendorIds);
  const heeded = { ...heededFrom(vendor, 'resolved'), by: SOMEBODY };
  if ((await followPage(parts, incident.id, heeded, delivery)) !== 'used') return;
  await noteRepair(
    parts,
    incident.id,
    'resolve',
    `PagerDuty incident ${vendorId} was resolved there`,
  );
}

const PAGERDUTY: Actor = { kind: 'system', name: 'pagerduty', channel: 'pagerduty' };
const SOMEBODY: Actor = { kind: 'person', name: 'somebody', channel: 'pagerduty' };

function acknowledgerOf({ acknowledgers: [name = 'somebody'] }: VendorIncident): Actor {
  return { kind: 'person', name, channel: 'pagerduty' };
}

function heededFrom(vendor: VendorIncident, change: string): HeededIncident {
  return {
    kind: 'incident',
    vendorIncidentId: vendor.id,
    change,
    by: vendor.status === 'acknowledged' ? acknowledgerOf(vendor) : PAGERDUTY,
    title: vendor.title,
    status: vendor.status,
    urgency: vendor.urgency,
    url: vendor.url,
    incidentKey: vendor.incidentKey,
    service: vendor.service.name,
    priority: vendor.priority,
    saidAt: null,
    createdAt: vendor.createdAt,
    mergedInto: null,
  };
}
