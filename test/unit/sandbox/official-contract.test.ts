/**
 * The adapters' requests and the sandbox's answers against PagerDuty's own OpenAPI files, where they are at hand:
 * TOCSIN_CONTRACTS_DIR names a folder with `pagerduty-events-v2.openapi.json` and `pagerduty-rest-subset.openapi.json`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
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
import { rest, sendEvent, TRIGGER } from './pagerduty-client.ts';

const folder = process.env['TOCSIN_CONTRACTS_DIR'];

type Json = Record<string, unknown>;

function openApi(name: string): Json {
  return JSON.parse(readFileSync(join(folder ?? '', `${name}.openapi.json`), 'utf8')) as Json;
}

function at(document: Json, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Json | undefined)?.[key], document);
}

/** Words about a schema, and formats that PagerDuty's own examples do not keep. */
const SKIPPED = new Set([
  'example',
  'examples',
  'x-examples',
  'description',
  'format',
  'discriminator',
]);
/** Incidents hold references that hold references; nothing of interest lies deeper. */
const DEEPEST = 14;

function inlined(document: Json, node: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return {};
  if (Array.isArray(node)) return node.map((one) => inlined(document, one, depth));
  if (typeof node !== 'object' || node === null) return node;
  const reference = (node as Json)['$ref'];
  if (typeof reference === 'string') {
    const path = reference.slice(2).split('/');
    const keys = path.map((key) =>
      decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~'),
    );
    return inlined(document, at(document, keys), depth + 1);
  }
  const entries = Object.entries(node).filter(([key]) => !SKIPPED.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, inlined(document, value, depth)]));
}

/** PagerDuty says in words, not in its schemas, that any field that is not required may be null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutNulls(one)]));
}

function problems(document: Json, path: readonly string[], value: unknown): string[] {
  const schema = at(document, [...path, 'content', 'application/json', 'schema']);
  if (schema === undefined) throw new Error(`no schema at ${path.join(' ')}`);
  const read = z.fromJSONSchema(inlined(document, schema) as Json, {
    defaultTarget: 'openapi-3.0',
  });
  const issues = read.safeParse(withoutNulls(value)).error?.issues ?? [];
  return issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe.skipIf(folder === undefined)('by PagerDuty’s own description', () => {
  let pagerduty: PagerDutySandbox;
  let id: string;

  beforeEach(async () => {
    pagerduty = await openPagerDuty();
    await sendEvent(pagerduty, TRIGGER);
    id = pagerduty.incident('checkout-down').id;
    const lan = pagerduty.asUser('Lan Nguyen');
    lan.acknowledge(id);
    lan.prioritize(id, 'P1');
    lan.annotate(id, 'hello');
  });

  afterEach(() => pagerduty.close());

  it('every event of the pager is one that the Events API takes', async () => {
    const events = openApi('pagerduty-events-v2');
    const eventsUrl = pagerduty.url;
    const pager = createPagerDutyPager({ routingKey: SANDBOX_ROUTING_KEY, eventsUrl });
    await pager.trigger(PAGE);
    await pager.trigger({ ...PAGE, details: { log: 'x'.repeat(600_000) }, links: [] });
    await pager.resolve(PAGE.dedupKey);
    const request = ['paths', '/enqueue', 'post', 'requestBody'];
    const sent = pagerduty.requests.map((one) => problems(events, request, one.body));
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
    ['GET', '/priorities', '200', undefined],
    ['GET', '/abilities', '200', undefined],
    ['GET', '/oncalls', '200', undefined],
    ['GET', '/users', '200', undefined],
    ['GET', '/webhook_subscriptions', '200', undefined],
  ])('%s %s answers %s in its shape', async (method, path, status, body) => {
    const document = openApi('pagerduty-rest-subset');
    const reply = await rest(pagerduty, method, path.replace('{id}', id), body);
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
