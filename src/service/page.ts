/** Rings and silences the pager for one outbox row, after looking again whether that is still wanted. */
import { system } from '../domain/actor.ts';
import type { Command, NotePageAccepted, NotePageFailed } from '../domain/command.ts';
import { type Incident, isOpen } from '../domain/incident.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { handle } from './handle.ts';
import { pageOf } from './page-of.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';
import { ring, silence } from './ring.ts';

/** What one row asks of the pager. */
type Ring = Pick<NotePageAccepted, 'action' | 'dedupKey' | 'generation' | 'via'>;

export async function sendPage(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null) return parts.outbox.abandon(row.id, parts.clock.now(), 'no such incident');
  const { incident } = loaded;
  const asked: Ring = {
    via: parts.pager.via,
    action: row.kind === 'page' ? 'trigger' : 'resolve',
    dedupKey: incident.page.dedupKey,
    generation: Number(row.payload['generation']),
  };
  const unwanted = await whyUnwanted(parts, incident, asked);
  if (unwanted !== null) return suppress(parts, row, unwanted);
  await send(parts, row, incident, asked);
}

/** No trigger after a resolve or for an earlier generation; no resolve of a key that another open incident rings under. */
async function whyUnwanted(parts: Parts, incident: Incident, ring: Ring): Promise<string | null> {
  if (ring.action === 'trigger') {
    const isWanted = isOpen(incident) && incident.page.generation === ring.generation;
    return isWanted ? null : 'resolved or reopened since';
  }
  const owner = await parts.store.byDedupKey(ring.dedupKey);
  if (owner === null || owner === incident.id) return null;
  const other = await parts.store.load(owner);
  return other !== null && isOpen(other.incident) ? `${owner} rings under the same key` : null;
}

async function suppress(parts: Parts, row: OutboxRow, reason: string): Promise<void> {
  parts.meter.notification(parts.pager.via, 'suppressed');
  parts.log.info('page suppressed', { incident_id: row.incidentId, kind: row.kind, reason });
  await parts.outbox.done(row.id, parts.clock.now());
}

async function send(parts: Parts, row: OutboxRow, incident: Incident, asked: Ring): Promise<void> {
  const page = await pageOf(parts, incident, row);
  let { via } = asked;
  const began = performance.now();
  const took = () => (performance.now() - began) / 1000;
  try {
    if (asked.action === 'trigger') via = await ring(parts, incident, page);
    else await silence(parts, incident, asked.dedupKey);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    parts.meter.notification(asked.via, 'failed', error.reason, took());
    return failed(parts, row, asked, error);
  }
  parts.meter.notification(asked.via, 'accepted', undefined, took());
  const summary = asked.action === 'trigger' ? page.summary : '';
  await note(parts, incident.id, { type: 'NotePageAccepted', ...asked, via, summary });
  await parts.outbox.done(row.id, parts.clock.now());
}

async function failed(parts: Parts, row: OutboxRow, ring: Ring, error: PortError): Promise<void> {
  const reason = `${error.reason}: ${error.message}`;
  const willRetry = error.retryable;
  const { action, via } = ring;
  const fields = { incident_id: row.incidentId, via, action, reason, attempt: row.attempts + 1 };
  if (willRetry) parts.log.warn('page not accepted, will be sent again', fields);
  else if (action === 'resolve') parts.log.error('the page could not be closed', fields);
  else parts.log.error('page refused: nobody is paged until this is repaired', fields);
  // The timeline hears of the first failure and of the last word, not of every try.
  if (row.attempts === 0 || !willRetry) {
    await note(parts, row.incidentId, { type: 'NotePageFailed', ...ring, reason, willRetry });
  }
  const now = parts.clock.now();
  if (!willRetry) return parts.outbox.abandon(row.id, now, reason);
  return parts.outbox.retry(row.id, retryAt(now, row.attempts, error.retryAfter), reason);
}

const PAGER = system('pager');

type Unsigned<C extends Command> = Omit<C, 'at' | 'by'>;

async function note(
  parts: Parts,
  id: string,
  command: Unsigned<NotePageAccepted> | Unsigned<NotePageFailed>,
): Promise<void> {
  await handle(parts, id, { ...command, at: parts.clock.now(), by: PAGER });
}
