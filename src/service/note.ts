/** Writes one note on the incident in PagerDuty. */
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import type { Notes } from '../ports/pager.ts';
import { PortError } from '../ports/port-error.ts';
import { speechOf } from './contacts.ts';
import { reminderText } from './news-text.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';

export async function sendNote(parts: Parts, row: OutboxRow): Promise<void> {
  const now = parts.clock.now();
  const { vendorId, text } = await noteOf(parts, row, now);
  if (text === '') return parts.outbox.done(row.id, now);
  if (parts.notes === null || vendorId === '') {
    return parts.outbox.abandon(row.id, now, 'no PagerDuty API token: the note cannot be written');
  }
  try {
    if (!(await standsAlready(parts.notes, row, { vendorId, text }))) {
      await parts.notes.write(vendorId, text);
    }
    parts.meter.notification('notes', 'accepted');
    await parts.outbox.done(row.id, now);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const reason = `${error.reason}: ${error.message}`;
    parts.meter.notification('notes', 'failed', error.reason);
    parts.log.warn('note not written', { incident_id: row.incidentId, reason });
    if (!error.retryable) return parts.outbox.abandon(row.id, now, reason);
    await parts.outbox.retry(row.id, retryAt(now, row.attempts, error.retryAfter), reason);
  }
}

/** PagerDuty has a clock of its own. */
const SKEW_SECONDS = 30;

/** PagerDuty knows no key for a note, so where an answer may have been lost, the note is looked for first. */
async function standsAlready(
  notes: Notes,
  { attempts, wasTaken, firstDueAt }: OutboxRow,
  { vendorId, text }: { readonly vendorId: string; readonly text: string },
): Promise<boolean> {
  const mayBeSent = attempts > 0 || wasTaken;
  return mayBeSent && notes.isWritten(vendorId, text, plusSeconds(firstDueAt, -SKEW_SECONDS));
}

/** A reply goes where it was asked; what we say of ourselves, onto the incident as PagerDuty has it now. */
async function noteOf(
  parts: Parts,
  { incidentId, payload }: OutboxRow,
  now: Instant,
): Promise<{ readonly vendorId: string; readonly text: string }> {
  const asked = String(payload['vendorIncidentId'] ?? '');
  if (asked !== '') return { vendorId: asked, text: String(payload['text'] ?? '') };
  const loaded = await parts.store.load(incidentId);
  if (loaded === null) return { vendorId: '', text: '' };
  const { incident } = loaded;
  const speech = await speechOf(parts, incident, payload);
  const text = reminderText(speech, incident, payload, now);
  return { vendorId: incident.pagerduty?.incidentId ?? '', text };
}
