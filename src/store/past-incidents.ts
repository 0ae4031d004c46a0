/** Past incidents that may be like a given one: of the same correlation, or of the same services. */
import type { Incident } from '../domain/incident.ts';
import { serviceTerm } from './append-incident.ts';
import { digestOf } from './digest.ts';
import { INCIDENT_COLUMNS, type IncidentRow, incidentsFrom } from './incident-rows.ts';
import { ask, type Pool } from './pool.ts';

const OF_CORRELATION = 20;
const OF_SERVICES = 50;

const PAST = `
(select ${INCIDENT_COLUMNS}, opened_at from tocsin.incidents
  where correlation_digest = $1 and id <> $2 and opened_at <= $4
  order by opened_at desc limit ${OF_CORRELATION})
union
(select ${INCIDENT_COLUMNS}, opened_at from tocsin.incidents
  where services && $3 and id <> $2 and opened_at <= $4 and status in ('resolved', 'postmortem')
  order by opened_at desc limit ${OF_SERVICES})
order by opened_at desc, id desc`;

/** Newest first, at most 70, none opened later than it was. */
export async function pastIncidents(pool: Pool, incident: Incident): Promise<readonly Incident[]> {
  const rows = await ask<IncidentRow>(pool, PAST, [
    digestOf(incident.correlationKey),
    incident.id,
    incident.affectedServices.map(serviceTerm),
    incident.timeline.detected_at,
  ]);
  return incidentsFrom(pool, rows);
}
