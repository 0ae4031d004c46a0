/** The sandbox's webhooks: shapes, signatures, order, retries, and when they give up. */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../../src/sandbox/faults.ts';
import { type Loopback, openLoopback } from '../../../src/sandbox/loopback.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../../src/sandbox/pagerduty.ts';
import { signatures } from '../../../src/sandbox/pagerduty-webhooks.ts';
import { keyed, rest, sendEvent, TRIGGER } from './pagerduty-client.ts';

let receiver: Loopback;
let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  receiver = await openLoopback(() => ({ status: 202 }));
  pagerduty = await openPagerDuty({
    webhook: { url: `${receiver.url}/hook`, secrets: ['first', 'second'] },
    answerWithinMs: 150,
    retryMs: 1,
  });
});

afterEach(async () => {
  await pagerduty.close();
  await receiver.close();
});

// biome-ignore lint/suspicious/noExplicitAny: envelopes are looked into field by field
function events(): any[] {
  return receiver.requests.map((request) => (request.body as { event: unknown }).event);
}

function types(): string[] {
  return events().map((event) => event.event_type);
}

describe('what a webhook tells', () => {
  it('is the story of an incident, in order', async () => {
    await sendEvent(pagerduty, TRIGGER);
    const { id } = pagerduty.incident('checkout-down');
    const lan = pagerduty.asUser('Lan Nguyen');
    lan.acknowledge(id);
    lan.prioritize(id, 'P1');
    lan.annotate(id, 'looking');
    lan.resolve(id, 'rolled back');
    lan.reopen(id);
    await sendEvent(pagerduty, keyed('resolve', 'unknown'));
    await pagerduty.settled();
    expect(types()).toEqual([
      'incident.triggered',
      'incident.acknowledged',
      'incident.priority_updated',
      'incident.annotated',
      'incident.annotated',
      'incident.resolved',
      'incident.reopened',
    ]);
    expect(events()[4].data.content).toBe('Resolution Note: rolled back');
    expect(events()[5].data).toMatchObject({ status: 'resolved', assignees: [] });
  });

  it('is an incident with a number, assignees and references', async () => {
    await sendEvent(pagerduty, TRIGGER);
    await pagerduty.settled();
    const [event] = events();
    expect(event).toMatchObject({
      resource_type: 'incident',
      agent: { type: 'events_api_v2_inbound_integration_reference' },
      client: null,
      data: {
        type: 'incident',
        number: 1,
        status: 'triggered',
        incident_key: 'checkout-down',
        title: 'Checkout is down',
        service: { type: 'service_reference', summary: 'Checkout' },
        assignees: [{ type: 'user_reference', summary: 'Lan Nguyen' }],
        priority: null,
        conference_bridge: null,
      },
    });
    expect(event.data).not.toHaveProperty('alerts');
  });

  it('is a note with the incident beside it and the author as the agent', async () => {
    const lan = pagerduty.asUser('Lan Nguyen');
    const incident = lan.triggerIncident({ title: 'Slow', service: 'Checkout' });
    const note = lan.annotate(incident.id, 'xác nhận SEV1');
    await pagerduty.settled();
    expect(events()[1]).toMatchObject({
      agent: { id: note.user.id, type: 'user_reference', summary: 'Lan Nguyen' },
      data: {
        type: 'incident_note',
        id: note.id,
        content: 'xác nhận SEV1',
        trimmed: false,
        incident: { id: incident.id, type: 'incident_reference' },
      },
    });
  });

  it('is also our own note, and a long one is trimmed', async () => {
    const lan = pagerduty.asUser('Lan Nguyen');
    const { id } = lan.triggerIncident({ title: 'Slow', service: 'Checkout' });
    const content = 'y'.repeat(5000);
    const written = await rest(pagerduty, 'POST', `/incidents/${id}/notes`, { note: { content } });
    await pagerduty.settled();
    const { data, agent } = events()[1];
    expect([data.id, data.trimmed, agent.summary]).toEqual([written.body.note.id, true, 'Tocsin']);
    expect(content.startsWith(data.content)).toBe(true);
  });

  it('is a responder and a status update', async () => {
    const [lan, minh] = pagerduty.users;
    const incident = pagerduty
      .asUser('Lan Nguyen')
      .triggerIncident({ title: 'S', service: 'Checkout' });
    await rest(pagerduty, 'POST', `/incidents/${incident.id}/responder_requests`, {
      requester_id: lan?.id,
      message: 'Join',
      responder_request_targets: [
        { responder_request_target: { id: minh?.id, type: 'user_reference' } },
      ],
    });
    await rest(pagerduty, 'POST', `/incidents/${incident.id}/status_updates`, {
      message: 'Working',
    });
    await pagerduty.settled();
    expect(events().slice(1)).toMatchObject([
      {
        event_type: 'incident.responder.added',
        data: { type: 'incident_responder', state: 'pending' },
      },
      {
        event_type: 'incident.status_update_published',
        data: { message: 'Working', trimmed: false },
      },
    ]);
  });
});

