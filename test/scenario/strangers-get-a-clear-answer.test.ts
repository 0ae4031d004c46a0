import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse, WEBHOOK_SECRET } from '../given/house.ts';
import { send } from '../given/send.ts';

const databases = givenDatabases();
let at: Standing;

beforeAll(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
});

afterAll(() => at.close());

describe('the PagerDuty door', () => {
  const signed = (body: string) => ({
    'X-PagerDuty-Signature': `v1=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`,
  });

  it.each([
    ['an unsigned body', {}],
    ['a wrong signature', { 'X-PagerDuty-Signature': `v1=${'0'.repeat(64)}` }],
    ['a signature of another version', { 'X-PagerDuty-Signature': `v2=${'0'.repeat(64)}` }],
  ])('refuses %s with 401', async (_, headers) => {
    const before = await at.metric('tocsin_webhook_requests_total{source="pagerduty",code="401"}');
    expect((await send(`${at.url}/webhooks/pagerduty`, '{}', headers)).status).toBe(401);
    const after = await at.metric('tocsin_webhook_requests_total{source="pagerduty",code="401"}');
    expect(after).toBe((before ?? 0) + 1);
  });

  it.each([
    ['no JSON', 'hello'],
    ['no event', '{"hello":1}'],
    [
      'an event type of tomorrow',
      '{"event":{"id":"01X","event_type":"incident.teleported","data":{}}}',
    ],
    ['a note of an incident that is none of ours', note('PUNKNOWN1', 'sev1')],
  ])('keeps %s that is signed, and answers 202', async (_, body) => {
    expect((await send(`${at.url}/webhooks/pagerduty`, body, signed(body))).status).toBe(202);
  });
});

function note(incidentId: string, content: string): string {
  return JSON.stringify({
    event: {
      id: `01${incidentId}`,
      event_type: 'incident.annotated',
      resource_type: 'incident',
      occurred_at: '2026-03-17T14:31:00.000Z',
      agent: { id: 'PLAN001', type: 'user_reference', summary: 'Lan Nguyen' },
      client: null,
      data: {
        type: 'incident_note',
        id: 'PNOTE01',
        content,
        trimmed: false,
        incident: { id: incidentId, type: 'incident_reference', summary: 'x' },
      },
    },
  });
}

describe('the API', () => {
  it.each([
    ['an incident that is none', '/api/v1/incidents/INC-2026-01-01-999', 404],
    ['an id that is a path', '/api/v1/incidents/..%2f..%2fetc%2fpasswd', 404],
    ['a route that is none', '/api/v1/nothing', 404],
    ['a status that is none', '/api/v1/incidents?status=asleep', 400],
    ['a limit that is none', '/api/v1/incidents?limit=100000', 400],
    ['a cursor that is not ours', '/api/v1/incidents?cursor=hello', 400],
  ])('answers %s with a problem', async (_, path, status) => {
    const response = await fetch(`${at.url}${path}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status, remedy: expect.stringMatching(/\w/) });
  });

  it('says field by field what is wrong with a report', async () => {
    const answer = await send(`${at.url}/api/v1/incidents`, JSON.stringify({ titel: 'x' }));
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(/title/);
    expect(answer.body.detail).toMatch(/titel/);
  });

  it('tells talk from a command with 422 and a refusal with 409 and its needs', async () => {
    const { body } = await send(
      `${at.url}/api/v1/incidents`,
      JSON.stringify({ title: 'Login is slow', services: ['login'] }),
    );
    const id = body.incident_id;
    expect((await at.say(id, 'this is NOT a SEV1')).status).toBe(422);
    const early = await at.say(id, 'fix: restarted it evidence E1');
    expect(early.status).toBe(409);
    expect(early.body.needs.map((need: { need: string }) => need.need)).toContain('root-cause');
  });
});
