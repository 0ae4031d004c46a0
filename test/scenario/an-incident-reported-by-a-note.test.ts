import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenDatabases, sql } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { until } from '../given/until.ts';

const databases = givenDatabases();
let url: string;
let at: Standing;

beforeEach(async () => {
  url = await databases.empty();
  at = await standHouse({ databaseUrl: url });
});

afterEach(() => at.close());

const lan = () => at.pagerduty.asUser('Lan Nguyen');
/** Without what the workflow tells when a step begins. */
const notes = (id: string) =>
  at.pagerduty
    .incident(id)
    .notes.map(({ content }) => content)
    .filter((note) => !note.startsWith('[tocsin] Bước'));

/** Our notes there that name the incident that was opened here. */
function answersAbout(vendorId: string, { incident_id: id }: Context): string[] {
  return notes(vendorId).filter((note) => note.startsWith('[tocsin]') && note.includes(id));
}

async function reported(): Promise<Context[]> {
  const { incidents } = await at.get('/api/v1/incidents');
  return incidents.filter((one: Context) => one.source === 'api');
}

async function incidentAtPagerDuty(): Promise<string> {
  const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
  await at.settle();
  return id;
}

/** The database takes no note to be written, as if the process died between the incident and its reply. */
async function repliesFail(): Promise<() => Promise<unknown>> {
  await sql(
    url,
    `create function refuse_notes() returns trigger language plpgsql as $$
     begin raise exception 'no notes today'; end $$`,
  );
  await sql(
    url,
    `create trigger no_notes before insert on tocsin.outbox
     for each row when (new.kind = 'note') execute function refuse_notes()`,
  );
  return () => sql(url, 'drop trigger no_notes on tocsin.outbox');
}

describe('[NEW-INC] as a note in PagerDuty', () => {
  it('opens another incident, and the note is answered with its number, once', async () => {
    const id = await incidentAtPagerDuty();
    lan().annotate(id, '[NEW-INC] Mail is late');
    await at.settle();
    const [incident] = await reported();
    expect(incident).toMatchObject({ title: 'Mail is late', status: 'triage' });
    expect(answersAbout(id, incident)).toHaveLength(1);
    const told = notes(id);
    const sent = at.pagerduty.deliveries.find(({ body }) => body.includes('NEW-INC'));
    if (sent !== undefined) at.pagerduty.again(sent);
    await at.settle();
    expect(await reported()).toHaveLength(1);
    expect(notes(id)).toEqual(told);
  });

  it('is kept whole or not at all: what breaks between incident and reply loses neither', async () => {
    const id = await incidentAtPagerDuty();
    const heal = await repliesFail();
    lan().annotate(id, '[NEW-INC] Mail is late');
    const sent = at.pagerduty.deliveries.at(-1);
    await until('the note was delivered once', () => sent?.statuses.length);
    expect(sent?.statuses[0]).toBe(500);
    expect(await reported()).toEqual([]);
    const kept = "select id from tocsin.deliveries where encode(body, 'escape') like '%NEW-INC%'";
    expect(await sql(url, kept)).toEqual([]);
    await heal();
    await at.settle();
    expect(sent?.statuses.at(-1)).toBe(202);
    expect(await sql(url, kept)).toHaveLength(1);
    const all = await reported();
    expect(all).toHaveLength(1);
    expect(answersAbout(id, all[0])).toHaveLength(1);
  });

  it('is heard on an incident that is none of ours, too', async () => {
    await at.close();
    at = await standHouse({
      databaseUrl: await databases.empty(),
      config: 'pagerduty: {adopt: false}\n',
    });
    const id = await incidentAtPagerDuty();
    expect((await at.get('/api/v1/incidents')).incidents).toEqual([]);
    lan().annotate(id, '[NEW-INC] Mail is late');
    await at.settle();
    const all = await reported();
    expect(all).toHaveLength(1);
    expect(answersAbout(id, all[0])).toHaveLength(1);
  });
});
