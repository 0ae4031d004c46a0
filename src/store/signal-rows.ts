/** Signals as rows: what is known of each, and with which labels it was last seen. */
import type { Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import { type Signal, type SignalState, signalKey } from '../domain/signal.ts';
import { afterNews } from '../domain/signal-order.ts';
import { digestOf } from './digest.ts';
import { toJson } from './json-text.ts';
import type { Queryable } from './pool.ts';

/** Signals that no incident holds lie under this id. */
const NO_INCIDENT = '';

interface Kept {
  readonly signal: Signal;
  readonly state: SignalState;
}

const UPSERT = `
insert into tocsin.signals as s (incident_id, key_digest, key, source, fingerprint, name, status, starts_at, ends_at,
  labels, annotations, generator_url, group_key, touch)
select $1, n.digest, n.key, n.source, n.fingerprint, n.name, n.status, n."startsAt", n."endsAt",
  n.labels, n.annotations, n."generatorUrl", n."groupKey", nextval('tocsin.signal_touches')
from jsonb_to_recordset($2::jsonb) as n (digest text, key text, source text, fingerprint text, name text, status text,
  "startsAt" text, "endsAt" text, labels jsonb, annotations jsonb, "generatorUrl" text, "groupKey" text)
on conflict (incident_id, key_digest) do update set
  name = excluded.name, status = excluded.status, starts_at = greatest(s.starts_at, excluded.starts_at),
  ends_at = excluded.ends_at, labels = excluded.labels, annotations = excluded.annotations,
  generator_url = excluded.generator_url, group_key = excluded.group_key, touch = excluded.touch, seen_at = now()`;

/** Writes the signals that the events bring, with the states that the incident gives them, in one statement. */
export async function writeObserved(
  db: Queryable,
  incident: Incident,
  events: readonly IncidentEvent[],
): Promise<void> {
  const kept = observedIn(events).map((signal) => ({
    signal,
    state: incident.signals[signalKey(signal)] ?? afterNews(null, signal),
  }));
  await upsert(db, incident.id, kept);
}

/** Writes signals that belong to no incident. */
export async function writeUnheld(db: Queryable, signals: readonly Signal[]): Promise<void> {
  const kept = signals.map((signal) => ({ signal, state: afterNews(null, signal) }));
  await upsert(db, NO_INCIDENT, kept);
}

/** Every signal of the events in the order in which the fold takes them. */
function observedIn(events: readonly IncidentEvent[]): readonly Signal[] {
  return events.flatMap((event) =>
    event.type === 'SignalsObserved' ? [...event.resolved, ...event.fired] : [],
  );
}

export async function readKnown(
  db: Queryable,
  keys: readonly string[],
): Promise<ReadonlyMap<string, SignalState>> {
  if (keys.length === 0) return new Map();
  const byDigest = new Map(keys.map((key) => [digestOf(key), key]));
  const { rows } = await db.query<SignalState & { digest: string }>(
    `select known.*, wanted.digest from unnest($1::text[]) as wanted (digest)
     cross join lateral (
       select name, status, starts_at as "startsAt", ends_at as "endsAt" from tocsin.signals
       where key_digest = wanted.digest order by touch desc limit 1
     ) as known`,
    [[...byDigest.keys()]],
  );
  return new Map(
    rows.map(({ digest, ...state }) => [byDigest.get(digest) ?? '', state satisfies SignalState]),
  );
}

/** Firing ones first. */
export async function readSignals(
  db: Queryable,
  incidentId: string,
  limit: number,
): Promise<readonly Signal[]> {
  const { rows } = await db.query<Signal>(
    `select source, fingerprint, status, name, labels, annotations, starts_at as "startsAt",
       ends_at as "endsAt", generator_url as "generatorUrl", group_key as "groupKey"
     from tocsin.signals where incident_id = $1 order by status = 'firing' desc, touch limit $2`,
    [incidentId, limit],
  );
  return rows;
}

async function upsert(db: Queryable, incidentId: string, kept: readonly Kept[]): Promise<void> {
  if (kept.length === 0) return;
  // One row per signal, the last word wins; a fixed order keeps two deliveries from waiting for each other.
  const rows = new Map(kept.map((one) => [digestOf(signalKey(one.signal)), one]));
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  await db.query(UPSERT, [incidentId, toJson(sorted.map(([digest, one]) => rowOf(digest, one)))]);
}

function rowOf(digest: string, { signal, state }: Kept): Record<string, unknown> {
  return { ...signal, ...state, digest, key: signalKey(signal) };
}
