/** Every request of the duty board against PagerDuty's own OpenAPI file, where it is at hand. */
import { expect, it } from 'vitest';
import type { RecordedRequest } from '../../../src/sandbox/loopback.ts';
import { openPagerDuty } from '../../../src/sandbox/pagerduty.ts';
import { at, folder, inlined, type Json, openApi, problems } from '../sandbox/open-api.ts';
import { sendEvent, TRIGGER } from '../sandbox/pagerduty-client.ts';
import { boardOn, NOON, userIdOf } from './a-board.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: { readonly enum?: readonly unknown[] };
}

/** `/incidents/Q1/alerts` is a case of `/incidents/{id}/alerts`. */
function pathOf(document: Json, path: string): string {
  const paths = Object.keys(document['paths'] as Json);
  const found = paths.find((one) => one === path) ?? paths.find((one) => fits(one, path));
  if (found === undefined) throw new Error(`PagerDuty has no ${path}`);
  return found;
}

function fits(template: string, path: string): boolean {
  const [parts, given] = [template.split('/'), path.split('/')];
  return (
    parts.length === given.length &&
    parts.every((part, index) => part.startsWith('{') || part === given[index])
  );
}

function faultsOf(document: Json, request: RecordedRequest): string[] {
  const path = ['paths', pathOf(document, request.path), request.method.toLowerCase()];
  const operation = at(document, path) as Json | undefined;
  if (operation === undefined) throw new Error(`PagerDuty has no ${request.method} there`);
  const known = inlined(document, operation['parameters'] ?? []) as readonly Parameter[];
  const body =
    request.body === undefined ? [] : problems(document, [...path, 'requestBody'], request.body);
  return [...queryFaults(known, request), ...headerFaults(known, request), ...body];
}

function queryFaults(known: readonly Parameter[], request: RecordedRequest): string[] {
  return [...request.query].flatMap(([name, value]) => {
    const parameter = known.find((one) => one.in === 'query' && one.name === name);
    const allowed = parameter?.schema?.enum ?? [value];
    return allowed.includes(value) && parameter !== undefined ? [] : [`${name}=${value}`];
  });
}

/** From is asked for in some places, and must not be sent in the others. */
function headerFaults(known: readonly Parameter[], request: RecordedRequest): string[] {
  const headers = known.filter((one) => one.in === 'header' && one.required === true);
  const names = headers.map((one) => one.name.toLowerCase());
  const missing = names.filter((name) => request.headers[name] === undefined);
  const needless = 'from' in request.headers && !names.includes('from') ? ['needless from'] : [];
  return [...missing, ...needless];
}

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
  const document = openApi('pagerduty-rest-subset');
  const asked = pagerduty.requests.slice(1);
  const wrong = asked.flatMap((one) => faultsOf(document, one).map((fault) => [one.path, fault]));
  expect(wrong).toEqual([]);
  expect(asked.length).toBeGreaterThan(15);
  const [first] = asked;
  if (first === undefined) throw new Error('nothing was asked');
  const strange = { ...first, query: new URLSearchParams({ 'statuses[]': 'odd', nope: '1' }) };
  expect(faultsOf(document, strange)).toEqual(['statuses[]=odd', 'nope=1']);
});
