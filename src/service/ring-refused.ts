/** A page that was refused rings anew when Tocsin is started: what was wrong with the key or the address may be repaired. */
import { system } from '../domain/actor.ts';
import { type Incident, isAnswered } from '../domain/incident.ts';
import { plusSeconds } from '../domain/instant.ts';
import { StoreUnavailable } from '../ports/incident-store.ts';
import { handle } from './handle.ts';
import { openIncidents } from './open-incidents.ts';
import type { Parts } from './parts.ts';

/** A process that is started over and over again does not ring each time. */
const APART_SECONDS = 60;

/** What cannot be read now is not lost: the deadline for an answer calls again. */
export async function ringRefused(parts: Parts): Promise<void> {
  try {
    await ringEach(parts);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    parts.log.warn('refused pages could not be rung anew', { reason: error.message });
  }
}

async function ringEach(parts: Parts): Promise<void> {
  for (const incident of await openIncidents(parts)) {
    if (incident.page.state !== 'failed' || isAnswered(incident)) continue;
    if (await wasRefusedJustNow(parts, incident)) continue;
    await handle(parts, incident.id, {
      type: 'Escalate',
      at: parts.clock.now(),
      by: system('start'),
      reason: 'the page had been refused before Tocsin was started anew',
    });
  }
}

async function wasRefusedJustNow(parts: Parts, { id }: Incident): Promise<boolean> {
  const timeline = await parts.store.timeline(id);
  const last = timeline.findLast(({ event }) => event.type === 'PageFailed');
  return last !== undefined && last.event.at > plusSeconds(parts.clock.now(), -APART_SECONDS);
}
