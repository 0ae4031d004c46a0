/** The census row of an incident: what is counted of it, brought up to date with each append. */
import { type Incident, isOpen } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { Instant } from '../domain/instant.ts';
import { toText } from './json-text.ts';
import type { Queryable } from './pool.ts';

/** First acknowledgements, confirmations and pages stay; what a reopened incident lost is kept until it comes again. */
const UPSERT = `
insert into tocsin.census as c (incident_id, source, rule, proposed, confirmed, reopened, resolutions, resolution,
  observed_severity, paged_severity, started_at, detected_at, triage_completed_at, acknowledged_at, confirmed_at,
  root_cause_identified_at, resolved_at, paged_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
on conflict (incident_id) do update set
  rule = excluded.rule,
  proposed = excluded.proposed,
  confirmed = excluded.confirmed,
  reopened = excluded.reopened,
  resolutions = c.resolutions + excluded.resolutions,
  resolution = coalesce(excluded.resolution, c.resolution),
  observed_severity = coalesce(excluded.observed_severity, c.observed_severity),
  paged_severity = coalesce(c.paged_severity, excluded.paged_severity),
  started_at = excluded.started_at,
  triage_completed_at = coalesce(excluded.triage_completed_at, c.triage_completed_at),
  acknowledged_at = coalesce(c.acknowledged_at, excluded.acknowledged_at),
  confirmed_at = coalesce(c.confirmed_at, excluded.confirmed_at),
  root_cause_identified_at = coalesce(excluded.root_cause_identified_at, c.root_cause_identified_at),
  resolved_at = coalesce(excluded.resolved_at, c.resolved_at),
  paged_at = coalesce(c.paged_at, excluded.paged_at)`;

export async function writeCensus(
  db: Queryable,
  incident: Incident,
  events: readonly IncidentEvent[],
): Promise<void> {
  const { phase, timeline, proposal, confirmed } = incident;
  const pagedAt = firstPage(events);
  await db.query(UPSERT, [
    incident.id,
    incident.source,
    toText(proposal.rule),
    proposal.severity,
    confirmed?.severity ?? 'none',
    incident.reopened,
    events.filter((event) => event.type === 'IncidentResolved').length,
    'closing' in phase ? phase.closing.resolution : null,
    isOpen(incident) ? null : incident.severity,
    pagedAt === null ? null : incident.severity,
    incident.startedAt,
    timeline.detected_at,
    timeline.triage_completed_at,
    firstAt(events, (event) => event.type === 'Acknowledged'),
    firstAt(events, (event) => event.type === 'SeverityConfirmed' && event.how === 'person'),
    timeline.root_cause_identified_at,
    timeline.resolved_at,
    pagedAt,
  ]);
}

/** What went to the log rang nobody. */
function firstPage(events: readonly IncidentEvent[]): Instant | null {
  return firstAt(
    events,
    (event) => event.type === 'PageAccepted' && event.action === 'trigger' && event.via !== 'log',
  );
}

function firstAt(
  events: readonly IncidentEvent[],
  matches: (event: IncidentEvent) => boolean,
): Instant | null {
  return events.find(matches)?.at ?? null;
}
