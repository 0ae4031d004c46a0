/** What comparing with Alertmanager remembers: the groups that its webhooks named, which alerts it ever listed; whose turn it is. */
export const COMPARISON = `
create table tocsin.alert_groups (
  receiver text not null,
  labels_digest text not null,
  labels jsonb not null,
  group_key text not null,
  heard_at timestamptz not null default now(),
  primary key (receiver, labels_digest)
);

create index alert_groups_latest on tocsin.alert_groups (receiver, heard_at desc);

alter table tocsin.signals add column listed boolean not null default false;

create table tocsin.turns (
  name text primary key,
  holder text not null,
  until timestamptz not null
);
`;
