import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';

const databases = givenDatabases();
let at: Standing;

/** PagerDuty's webhooks are sent to nowhere, so everything that is learned is learned by comparing. */
beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty(), hearsPagerduty: false });
});

afterEach(() => at.close());

const lan = () => at.pagerduty.asUser('Lan Nguyen');

async function compared(): Promise<Context> {
  at.clock.forward(120);
  await at.house.reconcile();
  await at.settle();
  const { incidents } = await at.get('/api/v1/incidents');
  return incidents[0];
}

async function repairs(id: string): Promise<number> {
  const { entries } = await at.get(`/api/v1/incidents/${id}/timeline`);
  return entries.filter((entry: { type: string }) => entry.type === 'RepairMade').length;
}

describe('what a lost PagerDuty webhook left behind', () => {
  it('an incident that was never heard of is opened, once', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    const incident = await compared();
    expect(incident).toMatchObject({ source: 'pagerduty', pagerduty: { incident_id: id } });
    await compared();
    expect((await at.get('/api/v1/incidents')).incidents).toHaveLength(1);
    expect(await repairs(incident.incident_id)).toBe(1);
    expect(await at.metric('tocsin_repairs_total{kind="fire"}')).toBe(1);
  });

  it('the link, the acknowledgement and the notes of our page are found, once', async () => {
    const [opened] = await at.alert(checkoutDown());
    const page = at.pagerduty.incidents[0];
    lan().acknowledge(page?.id ?? '');
    at.clock.forward(1);
    lan().annotate(page?.id ?? '', 'sev1 because nobody can pay');
    const incident = await compared();
    expect(incident).toMatchObject({
      incident_id: opened?.id,
      severity_confirmed: { by: 'Lan Nguyen' },
      acknowledged: { by: 'Lan Nguyen' },
      pagerduty: { incident_id: page?.id },
    });
    const found = await repairs(incident.incident_id);
    await compared();
    expect(await repairs(incident.incident_id)).toBe(found);
    const answers = page?.notes.filter((note) =>
      note.content.startsWith('[tocsin] SEV1 confirmed'),
    );
    expect(answers).toHaveLength(1);
  });

  it('that it was resolved there is found, once', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    const incident = await compared();
    lan().resolve(id);
    expect((await compared()).alerts).toMatchObject({ firing: 0, resolved: 1 });
    const found = await repairs(incident.incident_id);
    await compared();
    expect(await repairs(incident.incident_id)).toBe(found);
  });

  it('is compared again after PagerDuty could not be asked', async () => {
    lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    at.clock.forward(120);
    at.pagerduty.fail((response) => void response.writeHead(503).end(), { times: 50 });
    await at.house.reconcile();
    expect((await at.get('/api/v1/incidents')).incidents).toEqual([]);
    at.pagerduty.heal();
    expect(await compared()).toMatchObject({ source: 'pagerduty' });
  });
});
