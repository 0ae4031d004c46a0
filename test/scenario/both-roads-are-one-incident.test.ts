import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SANDBOX_ROUTING_KEY } from '../../src/sandbox/pagerduty.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';

const databases = givenDatabases();
let at: Standing;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
});

afterEach(() => at.close());

const GROUP_KEY = '{}:{alertname="CheckoutServiceDown"}';
const KEY = createHash('sha256').update(GROUP_KEY).digest('hex');

/** What Alertmanager's own PagerDuty notifier sends for the group. */
async function notifyPagerDuty(action: 'trigger' | 'resolve' = 'trigger'): Promise<void> {
  const response = await fetch(`${at.pagerduty.url}/v2/enqueue`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      routing_key: SANDBOX_ROUTING_KEY,
      event_action: action,
      dedup_key: KEY,
      payload: {
        summary: '[FIRING:1] CheckoutServiceDown',
        source: 'alertmanager',
        severity: 'critical',
        custom_details: { firing: 'CheckoutServiceDown', service: 'checkout' },
      },
    }),
  });
  expect(response.status).toBe(202);
  await at.settle();
}

const ours = async () => (await at.get('/api/v1/incidents')).incidents;

describe('an alert that comes from Alertmanager here and through PagerDuty', () => {
  it('is one incident and one page when it comes here first', async () => {
    await at.alert(checkoutDown());
    await notifyPagerDuty();
    expect(await ours()).toHaveLength(1);
    expect(at.pagerduty.incidents).toHaveLength(1);
    expect((await ours())[0].pagerduty).toMatchObject({
      dedup_key: KEY,
      incident_id: at.pagerduty.incidents[0]?.id,
    });
  });

  it('is one incident and one page when it comes through PagerDuty first', async () => {
    await notifyPagerDuty();
    expect(await ours()).toHaveLength(1);
    const [adopted] = await ours();
    expect(adopted).toMatchObject({ source: 'pagerduty' });

    const [received] = await at.alert(checkoutDown());
    expect(received).toEqual({ id: adopted.incident_id, created: false });
    expect(await ours()).toHaveLength(1);
    expect(at.pagerduty.incidents).toHaveLength(1);
    expect((await ours())[0]).toMatchObject({ severity: 'SEV1', alerts: { firing: 1 } });
  });

  it('stays open when a person resolves it in PagerDuty while it fires here, and says so', async () => {
    await notifyPagerDuty();
    await at.alert(checkoutDown());
    at.pagerduty.asUser('Lan Nguyen').resolve(at.pagerduty.incidents[0]?.id ?? '');
    await at.settle();
    const [incident] = await ours();
    expect(incident).toMatchObject({ alerts: { firing: 1 } });
    expect(incident.status).not.toBe('resolved');
    expect(await at.timeline(incident.incident_id, 'PagerdutyChanged')).toContain(
      'PagerDuty: resolved, by Lan Nguyen, but 1 of its alerts still fire',
    );
  });

  it('is a new story after the old one is over, although the key is the same', async () => {
    const [first] = await at.alert(checkoutDown());
    const id = first?.id ?? '';
    await at.alert(checkoutDown({ endsAt: at.clock.now() }));
    await at.say(id, 'sev1');
    await at.say(id, 'override verification because nobody measures it');
    await at.say(id, 'users ok');
    expect((await at.say(id, 'resolve')).body.incident.status).toBe('resolved');
    await at.forward(7200);
    await notifyPagerDuty();
    expect(await ours()).toHaveLength(2);
    expect(at.pagerduty.incidents).toHaveLength(2);
  });
});
