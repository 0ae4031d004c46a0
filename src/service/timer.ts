/** What the clock does when a timer row comes due. */
import { system } from '../domain/actor.ts';
import type { KindOn } from '../domain/effect.ts';
import { isOpen } from '../domain/incident.ts';
import type { ActionId } from '../domain/marks.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { CLOCK_TIMERS, roundOf } from './clock-timers.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';

type Ring = (parts: Parts, row: OutboxRow) => Promise<void>;

/** Every kind that the clock carries, or this does not compile. */
const TIMERS: Readonly<Record<KindOn<'timer'>, Ring>> = {
  ...CLOCK_TIMERS,
  'accept-proposal': acceptProposal,
  'check-accepted': checkAccepted,
  'check-seen': checkSeen,
  'call-again': callAgain,
  'remind-action': remindAction,
};

export async function ringTimer(parts: Parts, row: OutboxRow): Promise<void> {
  await TIMERS[row.kind as KindOn<'timer'>](parts, row);
  await parts.outbox.done(row.id, parts.clock.now());
}

async function acceptProposal(parts: Parts, row: OutboxRow): Promise<void> {
  const by = system('triage deadline');
  const at = parts.clock.now();
  await handle(parts, row.incidentId, { type: 'AcceptProposal', at, by, ...roundOf(row) });
}

async function remindAction(parts: Parts, row: OutboxRow): Promise<void> {
  const by = system('action clock');
  const action = row.payload['action'] as ActionId;
  await handle(parts, row.incidentId, { type: 'RemindAction', at: parts.clock.now(), by, action });
}

async function callAgain(parts: Parts, row: OutboxRow): Promise<void> {
  await handle(parts, row.incidentId, {
    type: 'CallAgain',
    at: parts.clock.now(),
    by: system('answer deadline'),
    generation: Number(row.payload['generation']),
    round: Number(row.payload['round']),
  });
}

/** The page should be accepted by now. */
async function checkAccepted(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null || !isOpen(loaded.incident)) return;
  const { page } = loaded.incident;
  if (page.state === 'accepted' || page.state === 'closed') return;
  const { acceptPageWithin } = parts.settings().policy;
  await doubt(parts, row, `no pager accepted the page within ${acceptPageWithin} s`);
}

/** Accepted is not paged: the incident must have been seen at the vendor by now, or we look for it there. */
async function checkSeen(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null || !isOpen(loaded.incident)) return;
  const { incident } = loaded;
  const isSeen = incident.pagerduty !== null || incident.acknowledged !== null;
  if (isSeen || (parts.board === null && !parts.hearsPagerduty)) return;
  const why = await whyUnseen(parts, incident.id, incident.page.dedupKey);
  if (why !== null) await doubt(parts, row, why);
}

/** null when PagerDuty has the incident after all, which is then written down. */
async function whyUnseen(parts: Parts, id: string, dedupKey: string): Promise<string | null> {
  const { confirmPageWithin } = parts.settings().policy;
  const unseen = `the page was accepted, but no incident was seen at PagerDuty within ${confirmPageWithin} s`;
  if (parts.board === null) return unseen;
  try {
    const found = await parts.board.byKey(dedupKey);
    if (found === null) return unseen;
    await handle(parts, id, {
      type: 'LinkPagerduty',
      at: parts.clock.now(),
      by: system('pager'),
      incidentId: found.id,
      url: found.url,
      keys: [],
    });
    return null;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return `${unseen}, and PagerDuty could not be asked: ${error.message}`;
  }
}

async function doubt(parts: Parts, row: OutboxRow, why: string): Promise<void> {
  const generation = Number(row.payload['generation']);
  const at = parts.clock.now();
  await handle(parts, row.incidentId, {
    type: 'DoubtPage',
    at,
    by: system('pager'),
    generation,
    why,
  });
}
