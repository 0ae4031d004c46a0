/** The census row of an incident: narrow, so that counting a hundred thousand of them is one short scan. */
export const CENSUS = `
create function tocsin.seconds_between(earlier timestamptz, later timestamptz)
  returns double precision language sql immutable parallel safe
  return case
    when earlier is null or later is null then null
    else greatest(extract(epoch from later - earlier)::double precision, 0)
  end;

create table tocsin.census (
  incident_id text primary key references tocsin.incidents (id),
  source text not null,
  rule text not null,
  proposed text not null,
  confirmed text not null,
  reopened integer not null,
  resolutions integer not null,
  resolution text,
  observed_severity text,
  paged_severity text,
  started_at timestamptz not null,
  detected_at timestamptz not null,
  triage_completed_at timestamptz,
  acknowledged_at timestamptz,
  confirmed_at timestamptz,
  root_cause_identified_at timestamptz,
  resolved_at timestamptz,
  paged_at timestamptz,
  triage_seconds double precision
    generated always as (tocsin.seconds_between(detected_at, triage_completed_at)) stored,
  acknowledge_seconds double precision
    generated always as (tocsin.seconds_between(detected_at, acknowledged_at)) stored,
  confirm_seconds double precision
    generated always as (tocsin.seconds_between(detected_at, confirmed_at)) stored,
  root_cause_seconds double precision
    generated always as (tocsin.seconds_between(detected_at, root_cause_identified_at)) stored,
  recover_seconds double precision
    generated always as (tocsin.seconds_between(started_at, resolved_at)) stored,
  page_seconds double precision
    generated always as (tocsin.seconds_between(detected_at, paged_at)) stored
) with (fillfactor = 85);
`;
