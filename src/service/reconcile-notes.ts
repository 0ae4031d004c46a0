/** Reads the notes of open incidents at PagerDuty: one whose webhook was lost is heard all the same, once. */
import type { Incident } from '../domain/incident.ts';
import type { VendorNote } from '../ports/duty-board.ts';
import { OWN_NOTE } from '../ports/pager.ts';
import { hearNote } from './hear-note.ts';
import { openIncidents } from './open-incidents.ts';
import type { Parts } from './parts.ts';
import { apart, foundDelivery, noteRepair } from './repair.ts';
import { noteVendorId } from './vendor-ids.ts';

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
  for (const note of (await parts.board?.notes(vendorId)) ?? []) {
    if (isForUs(incident, note)) await hearLate(parts, incident, vendorId, note);
  }
}

function isForUs({ timeline }: Incident, note: VendorNote): boolean {
  const isOwn = note.text.trimStart().startsWith(OWN_NOTE);
  return note.author !== null && !isOwn && note.createdAt > timeline.detected_at;
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
