/** What a change of an incident in PagerDuty tells us, as commands on ours. Pure. */
import type { Command } from '../domain/command.ts';
import { type Incident, isOpen } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import { type HeededIncident, PAGERDUTY } from './heeded.ts';
import { vendorSignal } from './vendor-signal.ts';

/** The opening itself is no news, and neither is what we did there ourselves. */
export function toldBy(incident: Incident, event: HeededIncident, at: Instant): readonly Command[] {
  const { by, change } = event;
  if (change === 'triggered') return [];
  const said = event.saidAt === null || event.saidAt > at ? {} : { saidAt: event.saidAt };
  if (change === 'acknowledged') return [{ type: 'Acknowledge', at, by, ...said }];
  const claimed = claims(incident, event, at);
  if (isVouchedFor(incident, event)) {
    const text = `${by.name} resolved it in PagerDuty`;
    return [...claimed, { type: 'HearResolved', at, by, ...said, text }];
  }
  const isOurs = by.kind === 'system' && change === 'resolved';
  const detail = detailOf(event);
  const noted: readonly Command[] = isOurs
    ? []
    : [{ type: 'FollowPagerduty', at, by, change: change.replaceAll('_', ' '), detail }];
  return [...noted, ...claimed, ...rejoined(incident, event, at)];
}

/** What is opened again there is opened again here, and rings there and not beside it. */
function rejoined(incident: Incident, event: HeededIncident, at: Instant): readonly Command[] {
  if (event.change !== 'reopened' || isOpen(incident) || !isClaimed(incident, event)) return [];
  const { vendorIncidentId: incidentId, url } = event;
  return [{ type: 'LinkPagerduty', at, by: PAGERDUTY, incidentId, url, keys: [] }];
}

/** Who opens an incident in PagerDuty and resolves it there has said that it is over; a name without an id may be a guess. */
function isVouchedFor(incident: Incident, event: HeededIncident): boolean {
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
function claims(incident: Incident, event: HeededIncident, at: Instant): readonly Command[] {
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
