/** Rings and silences the pager for one outbox row, after looking again whether that is still wanted. */
import { system } from '../domain/actor.ts';
import type { Command } from '../domain/command.ts';
import { dedupKeyOf, type Incident, isOpen } from '../domain/incident.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { handle } from './handle.ts';
import { pageOf } from './page-of.ts';
import type { Parts } from './parts.ts';
import { retryAt } from './retry.ts';

const PAGER = system('pager');

export async function sendPage(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null) return parts.outbox.abandon(row.id, parts.clock.now(), 'no such incident');
  const { incident } = loaded;
  const generation = Number(row.payload['generation']);
  const action = row.kind === 'page' ? 'trigger' : 'resolve';
  if (action === 'trigger' && !isWanted(incident, generation)) {
    parts.meter.notification(parts.pager.via, 'suppressed');
    parts.log.info('page suppressed', {
      incident_id: incident.id,
      reason: 'resolved or reopened since',
    });
    return parts.outbox.done(row.id, parts.clock.now());
  }
  const dedupKey = dedupKeyOf(incident.uid, generation);
  const page = await pageOf(parts, incident, dedupKey, row);
  const began = performance.now();
  const took = () => (performance.now() - began) / 1000;
  try {
    if (action === 'trigger') await parts.pager.trigger(page);
    else await parts.pager.resolve(dedupKey);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    parts.meter.notification(parts.pager.via, 'failed', error.reason, took());
    return failed(parts, row, dedupKey, action, error);
  }
  parts.meter.notification(parts.pager.via, 'accepted', undefined, took());
  await note(parts, incident.id, {
    type: 'NotePageAccepted',
    via: parts.pager.via,
    dedupKey,
    action,
    summary: action === 'trigger' ? page.summary : '',
  });
  await parts.outbox.done(row.id, parts.clock.now());
}

/** No trigger after a resolve, and none under the key of an earlier generation. */
function isWanted(incident: Incident, generation: number): boolean {
  return isOpen(incident) && incident.page.generation === generation;
}

async function failed(
  parts: Parts,
  row: OutboxRow,
  dedupKey: string,
  action: 'trigger' | 'resolve',
  error: PortError,
): Promise<void> {
  const reason = `${error.reason}: ${error.message}`;
  const willRetry = error.retryable;
  const fields = {
    incident_id: row.incidentId,
    via: parts.pager.via,
    action,
    reason,
    attempt: row.attempts + 1,
  };
  if (willRetry) parts.log.warn('page not accepted, will be sent again', fields);
  else parts.log.error('page refused: nobody is paged until this is repaired', fields);
  // The timeline hears of the first failure and of the last word, not of every try.
  if (row.attempts === 0 || !willRetry) {
    await note(parts, row.incidentId, {
      type: 'NotePageFailed',
      via: parts.pager.via,
      dedupKey,
      action,
      reason,
      willRetry,
    });
  }
  const now = parts.clock.now();
  if (!willRetry) return parts.outbox.abandon(row.id, now, reason);
  return parts.outbox.retry(row.id, retryAt(now, row.attempts, error.retryAfter), reason);
}

type Noted = Extract<Command, { type: 'NotePageAccepted' | 'NotePageFailed' }>;
type Unsigned<C> = C extends Noted ? Omit<C, 'at' | 'by'> : never;

async function note(parts: Parts, id: string, command: Unsigned<Noted>): Promise<void> {
  await handle(parts, id, { ...command, at: parts.clock.now(), by: PAGER });
}
