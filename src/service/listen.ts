/** Listen takes one PagerDuty event: notes steer the incident, acknowledgements are kept, everything is stored first. */
import type { Delivery } from '../ports/incident-store.ts';
import { OWN_NOTE } from '../ports/pager.ts';
import { adopt } from './adopt.ts';
import { findIncident } from './find-incident.ts';
import { followPage } from './follow-page.ts';
import { hearNote } from './hear-note.ts';
import type { Heeded, Outcome } from './heeded.ts';
import { keep } from './keep.ts';
import type { Parts } from './parts.ts';

/** Throws StoreUnavailable; everything else that goes wrong is stored with the delivery. */
export async function listen(parts: Parts, heeded: Heeded, delivery: Delivery): Promise<Outcome> {
  if (heeded.kind === 'other')
    return keep(parts, delivery, 'ignored', 'nothing to do for this event');
  if (heeded.kind === 'note') {
    if (heeded.text.trimStart().startsWith(OWN_NOTE))
      return keep(parts, delivery, 'ignored', 'our own note');
    if (heeded.by === null) {
      return keep(parts, delivery, 'quarantined', 'the note has no person as its author');
    }
  }
  const found = await findIncident(parts, heeded);
  if (found.id === null) {
    return heeded.kind === 'note'
      ? keep(parts, delivery, 'quarantined', found.reason)
      : adopt(parts, heeded, delivery);
  }
  return heeded.kind === 'note'
    ? hearNote(parts, found.id, heeded, delivery)
    : followPage(parts, found.id, heeded, delivery);
}
