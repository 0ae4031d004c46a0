/** Tells the subscribers of the incident in PagerDuty what stakeholders hear. */
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { plainLines } from '../words/plain.ts';
import type { Parts } from './parts.ts';
import { notTold } from './tell-failed.ts';

const WAY = { integration: 'pagerduty_status', where: 'by a status update in PagerDuty' };

export async function tellStatus(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  const vendorId = loaded?.incident.pagerduty?.incidentId ?? null;
  const text = plainLines(String(row.payload['text'] ?? ''));
  const { statusBoard } = parts;
  if (statusBoard === null || vendorId === null || text === '') {
    return parts.outbox.done(row.id, parts.clock.now());
  }
  try {
    await statusBoard.update(vendorId, text);
    parts.meter.notification(WAY.integration, 'accepted');
    await parts.outbox.done(row.id, parts.clock.now());
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    await notTold(parts, row, WAY, error);
  }
}
