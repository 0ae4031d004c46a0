/** Follows what happens to an incident in PagerDuty: acknowledged, escalated, resolved, merged … there. */
import type { Actor } from '../domain/actor.ts';
import type { Command } from '../domain/command.ts';
import { type Incident, isOpen } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import type { Delivery, IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { apply } from './apply.ts';
import { linked } from './find-incident.ts';
import { inTransaction } from './handle.ts';
import type { HeededIncident, Outcome } from './heeded.ts';
import type { Parts } from './parts.ts';
import { vendorSignal } from './vendor-signal.ts';

export async function followPage(
  parts: Parts,
  id: string,
  event: HeededIncident,
  delivery: Delivery,
): Promise<Outcome> {
  const at = parts.clock.now();
  const outcome = await inTransaction(parts, async (tx): Promise<Outcome> => {
    if (!(await tx.recordDelivery(delivery))) return 'duplicate';
    const link = { incidentId: event.vendorIncidentId, url: event.url, keys: [] };
    const loaded = await linked(parts, tx, id, link, at);
    if (loaded === null) return 'ignored';
    await follow(parts, tx, loaded, event, at);
    return 'used';
  });
  parts.wake([id]);
  return outcome;
}

/** What the event says happened, applied in the caller's transaction. */
export async function follow(
  parts: Parts,
  tx: IncidentTransaction,
  loaded: Loaded,
  event: HeededIncident,
  at: Instant,
): Promise<void> {
  const { policy } = parts.settings();
  const told = toldBy(loaded, event, at);
  for (const command of told) {
    const current = await tx.load(loaded.incident.id);
    if (current !== null) await apply(tx, current, command, policy);
  }
}

/** The opening itself is no news, and neither is what we did there ourselves. */
function toldBy(loaded: Loaded, event: HeededIncident, at: Instant): readonly Command[] {
  const { by, change } = event;
  if (change === 'triggered') return [];
  const said = event.saidAt === null || event.saidAt > at ? {} : { saidAt: event.saidAt };
  if (change === 'acknowledged') return [{ type: 'Acknowledge', at, by, ...said }];
  const claimed = claims(loaded, event, at);
  if (isVouchedFor(loaded, event)) {
    const text = `${by.name} resolved it in PagerDuty`;
    return [...claimed, { type: 'HearResolved', at, by, ...said, text }];
  }
  const isOurs = by.kind === 'system' && change === 'resolved';
  const detail = detailOf(event);
  const noted: readonly Command[] = isOurs
    ? []
    : [{ type: 'FollowPagerduty', at, by, change: change.replaceAll('_', ' '), detail }];
  return [...noted, ...claimed];
}

/** Who opens an incident in PagerDuty and resolves it there has said that it is over; a name without an id may be a guess. */
function isVouchedFor({ incident }: Loaded, event: HeededIncident): boolean {
  const { by, change, mergedInto } = event;
  const isAPerson = by.kind === 'person' && by.id !== undefined;
  const isResolved = change === 'resolved' && mergedInto === null;
  return (
    isAPerson &&
    isResolved &&
    isOpen(incident) &&
    isClaimed(incident, event) &&
    !isOvertaken(incident, event)
  );
}

/** It was opened there again since. */
function isOvertaken(incident: Incident, { vendorIncidentId, saidAt }: HeededIncident): boolean {
  const claim = incident.signals[`pagerduty:${vendorIncidentId}`];
  const since = claim?.status === 'firing' ? claim.startsAt : null;
  return since !== null && saidAt !== null && saidAt < since;
}

function isClaimed(incident: Incident, { vendorIncidentId }: HeededIncident): boolean {
  return `pagerduty:${vendorIncidentId}` in incident.signals;
}

function detailOf(event: HeededIncident): string {
  if (event.mergedInto !== null) return `merged into ${event.mergedInto}`;
  if (event.change === 'priority_updated') return `priority ${event.priority ?? 'none'}`;
  return event.by.kind === 'person' ? `by ${event.by.name}` : '';
}

/** PagerDuty's own claim: only where it was the one to say that something is wrong. */
function claims({ incident }: Loaded, event: HeededIncident, at: Instant): readonly Command[] {
  const status = CLAIMS[event.change];
  if (!isClaimed(incident, event) || status === undefined || event.mergedInto !== null) return [];
  const said = vendorSignal(event, [], status);
  const signal: Signal =
    status === 'firing'
      ? { ...said, startsAt: event.saidAt ?? at }
      : { ...said, endsAt: event.saidAt ?? at };
  return [
    {
      type: 'ObserveSignals',
      at,
      by: PAGERDUTY,
      birth: {
        id: incident.id,
        uid: incident.uid,
        dedupKey: incident.page.dedupKey,
        correlationKey: incident.correlationKey,
        source: 'pagerduty',
        follows: null,
      },
      signals: [signal],
      known: new Map(),
      truncated: 0,
      proposal: incident.proposal,
    },
  ];
}

const CLAIMS: Readonly<Record<string, Signal['status']>> = {
  resolved: 'resolved',
  reopened: 'firing',
};

const PAGERDUTY: Actor = { kind: 'system', name: 'pagerduty', channel: 'pagerduty' };
