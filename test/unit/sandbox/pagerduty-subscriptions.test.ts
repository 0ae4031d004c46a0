/** Webhook subscriptions of the sandbox's PagerDuty, made and looked at over REST. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Loopback, openLoopback } from '../../../src/sandbox/loopback.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../../src/sandbox/pagerduty.ts';
import { signatures } from '../../../src/sandbox/pagerduty-webhooks.ts';
import { rest } from './pagerduty-client.ts';

let receiver: Loopback;
let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  receiver = await openLoopback(() => ({ status: 202 }));
  pagerduty = await openPagerDuty();
});

afterEach(async () => {
  await pagerduty.close();
  await receiver.close();
});

describe('a subscription made over REST', () => {
  it('tells its secret once, filters events, and answers a ping', async () => {
    const wanted = {
      type: 'webhook_subscription',
      delivery_method: { type: 'http_delivery_method', url: `${receiver.url}/second` },
      events: ['incident.resolved'],
      filter: { type: 'service_reference', id: pagerduty.services[0]?.id },
    };
    const made = await rest(pagerduty, 'POST', '/webhook_subscriptions', {
      webhook_subscription: wanted,
    });
    const { id, delivery_method: method } = made.body.webhook_subscription;
    const lan = pagerduty.asUser('Lan Nguyen');
    lan.resolve(lan.triggerIncident({ title: 'Slow', service: 'Checkout' }).id);
    expect((await rest(pagerduty, 'POST', `/webhook_subscriptions/${id}/ping`)).status).toBe(202);
    await pagerduty.settled();
    const second = receiver.requests.filter((request) => request.path === '/second');
    const told = second.map(
      (request) => (request.body as { event: { event_type: string } }).event.event_type,
    );
    expect(told.toSorted()).toEqual(['incident.resolved', 'pagey.ping']);
    const [request] = second;
    expect(request?.headers['x-pagerduty-signature']).toBe(
      signatures([method.secret], request?.text ?? ''),
    );
    const shown = await rest(pagerduty, 'GET', `/webhook_subscriptions/${id}`);
    expect(shown.body.webhook_subscription.delivery_method.secret).toBeNull();
  });

  it.each([
    [{ delivery_method: { type: 'http_delivery_method', url: 'nowhere' } }],
    [{ events: [] }],
    [{ filter: { type: 'service_reference' } }],
  ])('is refused with %j', async (part) => {
    const proper = {
      delivery_method: { type: 'http_delivery_method', url: receiver.url },
      events: ['incident.resolved'],
      filter: { type: 'account_reference' },
    };
    const reply = await rest(pagerduty, 'POST', '/webhook_subscriptions', {
      webhook_subscription: { ...proper, ...part },
    });
    expect(reply.status).toBe(400);
  });
});
