/** What becomes of a message to stakeholders that was not taken: tried again for two hours, or given up where everybody sees it. */
import { system } from '../domain/actor.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import type { PortError } from '../ports/port-error.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';

/** Some two hours; what stakeholders could not be told by then is no news any more. */
const TRIES = 120;

export interface Way {
  /** As metrics name it. */
  readonly integration: string;
  /** As the timeline names it: `in the incident channel`. */
  readonly where: string;
}

export async function notTold(
  parts: Parts,
  row: OutboxRow,
  way: Way,
  error: PortError,
): Promise<void> {
  const now = parts.clock.now();
  const reason = `${error.reason}: ${error.message}`;
  const about = { incident_id: row.incidentId, kind: row.kind, reason };
  parts.meter.notification(way.integration, 'failed', error.reason);
  if (error.reason === 'rate-limited' || (error.retryable && row.attempts + 1 < TRIES)) {
    parts.log.warn('stakeholders not told yet', about);
    return parts.outbox.retry(row.id, retryAt(now, row.attempts, waitOf(row, error)), reason);
  }
  parts.log.error('stakeholders not told', about);
  await writeDown(parts, row.incidentId, `stakeholders could not be told ${way.where}: ${reason}`);
  await parts.outbox.abandon(row.id, now, reason);
}

/** What asks many messages to wait is not asked by all of them at the same moment again. */
function waitOf({ attempts }: OutboxRow, { retryAfter }: PortError): number | null {
  if (retryAfter === null) return null;
  return retryAfter + Math.random() * Math.min(attempts * 2, 30);
}

/** Once for each reason: what is refused once is refused with every message. */
async function writeDown(parts: Parts, id: string, text: string): Promise<void> {
  const timeline = await parts.store.timeline(id);
  const isKnown = timeline.some(({ event }) => event.type === 'NoteTaken' && event.text === text);
  if (isKnown) return;
  const at = parts.clock.now();
  await handle(parts, id, { type: 'TakeNote', at, by: system('stakeholders'), text });
}
