/** Signals: what is known of each, once per incident that held it, and once for none. */
export const SIGNALS = `
create sequence tocsin.signal_touches;

create table tocsin.signals (
  -- Empty for a signal that no incident holds.
  incident_id text not null,
  key_digest text not null,
  key text not null,
  source text not null,
  fingerprint text not null,
  name text not null,
  status text not null,
  starts_at text collate "C",
  ends_at text collate "C",
  labels jsonb not null,
  annotations jsonb not null,
  generator_url text not null,
  group_key text not null,
  -- Orders what is known of one signal through its incidents.
  touch bigint not null,
  primary key (incident_id, key_digest)
);

create index signals_known on tocsin.signals (key_digest, touch desc);
`;
