import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notificationBody } from '../../src/sandbox/alertmanager.ts';
import { answers } from '../../src/sandbox/faults.ts';
import { SANDBOX_ROUTING_KEY } from '../../src/sandbox/pagerduty.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { send } from '../given/send.ts';
import { triggersAt } from '../given/sent-pages.ts';

const databases = givenDatabases();
let at: Standing;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
});

afterEach(() => at.close());

const GROUP_KEY = '{}:{alertname="CheckoutServiceDown"}';
const KEY = createHash('sha256').update(GROUP_KEY).digest('hex');

/** As PagerDuty lists it. */
const ALERT = {
  ...{ id: 'QALERT1', type: 'alert', status: 'triggered', summary: 'CheckoutServiceDown' },
  ...{ created_at: '2026-03-17T14:30:00Z', severity: 'critical', body: { details: {} } },
};

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

  describe('where only an alert of the PagerDuty incident has its key', () => {
    /** As alert grouping makes it: the incident has a key of its own. */
    async function grouped(): Promise<string> {
      const lan = at.pagerduty.asUser('Lan Nguyen');
      const incident = lan.triggerIncident({ title: 'Checkout', service: 'Checkout' });
      expect(incident.key).not.toBe(KEY);
      incident.alerts.push({
        ...{ id: 'QALERT1', key: KEY, createdAt: at.clock.now(), status: 'triggered' },
        ...{ summary: 'CheckoutServiceDown', severity: 'critical', details: {}, links: [] },
      });
      await at.settle();
      return incident.id;
    }

    it('is one incident when it comes here first', async () => {
      const [received] = await at.alert(checkoutDown());
      const vendorId = await grouped();
      const all = await ours();
      expect(all.map(({ incident_id }: Context) => incident_id)).toEqual([received?.id]);
      at.pagerduty.asUser('Lan Nguyen').annotate(vendorId, 'sev2');
      await at.settle();
      expect((await ours())[0]).toMatchObject({ severity: 'SEV2' });
    });

    it('is one incident and one page when it comes through PagerDuty first', async () => {
      const vendorId = await grouped();
      const [adopted] = await ours();
      const [received] = await at.alert(checkoutDown());
      expect(received).toEqual({ id: adopted.incident_id, created: false });
      expect(await ours()).toMatchObject([
        { severity: 'SEV1', pagerduty: { incident_id: vendorId } },
      ]);
      expect(at.pagerduty.incidents).toHaveLength(1);
      expect(triggersAt(at.pagerduty)).toEqual([]);
    });

    it('is one incident when it comes here while PagerDuty is asked for its alerts', async () => {
      const body = notificationBody({ alerts: [checkoutDown()], groupBy: ['alertname'] });
      let asked = 0;
      at.pagerduty.fail(
        (response) => {
          void send(`${at.url}/webhooks/alertmanager`, body).then(() => {
            answers(200, { alerts: [{ ...ALERT, alert_key: KEY }], more: false })(response);
          });
        },
        // First for its keys, then for what its alerts say.
        { when: ({ path }) => path.endsWith('/alerts') && ++asked === 2 },
      );
      const lan = at.pagerduty.asUser('Lan Nguyen');
      const { id } = lan.triggerIncident({ title: 'Checkout', service: 'Checkout' });
      await at.settle();
      expect(asked).toBeGreaterThanOrEqual(2);
      expect(await ours()).toHaveLength(1);
      expect((await at.get('/api/v1/deliveries?state=quarantined')).deliveries).toEqual([]);
      at.pagerduty.asUser('Lan Nguyen').annotate(id, 'sev2');
      await at.settle();
      expect((await ours())[0]).toMatchObject({ severity: 'SEV2' });
    });
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
