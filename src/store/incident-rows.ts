/** Reads incidents back: the projection's state, or the fold of the events where the state has an old shape. */
import { evolve } from '../domain/evolve.ts';
import type { Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { Loaded } from '../ports/incident-store.ts';
import type { Queryable } from './pool.ts';
import { SHAPE } from './shape.ts';

export interface IncidentRow {
  readonly id: string;
  readonly version: number;
  readonly shape: number;
  /** Of the shape that the row names. */
  readonly state: Incident;
}

export const INCIDENT_COLUMNS = 'id, version, shape, state';

export async function loadedFrom(
  db: Queryable,
  rows: readonly IncidentRow[],
): Promise<Loaded | null> {
  const [row] = rows;
  if (row === undefined) return null;
  const [incident] = await incidentsFrom(db, [row]);
  return incident === undefined ? null : { incident, version: row.version };
}

/** The incidents of the rows, in their order. */
export async function incidentsFrom(
  db: Queryable,
  rows: readonly IncidentRow[],
): Promise<readonly Incident[]> {
  const old = rows.filter((row) => row.shape !== SHAPE);
  if (old.length === 0) return rows.map((row) => row.state);
  const folded = await foldFromEvents(db, old);
  return rows.map((row) => folded.get(row.id) ?? row.state);
}

async function foldFromEvents(
  db: Queryable,
  rows: readonly IncidentRow[],
): Promise<ReadonlyMap<string, Incident>> {
  const { rows: events } = await db.query<{ incident_id: string; event: IncidentEvent }>(
    `select e.incident_id, e.event from unnest($1::text[], $2::integer[]) as wanted (id, version)
     join tocsin.incident_events e on e.incident_id = wanted.id and e.seq <= wanted.version
     order by e.incident_id, e.seq`,
    [rows.map((row) => row.id), rows.map((row) => row.version)],
  );
  const folded = new Map<string, Incident>();
  for (const { incident_id: id, event } of events) {
    folded.set(id, evolve(folded.get(id) ?? null, event));
  }
  return folded;
}
