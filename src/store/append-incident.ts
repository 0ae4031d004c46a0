/** One append: the projection, the events, and everything that must be on disk with them. */
import { type Effect, laneOf } from '../domain/effect.ts';
import type { Incident } from '../domain/incident.ts';
import { type Append, VersionConflict } from '../ports/incident-store.ts';
import { writeCensus } from './census-row.ts';
import { digestOf } from './digest.ts';
import { toJson, toText } from './json-text.ts';
import type { Queryable } from './pool.ts';
import { SHAPE } from './shape.ts';
import { writeObserved } from './signal-rows.ts';
import { violatedConstraint } from './store-errors.ts';

/** A service name in the index; longer ones are found by their beginning. */
const SERVICE_LENGTH = 200;

const INSERT = `
insert into tocsin.incidents (id, status, severity, services, pagerduty_id, version, shape, state, uid, opened_at,
  correlation_digest)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

const UPDATE = `
update tocsin.incidents set status = $2, severity = $3, services = $4, pagerduty_id = $5, version = $6, shape = $7,
  state = $8
where id = $1 and version = $9`;

const EVENTS = `
insert into tocsin.incident_events (incident_id, seq, type, at, event)
select $1, $2 + seq, event ->> 'type', (event ->> 'at')::timestamptz, event
from jsonb_array_elements($3::jsonb) with ordinality as e (event, seq)`;

const EFFECTS = `
insert into tocsin.outbox (incident_id, lane, kind, dedupe, payload, due_at, first_due_at)
select $1, lane, kind, dedupe, payload, "dueAt", "dueAt"
from rows from (jsonb_to_recordset($2::jsonb)
  as (lane text, kind text, dedupe text, payload jsonb, "dueAt" timestamptz)) with ordinality
order by ordinality
on conflict (dedupe) do nothing`;

const ANSWERS = `
insert into tocsin.evidence (incident_id, evidence_id, answer)
select $1, id, coalesce(answer, 'null') from jsonb_to_recordset($2::jsonb) as a (id text, answer jsonb)
on conflict (incident_id, evidence_id) do nothing`;

const DEDUP_KEYS = `
insert into tocsin.incident_dedup_keys (dedup_key, incident_id)
select key, $1 from unnest($2::text[]) as key on conflict do nothing`;

/** Throws VersionConflict when the incident moved on, or when its correlation key has an open incident already. */
export async function appendIncident(db: Queryable, change: Append): Promise<void> {
  const { incident, events } = change;
  try {
    // Sent one behind the other without waiting; the server takes them in this order.
    await inOrder([
      project(db, change),
      db.query(EVENTS, [incident.id, change.expectedVersion, toJson(events)]),
      writeCensus(db, incident, events),
      writeEffects(db, incident.id, change.effects),
      writeObserved(db, incident, events),
      writeDedupKeys(db, change),
      writeAnswers(db, change),
    ]);
  } catch (error) {
    if (violatedConstraint(error) === null) throw error;
    throw new VersionConflict(`${incident.id} was changed by somebody else`, { cause: error });
  }
}

/** The first failure in the order of sending is the cause; those behind it only say that the transaction is over. */
async function inOrder(statements: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(statements);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function project(db: Queryable, { incident, events, expectedVersion }: Append) {
  const row = columnsOf(incident, expectedVersion + events.length);
  if (expectedVersion === 0) {
    const birth = [incident.uid, incident.timeline.detected_at, digestOf(incident.correlationKey)];
    await db.query(INSERT, [...row, ...birth]);
    return;
  }
  const { rowCount } = await db.query(UPDATE, [...row, expectedVersion]);
  if (rowCount === 0) {
    throw new VersionConflict(`${incident.id} is not at version ${expectedVersion}`);
  }
}

function columnsOf(incident: Incident, version: number): unknown[] {
  const vendorId = incident.pagerduty?.incidentId;
  return [
    incident.id,
    incident.phase.status,
    incident.severity,
    incident.affectedServices.map(serviceTerm),
    vendorId === undefined ? null : toText(vendorId),
    version,
    SHAPE,
    toJson(incident),
  ];
}

/** A service as it lies in the index. */
export function serviceTerm(service: string): string {
  return toText(service.slice(0, SERVICE_LENGTH));
}

async function writeEffects(db: Queryable, id: string, effects: readonly Effect[]): Promise<void> {
  if (effects.length === 0) return;
  const rows = effects.map((effect) => ({ ...effect, lane: laneOf(effect.kind) }));
  await db.query(EFFECTS, [id, toJson(rows)]);
}

async function writeAnswers(db: Queryable, { incident, answers }: Append): Promise<void> {
  if (answers.length > 0) await db.query(ANSWERS, [incident.id, toJson(answers)]);
}

async function writeDedupKeys(db: Queryable, { incident, dedupKeys }: Append): Promise<void> {
  if (dedupKeys.length > 0) await db.query(DEDUP_KEYS, [incident.id, dedupKeys]);
}
