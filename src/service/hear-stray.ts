/** Hears a note on a PagerDuty incident that is none of ours: it is kept, and who tried to command is told so. */
import type { Delivery } from '../ports/incident-store.ts';
import { strayReply } from '../words/replies.ts';
import { hearReport, utteranceOf } from './hear-note.ts';
import type { HeededNote, Outcome } from './heeded.ts';
import { keep } from './keep.ts';
import type { LookUps } from './look-ups.ts';
import type { Parts } from './parts.ts';

/** Throws Unanswered where the look-ups do. */
export async function hearStray(
  parts: Parts,
  note: HeededNote,
  delivery: Delivery,
  why: { readonly reason: string; readonly replies: boolean; readonly lookUps: LookUps },
): Promise<Outcome> {
  const { lookUps, reason, replies } = why;
  const utterance = await utteranceOf(parts, note, lookUps);
  if (utterance.kind === 'report') return hearReport(parts, note, utterance.title, delivery);
  const outcome = await keep(parts, delivery, 'quarantined', reason);
  const { notes } = parts;
  if (outcome === 'quarantined' && replies && notes !== null && utterance.kind !== 'talk') {
    const reply = strayReply(parts.settings().language);
    await lookUps.ask('a reply', () => notes.write(note.vendorIncidentId, reply));
  }
  return outcome;
}
