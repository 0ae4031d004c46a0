/** A repair is written on the timeline and counted, so that lost webhooks do not stay unseen. */
import { system } from '../domain/actor.ts';
import type { Delivery } from '../ports/incident-store.ts';
import { PortError } from '../ports/port-error.ts';
import { handle } from './handle.ts';
import { Unanswered } from './look-ups.ts';
import type { Parts } from './parts.ts';

export type RepairKind = 'fire' | 'resolve' | 'acknowledge' | 'note' | 'link' | 'subscription';

export async function noteRepair(
  parts: Parts,
  id: string,
  kind: RepairKind,
  what: string,
): Promise<void> {
  parts.meter.repair(kind);
  parts.log.warn('repaired', { incident_id: id, kind, what });
  const by = system('reconciler');
  await handle(parts, id, { type: 'NoteRepair', at: parts.clock.now(), by, what });
}

/** What was found by comparing takes the road of a delivery, so that the webhook that comes late after all is a duplicate. */
export function foundDelivery(
  parts: Parts,
  source: string,
  found: unknown,
  vendorIds: readonly string[],
): Delivery {
  return {
    id: parts.uid(),
    source,
    receivedAt: parts.clock.now(),
    sha256: '',
    body: new TextEncoder().encode(JSON.stringify(found)),
    state: 'accepted',
    reason: 'found by comparing',
    vendorIds,
  };
}

/** So many in a row that PagerDuty does not answer for are an outage: the rest is asked in the next round. */
const SILENT_IN_A_ROW = 3;

/**
 * Compares each by itself: what PagerDuty refuses or cannot say about one keeps no other from being compared. Throws the
 * last PortError that was no refusal, when all were tried or it is an outage.
 */
export async function apart<T extends { readonly id: string }>(
  parts: Parts,
  all: Iterable<T>,
  compare: (one: T) => Promise<void>,
): Promise<void> {
  let silent = 0;
  let trouble: PortError | null = null;
  for (const one of all) {
    const failure = await failureOf(() => compare(one));
    silent = failure === null || failure.reason === 'refused' ? 0 : silent + 1;
    if (failure === null) continue;
    parts.log.debug('could not compare one incident', { id: one.id, reason: failure.message });
    if (silent > 0) trouble = failure;
    if (silent === SILENT_IN_A_ROW) break;
  }
  if (trouble !== null) throw trouble;
}

async function failureOf(work: () => Promise<void>): Promise<PortError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const cause = error instanceof Unanswered ? error.cause : error;
    if (cause instanceof PortError) return cause;
    throw error;
  }
}
