/** Reads the notes at PagerDuty of what is open or being learned from: one whose webhook was lost is heard all the same, once. */
import type { Incident } from '../domain/incident.ts';
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { VendorNote } from '../ports/duty-board.ts';
import { isOwnNote } from '../ports/pager.ts';
import { comparingLookUps } from './comparing-look-ups.ts';
import { hearNote } from './hear-note.ts';
import { learningIncidents, openIncidents } from './open-incidents.ts';
import type { Parts } from './parts.ts';
import { apart, foundDelivery, noteRepair } from './repair.ts';
import { noteVendorId } from './vendor-ids.ts';

/** As long as PagerDuty leaves a subscription disabled; what is older was not said to us. */
const OLDEST_SECONDS = 24 * 3600;

/** Remembers which notes were heard: one that is known is not asked about again every minute. */
export function reconcileNotes(): (parts: Parts) => Promise<void> {
  let heard: ReadonlySet<string> = new Set();
  return async (parts) => {
    if (parts.board === null) return;
    const still = new Set<string>();
    const followed = [...(await openIncidents(parts)), ...(await learningIncidents(parts))];
    await apart(parts, followed, async (incident) => {
      const vendorId = incident.pagerduty?.incidentId;
      if (vendorId !== undefined) await readNotes(parts, incident, vendorId, { heard, still });
    });
    heard = still;
  };
}

/** Vendor ids of notes: those that were heard before, and those of this round. */
interface Memory {
  readonly heard: ReadonlySet<string>;
  readonly still: Set<string>;
}

async function readNotes(
  parts: Parts,
  incident: Incident,
  vendorId: string,
  { heard, still }: Memory,
): Promise<void> {
  const notes = (await parts.board?.notes(vendorId)) ?? [];
  const since = heardSince(incident, vendorId, notes);
  for (const note of notes) {
    if (note.author === null || isOwnNote(note.text) || note.createdAt <= since) continue;
    const key = noteVendorId(vendorId, note.id);
    if (!heard.has(key)) await hearLate(parts, incident, vendorId, note);
    still.add(key);
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
  const wereHeard = notes.some((note) => isOwnNote(note.text) && note.createdAt < detectedAt);
  if (bornAt === null || bornAt > detectedAt || wereHeard) return detectedAt;
  const oldest = plusSeconds(detectedAt, -OLDEST_SECONDS);
  if (bornAt < oldest) return oldest;
  return bornAt;
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
    comparingLookUps(parts, note.createdAt),
  );
  if (outcome === 'used') {
    await noteRepair(parts, incident.id, 'note', `a note of ${name} had not reached us`);
  }
}
