/** Rings and silences: through the Events API where we open the page, through the incident itself where PagerDuty has one. */
import type { Incident } from '../domain/incident.ts';
import type { DutyBoard } from '../ports/duty-board.ts';
import type { Page } from '../ports/pager.ts';
import { PortError } from '../ports/port-error.ts';
import { fallbackKey } from './dedup-key.ts';
import type { Parts } from './parts.ts';

/** What rang: the pager's name, or that an open incident was raised instead of opening a second one. */
export type Via = string;

/** The incident was there before our page. */
const RAISED = 'pagerduty, raised';

/** Throws PortError. */
export async function ring(parts: Parts, incident: Incident, page: Page): Promise<Via> {
  if (await raised(parts, incident)) return RAISED;
  await parts.pager.trigger(page);
  return parts.pager.via;
}

/** An incident that PagerDuty had before we rang is made loud; when it is over there, or cannot be reached, we ring ourselves. */
async function raised(parts: Parts, incident: Incident): Promise<boolean> {
  const { pagerduty, page } = incident;
  // What we opened ourselves rings again under its key; what was there before us is only made louder.
  const isOurs = page.via !== null && page.via !== RAISED;
  if (pagerduty === null || isOurs) return false;
  if (parts.board === null) return isLoud(parts, incident);
  try {
    const found = await parts.board.incident(pagerduty.incidentId);
    if (found === null || found.status === 'resolved') return false;
    // What a fallback opened stands beside the page and not in its place.
    if (found.incidentKey === fallbackKey(page.dedupKey)) return false;
    await parts.board.raise(found.id, { urgency: 'high', ...(await priority(parts, parts.board)) });
    return true;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    parts.log.warn('the incident at PagerDuty could not be raised, so it is paged', {
      vendor_incident: pagerduty.incidentId,
      reason: error.message,
    });
    return false;
  }
}

/** Without an API token nothing can be raised, but a high-urgency incident rings by itself. */
async function isLoud(parts: Parts, incident: Incident): Promise<boolean> {
  const signals = await parts.store.signals(incident.id, 100);
  return signals.some(
    ({ source, status, labels }) =>
      source === 'pagerduty' && status === 'firing' && labels['urgency'] === 'high',
  );
}

/** Only a priority that the account has. */
async function priority(parts: Parts, board: DutyBoard): Promise<{ priority?: string }> {
  const { sev1Priority } = parts.settings();
  const known = await board.priorities();
  return known.some(({ name }) => name === sev1Priority) ? { priority: sev1Priority } : {};
}

/**
 * Closes what may be open there under our key, and every incident that it was joined with. Throws PortError only for
 * what was the page itself: a later page of this incident waits for it, and must not wait for the rest.
 */
export async function silence(parts: Parts, incident: Incident, dedupKey: string): Promise<void> {
  const isAdopted = incident.source === 'pagerduty' && parts.board !== null;
  if (!isAdopted) await parts.pager.resolve(dedupKey);
  const rest = closeRest(parts, incident, dedupKey);
  if (isAdopted) return rest;
  await rest.catch((error: unknown) => {
    if (!(error instanceof PortError)) throw error;
    parts.log.warn('what was joined with the page could not be closed', {
      incident_id: incident.id,
      reason: error.message,
    });
  });
}

async function closeRest(parts: Parts, incident: Incident, dedupKey: string): Promise<void> {
  if (parts.fallback !== null && (await wasFallbackCalled(parts, incident.id))) {
    await parts.fallback.resolve(fallbackKey(dedupKey));
  }
  if (parts.board === null) return;
  for (const id of incident.vendorIncidents) await parts.board.resolve(id);
}

async function wasFallbackCalled(parts: Parts, id: string): Promise<boolean> {
  const timeline = await parts.store.timeline(id);
  return timeline.some(({ event }) => event.type === 'FallbackCalled' && event.failure === '');
}
