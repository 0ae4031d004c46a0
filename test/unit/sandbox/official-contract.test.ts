/** The adapters' requests and the sandbox's answers against PagerDuty's own OpenAPI files, where they are at hand. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPagerDutyNotes } from '../../../src/adapters/pagerduty-notes.ts';
import { createPagerDutyPager } from '../../../src/adapters/pagerduty-pager.ts';
import {
  openPagerDuty,
  type PagerDutySandbox,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
  SANDBOX_ROUTING_KEY,
} from '../../../src/sandbox/pagerduty.ts';
import { PAGE } from '../adapters/a-page.ts';
import { at, folder, type Json, openApi, problems } from './open-api.ts';
import { rest, sendChange, sendEvent, TRIGGER } from './pagerduty-client.ts';

describe.skipIf(folder === undefined)('by PagerDuty’s own description', () => {
  let pagerduty: PagerDutySandbox;
  let id: string;

  beforeEach(async () => {
    pagerduty = await openPagerDuty();
    await sendEvent(pagerduty, TRIGGER);
    await sendChange(pagerduty, { summary: 'Checkout 4.2', source: 'ci' });
    id = pagerduty.incident('checkout-down').id;
    const lan = pagerduty.asUser('Lan Nguyen');
    lan.acknowledge(id);
    lan.prioritize(id, 'P1');
    lan.annotate(id, 'hello');
  });

  afterEach(() => pagerduty.close());

  function idBelow(path: string): string {
    if (path.startsWith('/users')) return pagerduty.users[0]?.id ?? '';
    if (!path.startsWith('/webhook')) return id;
    return pagerduty.subscribe({ url: 'https://tocsin.example.com', events: ['incident.x'] }).id;
  }

  it('every event of the pager is one that the Events API takes', async () => {
    const events = openApi('pagerduty-events-v2');
    const eventsUrl = pagerduty.url;
    const pager = createPagerDutyPager({ routingKey: SANDBOX_ROUTING_KEY, eventsUrl });
    await pager.trigger(PAGE);
    await pager.trigger({ ...PAGE, details: { log: 'x'.repeat(600_000) }, links: [] });
    await pager.resolve(PAGE.dedupKey);
    const request = ['paths', '/enqueue', 'post', 'requestBody'];
    const asked = pagerduty.requests.filter(({ path }) => path === '/v2/enqueue');
    const sent = asked.map((one) => problems(events, request, one.body));
    expect(sent).toEqual([[], [], [], []]);
    expect(problems(events, request, { event_action: 'page' })).not.toEqual([]);
  });

  it('every answer of the sandbox’s Events API is one that it gives', async () => {
    const events = openApi('pagerduty-events-v2');
    const answer = (name: string) => ['components', 'responses', name];
    const taken = await sendEvent(pagerduty, TRIGGER);
    const refused = await sendEvent(pagerduty, { ...TRIGGER, event_action: 'page' });
    expect(problems(events, answer('Success'), taken.body)).toEqual([]);
    expect(problems(events, answer('Error'), refused.body)).toEqual([]);
  });

  it('every note is one that the REST API takes', async () => {
    const notes = createPagerDutyNotes({
      apiToken: SANDBOX_API_TOKEN,
      from: SANDBOX_FROM,
      apiUrl: pagerduty.url,
    });
    await notes.write(id, 'hello');
    const request = ['paths', '/incidents/{id}/notes', 'post', 'requestBody'];
    const body = pagerduty.requests.at(-1)?.body;
    expect(problems(openApi('pagerduty-rest-subset'), request, body)).toEqual([]);
  });

  it.each([
    ['GET', '/incidents', '200', undefined],
    ['GET', '/incidents/{id}', '200', undefined],
    [
      'PUT',
      '/incidents/{id}',
      '200',
      { incident: { type: 'incident_reference', status: 'resolved' } },
    ],
    ['GET', '/incidents/{id}/notes', '200', undefined],
    ['POST', '/incidents/{id}/notes', '200', { note: { content: 'hello' } }],
    ['GET', '/incidents/{id}/alerts', '200', undefined],
    ['POST', '/incidents/{id}/status_updates', '200', { message: 'Working' }],
    ['POST', '/incidents/{id}/status_updates', '400', {}],
    ['GET', '/change_events', '200', undefined],
    ['GET', '/priorities', '200', undefined],
    ['GET', '/abilities', '200', undefined],
    ['GET', '/oncalls', '200', undefined],
    ['GET', '/users', '200', undefined],
    ['GET', '/webhook_subscriptions', '200', undefined],
    ['GET', '/users/{id}', '200', undefined],
    ['GET', '/webhook_subscriptions/{id}', '200', undefined],
    ['POST', '/webhook_subscriptions/{id}/enable', '200', undefined],
  ])('%s %s answers %s in its shape', async (method, path, status, body) => {
    const document = openApi('pagerduty-rest-subset');
    const reply = await rest(pagerduty, method, path.replace('{id}', idBelow(path)), body);
    const operation = at(document, [
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      status,
    ]) as Json;
    const named = operation['$ref'] as string | undefined;
    const where =
      named === undefined
        ? ['paths', path, method.toLowerCase(), 'responses', status]
        : named.slice(2).split('/');
    expect([String(reply.status), problems(document, where, reply.body)]).toEqual([status, []]);
  });
});
