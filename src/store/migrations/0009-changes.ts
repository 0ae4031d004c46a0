/** Changes: deploys, flags and settings that somebody altered, each once. */
export const CHANGES = `
create table tocsin.changes (
  digest text primary key,
  key text not null,
  source text not null,
  kind text not null,
  at timestamptz not null,
  received_at timestamptz not null,
  summary text not null,
  services text[] not null,
  version text not null,
  link text not null
);

create index changes_at on tocsin.changes (at desc, digest);
create index changes_received on tocsin.changes (received_at);
`;
