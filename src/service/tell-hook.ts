/** Tells another system of the organisation what stakeholders hear. */
import type { Incident } from '../domain/incident.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import type { StakeholderMessage } from '../ports/stakeholder-hook.ts';
import { newsText } from './news-text.ts';
import type { Parts } from './parts.ts';
import { notTold } from './tell-failed.ts';

const WAY = { integration: 'stakeholder_webhook', where: 'by the stakeholder webhook' };

export async function tellHook(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  const { stakeholderHook } = parts;
  if (stakeholderHook === null || loaded === null) {
    return parts.outbox.done(row.id, parts.clock.now());
  }
  try {
    await stakeholderHook.tell(messageOf(parts, loaded.incident, row));
    parts.meter.notification(WAY.integration, 'accepted');
    await parts.outbox.done(row.id, parts.clock.now());
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    await notTold(parts, row, WAY, error);
  }
}

function messageOf(parts: Parts, incident: Incident, row: OutboxRow): StakeholderMessage {
  const { id, title, severity, phase, affectedServices, commander, startedAt } = incident;
  const at = parts.clock.now();
  return {
    key: row.dedupe,
    event: String(row.payload['what'] ?? 'update'),
    incident: {
      id,
      title,
      severity,
      status: phase.status,
      services: affectedServices,
      commander,
      startedAt,
    },
    text: newsText(parts.settings(), incident, row.payload, at),
    at,
  };
}