describe('a delivery', () => {
  it('is signed over its raw bytes with every secret', async () => {
    pagerduty.asUser('Lan Nguyen').triggerIncident({ title: 'Chậm', service: 'Checkout' });
    await pagerduty.settled();
    const [request] = receiver.requests;
    const mac = (secret: string) =>
      createHmac('sha256', secret)
        .update(request?.text ?? '')
        .digest('hex');
    expect(request?.headers['x-pagerduty-signature']).toBe(
      `v1=${mac('first')},v1=${mac('second')}`,
    );
    expect(request?.headers['user-agent']).toBe('PagerDuty-Webhook/V3.0');
  });

  it('has a signature that anyone can recompute', () => {
    expect(signatures(['key'], 'The quick brown fox jumps over the lazy dog')).toBe(
      'v1=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
    );
  });

  it('is tried again with the same id after 5xx, 429 and silence, and later ones wait for it', async () => {
    receiver.fail(faults.answers(503, ''));
    receiver.fail(faults.answers(429, ''));
    receiver.fail(faults.hang());
    receiver.fail(faults.reset());
    const lan = pagerduty.asUser('Lan Nguyen');
    const { id } = lan.triggerIncident({ title: 'Slow', service: 'Checkout' });
    lan.acknowledge(id);
    await pagerduty.settled();
    expect(pagerduty.deliveries.map((one) => [one.outcome, one.statuses])).toEqual([
      ['delivered', [503, 429, 0, 0, 202]],
      ['delivered', [202]],
    ]);
    const ids = receiver.requests.map((request) => request.headers['x-webhook-id']);
    expect(new Set(ids.slice(0, 5)).size).toBe(1);
    expect(types().at(-1)).toBe('incident.acknowledged');
  });

  it('can come twice', async () => {
    pagerduty.asUser('Lan Nguyen').triggerIncident({ title: 'Slow', service: 'Checkout' });
    await pagerduty.settled();
    const [delivery] = pagerduty.deliveries;
    if (delivery === undefined) throw new Error('nothing was delivered');
    pagerduty.again(delivery);
    await pagerduty.settled();
    const [first, second] = receiver.requests;
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['x-webhook-id']).toBe(first?.headers['x-webhook-id']);
  });

  it('is dropped on any other 4xx; three in a row disable the subscription until it is enabled', async () => {
    receiver.fail(faults.answers(400, ''), { times: 3 });
    const lan = pagerduty.asUser('Lan Nguyen');
    const { id } = lan.triggerIncident({ title: 'Slow', service: 'Checkout' });
    for (const text of ['one', 'two', 'three', 'four']) lan.annotate(id, text);
    await pagerduty.settled();
    expect(pagerduty.deliveries.map((one) => one.outcome)).toEqual([
      'dropped',
      'dropped',
      'dropped',
      'discarded',
      'discarded',
    ]);
    const [subscription] = pagerduty.subscriptions;
    const path = `/webhook_subscriptions/${subscription?.id}`;
    const shown = await rest(pagerduty, 'GET', path);
    expect(shown.body.webhook_subscription.delivery_method).toMatchObject({
      temporarily_disabled: true,
      secret: null,
    });
    await rest(pagerduty, 'POST', `${path}/enable`);
    lan.annotate(id, 'five');
    await pagerduty.settled();
    expect(pagerduty.deliveries.at(-1)?.outcome).toBe('delivered');
    expect(receiver.requests).toHaveLength(4);
  });
});
