/** The outbox: every effect until it is done, and afterwards for the record. */
export const OUTBOX = `
create table tocsin.outbox (
  id bigint generated always as identity primary key,
  incident_id text not null references tocsin.incidents (id),
  lane text not null,
  kind text not null,
  dedupe text not null unique,
  payload jsonb not null,
  due_at timestamptz not null,
  -- When it was to be done first; a retry moves only due_at.
  first_due_at timestamptz not null,
  state text not null default 'undone' check (state in ('undone', 'done', 'abandoned')),
  attempts integer not null default 0,
  leased_until timestamptz,
  finished_at timestamptz,
  last_error text
);

create index outbox_due on tocsin.outbox (lane, due_at, id) where state = 'undone';
create index outbox_order on tocsin.outbox (incident_id, lane, id) where state = 'undone';
create index outbox_pages_done on tocsin.outbox (incident_id) where kind = 'page' and state = 'done';
create index outbox_oldest on tocsin.outbox (first_due_at) where state = 'undone';
`;
