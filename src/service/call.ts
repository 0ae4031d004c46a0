/** Calls people beside the page: the fallback when the page is in doubt, the architect when it matters. */
import { system } from '../domain/actor.ts';
import type { EffectKind } from '../domain/effect.ts';
import { type Incident, isOpen } from '../domain/incident.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { beginStep } from './begin-step.ts';
import { fallbackKey } from './dedup-key.ts';
import { handle } from './handle.ts';
import { pageOf } from './page-of.ts';
import type { Parts } from './parts.ts';
import { reopenActions } from './reopen-actions.ts';
import { retryAt } from './retry.ts';
import { tellHook } from './tell-hook.ts';
import { tellStatus } from './tell-status.ts';

/** Some fifteen minutes: a network of ours that is away must not cost the only way that is left. */
const TRIES = 20;
/** Whoever asks us to wait for longer is asked all the same: there is nobody else. */
const LONGEST_WAIT = 60;

export async function placeCall(parts: Parts, row: OutboxRow): Promise<void> {
  const other = OTHERS[row.kind];
  if (other !== undefined) return other(parts, row);
  const loaded = await parts.store.load(row.incidentId);
  const now = parts.clock.now();
  if (loaded === null || isNeedless(loaded.incident, row)) return parts.outbox.done(row.id, now);
  try {
    if (row.kind === 'fallback') await callFallback(parts, row);
    else await callArchitect(parts, row);
    await parts.outbox.done(row.id, now);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    await failed(parts, row, error);
  }
}

/** Whose errors are their own. */
const OTHERS: Partial<Record<EffectKind, (parts: Parts, row: OutboxRow) => Promise<void>>> = {
  'status-update': tellStatus,
  'stakeholder-hook': tellHook,
  'begin-step': beginStep,
  'reopen-actions': reopenActions,
};

/** It is over, or while the fallback was tried in vain the page rang after all. */
function isNeedless(incident: Incident, row: OutboxRow): boolean {
  if (!isOpen(incident)) return true;
  if (row.kind !== 'fallback' || row.attempts === 0) return false;
  const rang = incident.page.state === 'accepted' && incident.pagerduty !== null;
  return rang || incident.acknowledged !== null;
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
  if (loaded === null || vendorId === undefined) return;
  const { architects: usual, architectsOf } = parts.settings();
  const architects = architectsOf[loaded.incident.severity] ?? usual;
  if (architects.length === 0) return;
  if (parts.board === null)
    return takeNote(parts, row.incidentId, notAsked('there is no API token'));
  const { severity, title } = loaded.incident;
  await parts.board.addResponders(vendorId, `${severity}: ${title}`, architects);
  await takeNote(parts, row.incidentId, 'the on-call architect was asked to join');
}

function notAsked(why: string): string {
  return `the on-call architect could not be asked to join, call them yourself: ${why}`;
}

async function failed(parts: Parts, row: OutboxRow, error: PortError): Promise<void> {
  const reason = `${error.reason}: ${error.message}`;
  parts.meter.notification(
    row.kind === 'fallback' ? 'fallback' : 'pagerduty',
    'failed',
    error.reason,
  );
  parts.log.error('call failed', { incident_id: row.incidentId, kind: row.kind, reason });
  const isLast = !error.retryable || row.attempts + 1 >= TRIES;
  // The timeline hears of the first failure and of the last word, not of every try.
  if (row.attempts === 0 || isLast) await noteFailure(parts, row, reason);
  const now = parts.clock.now();
  if (isLast) return parts.outbox.abandon(row.id, now, reason);
  const wait = error.retryAfter === null ? null : Math.min(error.retryAfter, LONGEST_WAIT);
  return parts.outbox.retry(row.id, retryAt(now, row.attempts, wait), reason);
}

async function noteFailure(parts: Parts, row: OutboxRow, reason: string): Promise<void> {
  if (row.kind !== 'fallback') return takeNote(parts, row.incidentId, notAsked(reason));
  const via = parts.fallback?.via ?? 'none';
  await note(parts, row.incidentId, via, String(row.payload['why'] ?? ''), reason);
}

async function takeNote(parts: Parts, id: string, text: string): Promise<void> {
  await handle(parts, id, { type: 'TakeNote', at: parts.clock.now(), by: system('pager'), text });
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
