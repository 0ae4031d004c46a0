/** Deliveries: raw requests as they came, and the vendors' ids by which a repeated one is recognised. */
export const DELIVERIES = `
create table tocsin.deliveries (
  id text primary key,
  source text not null,
  received_at timestamptz not null,
  sha256 text not null,
  body bytea not null,
  state text not null check (state in ('accepted', 'quarantined')),
  reason text not null
);

create index deliveries_received on tocsin.deliveries (received_at);

create table tocsin.delivery_ids (
  vendor_digest text primary key,
  delivery_id text not null
);

create index delivery_ids_delivery on tocsin.delivery_ids (delivery_id);
`;
