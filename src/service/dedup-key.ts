/** Dedup keys: under which name a pager knows an incident. */
import { createHash } from 'node:crypto';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { Signal } from '../domain/signal.ts';

/**
 * The key that Alertmanager's own PagerDuty notifier uses for a group: the SHA-256 of its group key, in hex. Sharing it
 * makes both roads one PagerDuty incident where they end in the same integration.
 */
export function alertmanagerDedupKey(groupKey: string): string {
  return createHash('sha256').update(groupKey).digest('hex');
}

/** The group's own key where an incident is exactly one Alertmanager group, else one that nobody else uses. */
export function dedupKeyFor(
  correlationKey: string,
  signals: readonly Signal[],
  uid: string,
): string {
  const [first] = signals;
  const isOneGroup =
    first?.source === 'alertmanager' && correlationKey === `groupKey:${first.groupKey}`;
  return isOneGroup ? alertmanagerDedupKey(first.groupKey) : `tocsin-${uid}`;
}

const SUFFIX = '-fallback';
const LONGEST = 255;

/** A fallback rings under a key of its own: where both lead to one service, the page's alert must not swallow it. */
export function fallbackKey(dedupKey: string): string {
  if (dedupKey.length + SUFFIX.length <= LONGEST) return `${dedupKey}${SUFFIX}`;
  return `${createHash('sha256').update(dedupKey).digest('hex')}${SUFFIX}`;
}

/** PagerDuty's own id of an incident, as a key beside the dedup keys. */
export function vendorKey(vendorIncidentId: string): string {
  return `pagerduty-incident:${vendorIncidentId}`;
}

/** Every key under which a pager may know the incident after these events; empty when they add none. */
export function dedupKeysOf(ownKey: string, events: readonly IncidentEvent[]): readonly string[] {
  const keys = new Set<string>();
  for (const event of events) {
    if (event.type === 'IncidentOpened') keys.add(ownKey).add(fallbackKey(ownKey));
    if (event.type === 'PagerdutyLinked') {
      for (const key of [vendorKey(event.incidentId), ...event.keys]) keys.add(key);
    }
    if (event.type !== 'SignalsObserved') continue;
    for (const { source, groupKey } of [...event.fired, ...event.resolved]) {
      if (source === 'alertmanager') keys.add(alertmanagerDedupKey(groupKey));
    }
  }
  return [...keys];
}
