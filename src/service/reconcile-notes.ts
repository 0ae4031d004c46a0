/** Reads the notes of open incidents at PagerDuty: one whose webhook was lost is heard all the same, once. */
import type { Incident } from '../domain/incident.ts';
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { VendorNote } from '../ports/duty-board.ts';
import { OWN_NOTE } from '../ports/pager.ts';
import { hearNote } from './hear-note.ts';
import { openIncidents } from './open-incidents.ts';
import type { Parts } from './parts.ts';
import { apart, foundDelivery, noteRepair } from './repair.ts';
import { noteVendorId } from './vendor-ids.ts';

/** As long as PagerDuty leaves a subscription disabled; what is older was not said to us. */
const OLDEST_SECONDS = 24 * 3600;

export async function reconcileNotes(parts: Parts): Promise<void> {
  if (parts.board === null) return;
  for (const incident of await openIncidents(parts)) {
    const vendorId = incident.pagerduty?.incidentId;
    if (vendorId === undefined) continue;
    // One that PagerDuty refuses keeps no other from being compared.
    await apart(parts, incident.id, () => readNotes(parts, incident, vendorId));
  }
}

async function readNotes(parts: Parts, incident: Incident, vendorId: string): Promise<void> {
  const notes = (await parts.board?.notes(vendorId)) ?? [];
  const since = heardSince(incident, vendorId, notes);
  for (const note of notes) {
    if (note.author !== null && !isOwn(note) && note.createdAt > since) {
      await hearLate(parts, incident, vendorId, note);
    }
  }
}

/**
 * Notes count from when we knew of the incident. One that was born in PagerDuty, and of which nothing had told us, may
 * have older ones that nobody heard; where an answer of ours stands among them, they were heard, and changed nothing.
 */
function heardSince(
  { signals, timeline: { detected_at: detectedAt } }: Incident,
  vendorId: string,
  notes: readonly VendorNote[],
): Instant {
  const bornAt = signals[`pagerduty:${vendorId}`]?.startsAt ?? null;
  const wereHeard = notes.some((note) => isOwn(note) && note.createdAt < detectedAt);
  if (bornAt === null || bornAt > detectedAt || wereHeard) return detectedAt;
  const oldest = plusSeconds(detectedAt, -OLDEST_SECONDS);
  if (bornAt < oldest) return oldest;
  return bornAt;
}

function isOwn({ text }: VendorNote): boolean {
  return text.trimStart().startsWith(OWN_NOTE);
}

async function hearLate(
  parts: Parts,
  incident: Incident,
  vendorIncidentId: string,
  note: VendorNote,
): Promise<void> {
  if (note.author === null) return;
  const { id, name } = note.author;
  const delivery = foundDelivery(parts, 'pagerduty', note, [
    noteVendorId(vendorIncidentId, note.id),
  ]);
  const outcome = await hearNote(
    parts,
    incident.id,
    {
      kind: 'note',
      vendorIncidentId,
      noteId: note.id,
      text: note.text,
      trimmed: false,
      saidAt: note.createdAt,
      by: { kind: 'person', name, channel: 'pagerduty', id },
    },
    delivery,
  );
  if (outcome === 'used') {
    await noteRepair(parts, incident.id, 'note', `a note of ${name} had not reached us`);
  }
}
