/** Every request of the duty board against PagerDuty's own OpenAPI file, where it is at hand. */
import { expect, it } from 'vitest';
import { openPagerDuty } from '../../../src/sandbox/pagerduty.ts';
import { requestFaults } from '../sandbox/official-request.ts';
import { folder } from '../sandbox/open-api.ts';
import { sendEvent, TRIGGER } from '../sandbox/pagerduty-client.ts';
import { boardOn, NOON, userIdOf } from './a-board.ts';

it.skipIf(folder === undefined)('every request is one that PagerDuty describes', async () => {
  const pagerduty = await openPagerDuty();
  await sendEvent(pagerduty, TRIGGER);
  const { id } = pagerduty.incident('checkout-down');
  const subscription = pagerduty.subscribe({ url: 'https://tocsin.example.com' });
  const board = boardOn(pagerduty);
  await board.open(NOON, 10);
  await board.open('2020-01-01T00:00:00.000Z', 10);
  await board.incident(id);
  await board.byKey('checkout-down');
  await board.alerts(id);
  await board.notes(id);
  await board.raise(id, { urgency: 'high', priority: 'P1' });
  await board.addResponders(id, 'Please join', [
    { kind: 'user', id: userIdOf(pagerduty, 'Minh Tran') },
    { kind: 'escalation_policy', id: 'PESC001' },
  ]);
  await board.resolve(id);
  await board.person(userIdOf(pagerduty, 'Minh Tran'));
  await board.onCall();
  await board.subscriptions();
  await board.enableSubscription(subscription.id);
  await board.clockSkew();
  await pagerduty.close();
  const asked = pagerduty.requests.slice(1);
  const wrong = asked.flatMap((one) => requestFaults(one).map((fault) => [one.path, fault]));
  expect(wrong).toEqual([]);
  expect(asked.length).toBeGreaterThan(15);
  const [first] = asked;
  if (first === undefined) throw new Error('nothing was asked');
  const strange = { ...first, query: new URLSearchParams({ 'statuses[]': 'odd', nope: '1' }) };
  expect(requestFaults(strange)).toEqual(['statuses[]=odd', 'nope=1']);
});
