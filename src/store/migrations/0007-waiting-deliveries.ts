/** Deliveries that are tried again by themselves, and when a signal was last seen. */
export const WAITING_DELIVERIES = `
create sequence tocsin.waiting_turns;

alter table tocsin.deliveries
  -- null for one that is not tried again.
  add column try_at timestamptz,
  -- Those of one thread are tried in the order of their turns.
  add column thread text,
  add column turn bigint;

create index deliveries_waiting on tocsin.deliveries (thread, turn) where try_at is not null;

alter table tocsin.signals add column seen_at timestamptz not null default now();
`;
