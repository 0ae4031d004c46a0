/** Hears a note that a person wrote on a PagerDuty incident: does what it says and answers, once. */
import type { Actor } from '../domain/actor.ts';
import type { Effect } from '../domain/effect.ts';
import type { Instant } from '../domain/instant.ts';
import { understand } from '../domain/say.ts';
import type { Utterance } from '../domain/utterance.ts';
import type { Delivery, IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { reportReply } from '../words/replies.ts';
import { linked } from './find-incident.ts';
import { inTransaction } from './handle.ts';
import type { HeededNote, Outcome } from './heeded.ts';
import { type LookUps, patientLookUps } from './look-ups.ts';
import type { Parts } from './parts.ts';
import { openReported } from './report-incident.ts';
import { hear } from './speak.ts';
import { withStanding } from './standing-of.ts';

type Said = Exclude<Utterance, { kind: 'report' }>;

/** Throws Unanswered where the look-ups do. */
export async function hearNote(
  parts: Parts,
  id: string,
  note: HeededNote,
  delivery: Delivery,
  lookUps: LookUps = patientLookUps(parts),
): Promise<Outcome> {
  const by = await withStanding(parts, authorOf(note), lookUps);
  const utterance = await utteranceOf(parts, note, lookUps);
  if (utterance.kind === 'report') return hearReport(parts, note, utterance.title, delivery);
  const at = parts.clock.now();
  const outcome = await inTransaction(parts, async (tx): Promise<Outcome> => {
    if (!(await tx.recordDelivery(delivery))) return 'duplicate';
    return (await obey(parts, tx, id, note, { utterance, by, at })) ? 'used' : 'ignored';
  });
  parts.wake([id]);
  return outcome;
}

/** `[NEW-INC]` opens an incident of its own, whatever the note was written on. */
export async function hearReport(
  parts: Parts,
  note: HeededNote,
  title: string,
  delivery: Delivery,
): Promise<Outcome> {
  const report = { title, services: [], description: '', by: authorOf(note) };
  const opened = await inTransaction(parts, async (tx) => {
    if (!(await tx.recordDelivery(delivery))) return null;
    const loaded = await openReported(parts, tx, report);
    const reply = reportReply(loaded.incident, parts.settings().language);
    await answer(tx, loaded, note, reply, parts.clock.now());
    return loaded.incident.id;
  });
  if (opened === null) return 'duplicate';
  parts.wake([opened]);
  return 'used';
}

/** A note that PagerDuty cut is read in full before it is understood; what cannot be read is taken as it came. */
export async function utteranceOf(
  parts: Parts,
  note: HeededNote,
  lookUps: LookUps,
): Promise<Utterance> {
  const { notes } = parts;
  if (!note.trimmed || notes === null) return understand(note.text);
  const { vendorIncidentId, noteId } = note;
  const read = await lookUps.ask('the whole note', () => notes.read(vendorIncidentId, noteId));
  return understand((read.known ? read.value : null) ?? note.text);
}

function authorOf({ by }: HeededNote): Actor {
  if (by === null) throw new TypeError('a note without an author is not heard');
  return by;
}

/** False when there is no such incident. */
async function obey(
  parts: Parts,
  tx: IncidentTransaction,
  id: string,
  note: HeededNote,
  said: { readonly utterance: Said; readonly by: Actor; readonly at: Instant },
): Promise<boolean> {
  const { utterance, by, at } = said;
  const link = { incidentId: note.vendorIncidentId, url: '', keys: [] };
  const loaded = await linked(parts, tx, id, link, at);
  if (loaded === null) return false;
  const times = { at, saidAt: note.saidAt };
  const heard = await hear(parts.settings(), tx, loaded, utterance, by, times);
  const after = heard.kind === 'talk' ? null : await tx.load(id);
  if (heard.kind !== 'talk' && after !== null) await answer(tx, after, note, heard.reply, at);
  return true;
}

/** The reply is an effect of its own: once per note, whatever dies in between. */
async function answer(
  tx: IncidentTransaction,
  { incident, version }: Loaded,
  note: HeededNote,
  reply: string,
  at: Instant,
): Promise<void> {
  const effect: Effect = {
    kind: 'note',
    dedupe: `reply:${note.vendorIncidentId}:${note.noteId}`,
    dueAt: at,
    payload: { vendorIncidentId: note.vendorIncidentId, text: reply },
  };
  await tx.append({
    incident,
    expectedVersion: version,
    events: [],
    effects: [effect],
    answers: [],
    dedupKeys: [],
  });
}
