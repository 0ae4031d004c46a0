import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverError } from '../../src/sandbox/faults.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { triggersAt } from '../given/sent-pages.ts';

const databases = givenDatabases();
let at: Standing;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
});

afterEach(() => at.close());

describe('a page that PagerDuty did not take', () => {
  it('is not sent any more once its incident is resolved', async () => {
    at.pagerduty.fail(serverError(), { path: '/v2/enqueue', times: 2 });
    const [opened] = await at.alert(checkoutDown());
    const id = opened?.id ?? '';
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    await at.alert(checkoutDown({ endsAt: at.clock.now() }));
    for (const text of [
      'sev1',
      'override root-cause because it went away',
      'verified: it answers',
      'users ok',
      'override fix because there was nothing to fix',
      'resolve',
    ])
      await at.say(id, text);
    expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('resolved');
    const sent = triggersAt(at.pagerduty).length;
    at.pagerduty.heal();
    for (let step = 0; step < 10; step += 1) await at.forward(60);
    expect(triggersAt(at.pagerduty)).toHaveLength(sent);
    expect(at.pagerduty.incidents.filter(({ status }) => status !== 'resolved')).toEqual([]);
  });
});

describe('a webhook subscription that PagerDuty disabled', () => {
  it('is enabled again, and what was missed meanwhile is repaired and counted', async () => {
    const [subscription] = at.pagerduty.subscriptions;
    if (subscription !== undefined) subscription.disabled = true;
    const lan = at.pagerduty.asUser('Lan Nguyen');
    lan.triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    at.clock.forward(120);
    await at.house.reconcile();
    await at.settle();
    expect(subscription?.disabled).toBe(false);
    expect(await at.metric('tocsin_repairs_total{kind="subscription"}')).toBe(1);
    expect((await at.get('/api/v1/incidents')).incidents).toMatchObject([{ source: 'pagerduty' }]);
    const { id } = lan.triggerIncident({ title: 'Mail is late', service: 'Checkout' });
    await at.settle();
    const { incidents } = await at.get('/api/v1/incidents');
    const joined = (one: { pagerduty: { incident_id: string } }) => one.pagerduty.incident_id;
    expect(incidents.map(joined)).toContain(id);
  });
});
