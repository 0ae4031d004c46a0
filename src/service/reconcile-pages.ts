/** Compares PagerDuty's open incidents with ours: what was not opened, joined, acknowledged or resolved here is. */
import type { Actor } from '../domain/actor.ts';
import { type Incident, isOpen } from '../domain/incident.ts';
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { VendorIncident } from '../ports/duty-board.ts';
import { adopt } from './adopt.ts';
import { comparingLookUps } from './comparing-look-ups.ts';
import { findIncident } from './find-incident.ts';
import { followPage } from './follow-page.ts';
import { handle } from './handle.ts';
import { type HeededIncident, PAGERDUTY } from './heeded.ts';
import type { LookUps } from './look-ups.ts';
import { openIncidents } from './open-incidents.ts';
import type { Parts } from './parts.ts';
import { reopenLate } from './reopen-late.ts';
import { apart, foundDelivery, noteRepair } from './repair.ts';

const WEEK = 7 * 24 * 3600;
const MOST = 500;
/** Webhooks are given this long to come by themselves. */
const PATIENCE_SECONDS = 60;

/** What is over there changes no more, unless it is opened again, which is listed; lost webhooks of both are rare. */
const ASK_AGAIN_SECONDS = 900;

interface PagesRound {
  run(parts: Parts): Promise<void>;
  forget(): void;
}

/** Remembers between rounds which incidents were found resolved, and when. */
export function reconcilePages(): PagesRound {
  const over = new Map<string, Instant>();
  return {
    forget: () => over.clear(),
    async run(parts) {
      if (parts.board === null) return;
      const since = plusSeconds(parts.clock.now(), -WEEK);
      const listed = await parts.board.open(since, MOST);
      for (const vendor of listed) over.delete(vendor.id);
      try {
        await compareTheirs(parts, listed);
      } finally {
        // What could not be said of theirs keeps ours from nothing.
        await compareOurs(parts, new Set(listed.map((vendor) => vendor.id)), over);
      }
    },
  };
}

async function compareTheirs(parts: Parts, listed: readonly VendorIncident[]): Promise<void> {
  const old = plusSeconds(parts.clock.now(), -PATIENCE_SECONDS);
  const due = listed.filter((vendor) => vendor.createdAt < old);
  await apart(parts, due, (vendor) => compare(parts, vendor));
}

/** Ours is open and was joined with one that PagerDuty no longer lists as open: it says why. */
async function compareOurs(
  parts: Parts,
  listed: ReadonlySet<string>,
  over: Map<string, Instant>,
): Promise<void> {
  const now = parts.clock.now();
  const ours = await openIncidents(parts);
  keepOnly(over, new Set(ours.map((incident) => incident.pagerduty?.incidentId)));
  await apart(parts, ours, async (incident) => {
    const vendorId = incident.pagerduty?.incidentId;
    if (vendorId === undefined || listed.has(vendorId)) return;
    const foundAt = over.get(vendorId);
    if (foundAt !== undefined && now < plusSeconds(foundAt, ASK_AGAIN_SECONDS)) return;
    if (await isOverThere(parts, incident, vendorId)) over.set(vendorId, now);
  });
}

function keepOnly(over: Map<string, Instant>, wanted: ReadonlySet<string | undefined>): void {
  for (const id of over.keys()) if (!wanted.has(id)) over.delete(id);
}

async function compare(parts: Parts, vendor: VendorIncident): Promise<void> {
  const heeded = heededFrom(vendor, vendor.status);
  const asking = comparingLookUps(parts, vendor.createdAt);
  const found = await findIncident(parts, heeded, asking);
  if (found.id === null) return adoptLate(parts, heeded, asking);
  const loaded = await parts.store.load(found.id);
  if (loaded === null) return;
  if (!isOpen(loaded.incident)) return reopenLate(parts, loaded.incident, vendor, heeded);
  await joinLate(parts, loaded.incident, vendor);
  if (vendor.status !== 'acknowledged' || loaded.incident.acknowledged !== null) return;
  const by = acknowledgerOf(vendor);
  const at = parts.clock.now();
  const said = await handle(parts, found.id, { type: 'Acknowledge', at, by });
  if (!said.ok || said.value.events.length === 0) return;
  await noteRepair(parts, found.id, 'acknowledge', `${by.name} had acknowledged it in PagerDuty`);
}

async function adoptLate(parts: Parts, heeded: HeededIncident, lookUps: LookUps): Promise<void> {
  if (!parts.settings().adopt) return;
  const vendorIds = [`found:${heeded.vendorIncidentId}`];
  const delivery = foundDelivery(parts, 'pagerduty', heeded, vendorIds);
  if ((await adopt(parts, heeded, delivery, lookUps)) !== 'used') return;
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

/** Whether it is resolved there; what had not been heard of it is followed. */
async function isOverThere(parts: Parts, incident: Incident, vendorId: string): Promise<boolean> {
  const vendor = await parts.board?.incident(vendorId);
  if (vendor?.status !== 'resolved') return false;
  if (!isHeard(incident, vendor)) await followResolved(parts, incident, vendor);
  return true;
}

/** Its webhook came, or it is of an earlier round: what was resolved there before ours was opened again. */
function isHeard({ signals, reopened, roundBeganAt }: Incident, vendor: VendorIncident): boolean {
  if (signals[`pagerduty:${vendor.id}`]?.status === 'resolved') return true;
  return reopened > 0 && vendor.statusSince !== null && vendor.statusSince < roundBeganAt;
}

async function followResolved(
  parts: Parts,
  incident: Incident,
  vendor: VendorIncident,
): Promise<void> {
  const time = vendor.statusSince ?? incident.page.generation;
  const delivery = foundDelivery(parts, 'pagerduty', vendor, [
    `found:${vendor.id}:resolved:${time}`,
  ]);
  const by = resolverOf(vendor);
  const heeded = { ...heededFrom(vendor, 'resolved'), by, saidAt: vendor.statusSince };
  if ((await followPage(parts, incident.id, heeded, delivery)) !== 'used') return;
  const who = by.kind === 'person' ? ` by ${by.name}` : '';
  const what = `PagerDuty incident ${vendor.id} was resolved there${who}`;
  await noteRepair(parts, incident.id, 'resolve', what);
}
const SOMEBODY: Actor = { kind: 'person', name: 'somebody', channel: 'pagerduty' };

/** A person's word counts; a service or an integration only passes on what an alert says. */
function resolverOf({ statusBy }: VendorIncident): Actor {
  if (statusBy === null) return SOMEBODY;
  if (!statusBy.isUser) return PAGERDUTY;
  return { kind: 'person', name: statusBy.name, channel: 'pagerduty', id: statusBy.id };
}

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
    mergedInto: vendor.mergedInto,
  };
}
