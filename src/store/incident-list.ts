/** The list of incidents, newest first, page by page. */
import type { IncidentFilter, IncidentPage } from '../ports/incident-store.ts';
import { serviceTerm } from './append-incident.ts';
import { INCIDENT_COLUMNS, type IncidentRow, incidentsFrom } from './incident-rows.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { ask, type Pool } from './pool.ts';

const MOST = 200;

const LIST = `
select ${INCIDENT_COLUMNS}, opened_at from tocsin.incidents
where (cardinality($1::text[]) = 0 or status = any($1))
  and (cardinality($2::text[]) = 0 or severity = any($2))
  and ($3::text is null or services @> array[$3])
  and ($4::timestamptz is null or (opened_at, id) < ($4, $5))
order by opened_at desc, id desc limit $6`;

type ListedRow = IncidentRow & { readonly opened_at: Date };

export async function listIncidents(pool: Pool, filter: IncidentFilter): Promise<IncidentPage> {
  const limit = Math.max(1, Math.min(MOST, Math.trunc(filter.limit)));
  const after = filter.cursor === null ? null : readCursor(filter.cursor, isIncidentId);
  // One more than asked for shows whether there is another page.
  const rows = await ask<ListedRow>(pool, LIST, [
    filter.status,
    filter.severity,
    filter.service === null ? null : serviceTerm(filter.service),
    after?.at ?? null,
    after?.id ?? null,
    limit + 1,
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    incidents: await incidentsFrom(pool, shown),
    nextCursor: hasMore ? writeCursor({ at: last.opened_at.toISOString(), id: last.id }) : null,
  };
}

function isIncidentId(id: string): boolean {
  return /^INC-[-0-9]{1,40}$/.test(id);
}
