/** Incidents: their events, the projection folded from them, the census row that is counted, the day's numbers. */
export const INCIDENTS = `
create table tocsin.incidents (
  id text primary key,
  uid text not null unique,
  opened_at timestamptz not null,
  status text not null,
  severity text not null,
  correlation_digest text not null,
  services text[] not null,
  pagerduty_id text,
  version integer not null,
  shape integer not null,
  state jsonb not null
) with (fillfactor = 85);

create unique index incidents_one_open on tocsin.incidents (correlation_digest)
  where status in ('triage', 'diagnosing', 'recovering');
create index incidents_correlation on tocsin.incidents (correlation_digest, opened_at desc, id desc);
create index incidents_newest on tocsin.incidents (opened_at desc, id desc);
create index incidents_status on tocsin.incidents (status, opened_at desc, id desc);
create index incidents_severity on tocsin.incidents (severity, opened_at desc, id desc);
create index incidents_services on tocsin.incidents using gin (services);
create index incidents_pagerduty on tocsin.incidents using hash (pagerduty_id);

create table tocsin.incident_events (
  incident_id text not null references tocsin.incidents (id),
  seq integer not null,
  type text not null,
  at timestamptz not null,
  event jsonb not null,
  primary key (incident_id, seq)
);

create index incident_events_pages on tocsin.incident_events (type)
  where type in ('PageAccepted', 'PageFailed') and event ->> 'action' = 'trigger';

create function tocsin.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'incident events are append-only' using errcode = 'restrict_violation';
end
$$;

create trigger incident_events_append_only
  before update or delete or truncate on tocsin.incident_events
  for each statement execute function tocsin.refuse_change();

create table tocsin.incident_dedup_keys (
  dedup_key text not null,
  incident_id text not null references tocsin.incidents (id),
  primary key (dedup_key, incident_id)
);

create table tocsin.counters (
  name text primary key,
  value bigint not null
);

create table tocsin.evidence (
  incident_id text not null references tocsin.incidents (id),
  evidence_id text not null,
  answer jsonb not null,
  primary key (incident_id, evidence_id)
);
`;
