/** Writes one note on the incident in PagerDuty. */
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';

export async function sendNote(parts: Parts, row: OutboxRow): Promise<void> {
  const now = parts.clock.now();
  const vendorId = String(row.payload['vendorIncidentId'] ?? '');
  if (parts.notes === null || vendorId === '') {
    return parts.outbox.abandon(row.id, now, 'no PagerDuty API token: the note cannot be written');
  }
  try {
    await parts.notes.write(vendorId, String(row.payload['text'] ?? ''));
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
