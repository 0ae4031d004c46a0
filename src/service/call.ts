/** Calls people beside the page: the fallback when the page is in doubt, the architect when it matters. */
import { system } from '../domain/actor.ts';
import { isOpen } from '../domain/incident.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { fallbackKey } from './dedup-key.ts';
import { handle } from './handle.ts';
import { pageOf } from './page-of.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';

/** A fallback that fails is tried again this often; by then the pager's own retries go on beside it. */
const TRIES = 5;

export async function placeCall(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  const now = parts.clock.now();
  if (loaded === null || !isOpen(loaded.incident)) return parts.outbox.done(row.id, now);
  try {
    if (row.kind === 'fallback') await callFallback(parts, row);
    else await callArchitect(parts, row);
    await parts.outbox.done(row.id, now);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    await failed(parts, row, error);
  }
}

async function callFallback(parts: Parts, row: OutboxRow): Promise<void> {
  const why = String(row.payload['why'] ?? '');
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null) return;
  if (parts.fallback === null) {
    const failure = 'no fallback is configured';
    parts.log.error('the page is in doubt and there is no fallback', {
      incident_id: row.incidentId,
      why,
    });
    return note(parts, row.incidentId, 'none', why, failure);
  }
  const page = await pageOf(parts, loaded.incident, row);
  const via = await parts.fallback.call({ ...page, dedupKey: fallbackKey(page.dedupKey) }, why);
  parts.meter.notification('fallback', 'accepted');
  parts.log.warn('fallback used', { incident_id: row.incidentId, via, why });
  await note(parts, row.incidentId, via, why, '');
}

async function callArchitect(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  const vendorId = loaded?.incident.pagerduty?.incidentId;
  const { architects } = parts.settings();
  if (loaded === null || vendorId === undefined || parts.board === null) return;
  if (architects.length === 0) return;
  const { severity, title } = loaded.incident;
  await parts.board.addResponders(vendorId, `${severity}: ${title}`, architects);
  await handle(parts, row.incidentId, {
    type: 'TakeNote',
    at: parts.clock.now(),
    by: system('pager'),
    text: 'the on-call architect was asked to join',
  });
}

async function failed(parts: Parts, row: OutboxRow, error: PortError): Promise<void> {
  const reason = `${error.reason}: ${error.message}`;
  parts.meter.notification(
    row.kind === 'fallback' ? 'fallback' : 'pagerduty',
    'failed',
    error.reason,
  );
  parts.log.error('call failed', { incident_id: row.incidentId, kind: row.kind, reason });
  const now = parts.clock.now();
  const isLast = !error.retryable || row.attempts + 1 >= TRIES;
  if (!isLast)
    return parts.outbox.retry(row.id, retryAt(now, row.attempts, error.retryAfter), reason);
  if (row.kind === 'fallback') {
    const via = parts.fallback?.via ?? 'none';
    await note(parts, row.incidentId, via, String(row.payload['why'] ?? ''), reason);
  }
  await parts.outbox.abandon(row.id, now, reason);
}

async function note(
  parts: Parts,
  id: string,
  via: string,
  why: string,
  failure: string,
): Promise<void> {
  const at = parts.clock.now();
  await handle(parts, id, { type: 'NoteFallback', at, by: system('pager'), via, why, failure });
}
