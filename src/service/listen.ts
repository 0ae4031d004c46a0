/** Listen takes one PagerDuty event: notes steer the incident, acknowledgements are kept, everything is stored first. */
import type { Delivery } from '../ports/incident-store.ts';
import { isOwnNote } from '../ports/pager.ts';
import { adopt } from './adopt.ts';
import { findIncident } from './find-incident.ts';
import { followPage } from './follow-page.ts';
import { hearNote } from './hear-note.ts';
import { hearStray } from './hear-stray.ts';
import type { Heeded, HeededIncident, HeededNote, Outcome } from './heeded.ts';
import { keep } from './keep.ts';
import { type LookUps, lookUps, Unanswered } from './look-ups.ts';
import type { Parts } from './parts.ts';
import { putOff } from './put-off.ts';

export interface Listening {
  readonly lookUps: LookUps;
  /** `door`: it just came; `late`: it had to wait; `replay`: somebody asked for it. */
  readonly occasion: 'door' | 'late' | 'replay';
}

/** PagerDuty waits five seconds for our answer; the database and the way back need some of them. */
const DOOR_MS = 3500;

function atTheDoor(parts: Parts): Listening {
  return { lookUps: lookUps(parts, { withinMs: DOOR_MS, goOn: false }), occasion: 'door' };
}

/** Throws StoreUnavailable; everything else that goes wrong is stored with the delivery. */
export async function listen(
  parts: Parts,
  heeded: Heeded,
  delivery: Delivery,
  how: Listening = atTheDoor(parts),
): Promise<Outcome> {
  if (heeded.kind === 'other')
    return keep(parts, delivery, 'ignored', 'nothing to do for this event');
  if (heeded.kind === 'note') {
    if (isOwnNote(heeded.text)) return keep(parts, delivery, 'ignored', 'our own note');
    if (heeded.by === null) {
      return keep(parts, delivery, 'quarantined', 'the note has no person as its author');
    }
  }
  const thread = heeded.vendorIncidentId;
  if (how.occasion === 'door' && (await parts.store.isWaiting(thread))) {
    const reason = `it waits behind an earlier event of PagerDuty incident ${thread}`;
    return putOff(parts, delivery, { thread, reason, retryAfter: null });
  }
  try {
    return await take(parts, heeded, delivery, how);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const { message: reason, retryAfter } = error;
    return putOff(parts, delivery, { thread, reason, retryAfter });
  }
}

async function take(
  parts: Parts,
  heeded: HeededNote | HeededIncident,
  delivery: Delivery,
  how: Listening,
): Promise<Outcome> {
  const found = await findIncident(parts, heeded, how.lookUps);
  if (heeded.kind === 'note') {
    const replies = how.occasion !== 'replay';
    return found.id === null
      ? hearStray(parts, heeded, delivery, { ...how, replies, reason: found.reason })
      : hearNote(parts, found.id, heeded, delivery, how.lookUps);
  }
  return found.id === null
    ? adopt(parts, heeded, delivery, how.lookUps)
    : followPage(parts, found.id, heeded, delivery);
}
