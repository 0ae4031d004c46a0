import { expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { standHouse } from '../given/house.ts';

const databases = givenDatabases();

it('an incident that a person opens again in PagerDuty is opened again here, and rings there instead of beside it', async () => {
  const at = await standHouse({ databaseUrl: await databases.empty() });
  try {
    const lan = at.pagerduty.asUser('Lan Nguyen');
    const { id } = lan.triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    await at.settle();
    const ours = async () => (await at.get('/api/v1/incidents')).incidents[0];
    lan.annotate(id, 'sev1');
    await at.settle();
    lan.resolve(id);
    await at.settle();
    expect((await ours()).status).toBe('resolved');
    at.clock.forward(30);
    lan.reopen(id);
    await at.settle();
    expect(await ours()).toMatchObject({
      status: 'diagnosing',
      reopened: 1,
      pagerduty: { incident_id: id },
      page: { via: 'pagerduty, raised' },
    });
    expect(at.pagerduty.incidents).toHaveLength(1);
  } finally {
    await at.close();
  }
});
