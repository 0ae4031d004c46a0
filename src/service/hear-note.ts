/** Hears a note that a person wrote on a PagerDuty incident: does what it says and answers, once. */
import type { Effect } from '../domain/effect.ts';
import type { Instant } from '../domain/instant.ts';
import { understand } from '../domain/say.ts';
import type { Delivery, IncidentTransaction } from '../ports/incident-store.ts';
import { PortError } from '../ports/port-error.ts';
import { linked } from './find-incident.ts';
import { inTransaction } from './handle.ts';
import type { HeededNote, Outcome } from './heeded.ts';
import { keep } from './keep.ts';
import type { Parts } from './parts.ts';
import { reportIncident } from './report-incident.ts';
import { hear } from './speak.ts';
import { withStanding } from './standing-of.ts';

export async function hearNote(
  parts: Parts,
  id: string,
  note: HeededNote,
  delivery: Delivery,
): Promise<Outcome> {
  if (note.by === null) throw new TypeError('a note without an author is not heard');
  const by = await withStanding(parts, note.by);
  const utterance = understand(await fullText(parts, note));
  if (utterance.kind === 'report') {
    const outcome = await keep(parts, delivery, 'ignored', 'reported a new incident');
    if (outcome === 'duplicate') return outcome;
    await reportIncident(parts, { title: utterance.title, services: [], description: '', by });
    return 'used';
  }
  const at = parts.clock.now();
  const outcome = await inTransaction(parts, async (tx): Promise<Outcome> => {
    if (!(await tx.recordDelivery(delivery))) return 'duplicate';
    const link = { incidentId: note.vendorIncidentId, url: '', keys: [] };
    const loaded = await linked(parts, tx, id, link, at);
    if (loaded === null) return 'ignored';
    const heard = await hear(parts.settings().policy, tx, loaded, utterance, by, {
      at,
      saidAt: note.saidAt,
    });
    if (heard.kind !== 'talk') await answer(tx, id, note, heard.reply, at);
    return 'used';
  });
  parts.wake([id]);
  return outcome;
}

/** A note that PagerDuty cut is read in full before it is understood; what cannot be read is taken as it came. */
async function fullText(parts: Parts, note: HeededNote): Promise<string> {
  if (!note.trimmed || parts.notes === null) return note.text;
  try {
    return (await parts.notes.read(note.vendorIncidentId, note.noteId)) ?? note.text;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    parts.log.warn('note could not be read in full', { note: note.noteId, reason: error.message });
    return note.text;
  }
}

/** The reply is an effect of its own: once per note, whatever dies in between. */
async function answer(
  tx: IncidentTransaction,
  id: string,
  note: HeededNote,
  reply: string,
  at: Instant,
): Promise<void> {
  const loaded = await tx.load(id);
  if (loaded === null) return;
  const effect: Effect = {
    kind: 'note',
    dedupe: `reply:${note.vendorIncidentId}:${note.noteId}`,
    dueAt: at,
    payload: { vendorIncidentId: note.vendorIncidentId, text: reply },
  };
  const { incident, version } = loaded;
  await tx.append({
    incident,
    expectedVersion: version,
    events: [],
    effects: [effect],
    answers: [],
    dedupKeys: [],
  });
}
