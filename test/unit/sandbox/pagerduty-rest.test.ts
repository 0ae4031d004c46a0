/** The sandbox's REST API checks what the real one checks and answers in its shapes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPagerDuty, type PagerDutySandbox } from '../../../src/sandbox/pagerduty.ts';
import { rest, sendEvent, TRIGGER } from './pagerduty-client.ts';

let pagerduty: PagerDutySandbox;
let id: string;

beforeEach(async () => {
  pagerduty = await openPagerDuty();
  await sendEvent(pagerduty, TRIGGER);
  id = pagerduty.incident('checkout-down').id;
});

afterEach(() => pagerduty.close());

describe('headers', () => {
  it.each([
    [{ authorization: 'Token token=wrong' }, 401, 2006],
    [{ authorization: 'Bearer sandbox-api-token-not-a-secret' }, 401, 2006],
    [{ accept: 'application/json' }, 400, 2001],
    [{ 'content-type': 'text/plain' }, 400, 2001],
    [{ from: '' }, 400, 1008],
    [{ from: 'nobody@example.com' }, 400, 1008],
  ])('with %j are answered %i, code %i', async (headers, status, code) => {
    const note = { note: { content: 'hello' } };
    const reply = await rest(pagerduty, 'POST', `/incidents/${id}/notes`, note, headers);
    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
  });
});

describe('incidents', () => {
  it('are listed with filters, and read by id or number', async () => {
    const lan = pagerduty.asUser('Lan Nguyen');
    lan.resolve(lan.triggerIncident({ title: 'Old', service: 'Checkout' }).id);
    const open = await rest(
      pagerduty,
      'GET',
      '/incidents?statuses[]=triggered&statuses[]=acknowledged',
    );
    expect(open.body.incidents.map((incident: { id: string }) => incident.id)).toEqual([id]);
    const byKey = await rest(pagerduty, 'GET', '/incidents?incident_key=checkout-down');
    expect(byKey.body.incidents).toHaveLength(1);
    const byNumber = await rest(pagerduty, 'GET', '/incidents/1');
    expect(byNumber.body.incident).toMatchObject({
      id,
      summary: '[#1] Checkout is down',
      alert_counts: { all: 1, triggered: 1, resolved: 0 },
    });
    expect((await rest(pagerduty, 'GET', '/incidents/QNOPE')).status).toBe(404);
  });

  it('come in pages of at most 100, up to 10,000', async () => {
    for (let n = 0; n < 4; n += 1) {
      pagerduty.asUser('Lan Nguyen').triggerIncident({ title: `${n}`, service: 'Checkout' });
    }
    const page = await rest(pagerduty, 'GET', '/incidents?limit=2&offset=2&total=true');
    expect(page.body).toMatchObject({ limit: 2, offset: 2, more: true, total: 5 });
    const last = await rest(pagerduty, 'GET', '/incidents?limit=500&offset=3');
    expect(last.body).toMatchObject({ limit: 100, more: false, total: null });
    const far = await rest(pagerduty, 'GET', '/incidents?limit=100&offset=9950');
    expect([far.status, far.body.error.code]).toEqual([400, 2002]);
  });

  it('are found by an alert’s key, since a time that means the account’s zone unless it says its own', async () => {
    const { length } = (await rest(pagerduty, 'GET', '/incidents?incident_key=checkout-down')).body
      .incidents;
    expect(length).toBe(1);
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const asked = async (since: string) =>
      (await rest(pagerduty, 'GET', `/incidents?since=${since}`)).body.incidents?.length;
    expect(await asked(soon)).toBe(0);
    expect(await asked(soon.slice(0, 19))).toBeGreaterThan(0);
    expect((await rest(pagerduty, 'GET', '/incidents?since=2020-01-01T00:00:00Z')).status).toBe(
      400,
    );
  });

  it('change by PUT, and an unlikely change is refused with its code', async () => {
    const put = (fields: object) =>
      rest(pagerduty, 'PUT', `/incidents/${id}`, {
        incident: { type: 'incident_reference', ...fields },
      });
    expect((await put({ priority: 'P1' })).body.incident.priority.name).toBe('P1');
    expect((await put({ priority: { id: 'PNONE' } })).body.error.code).toBe(1020);
    expect((await put({ status: 'acknowledged' })).body.incident.acknowledgements).toHaveLength(1);
    expect((await put({ status: 'acknowledged' })).body.error.code).toBe(1002);
    const resolved = await put({ status: 'resolved', resolution: 'rolled back' });
    expect(resolved.body.incident).toMatchObject({ status: 'resolved', assignments: [] });
    expect(pagerduty.incident(id).notes[0]?.content).toBe('Resolution Note: rolled back');
    expect((await put({ status: 'resolved' })).body.error.code).toBe(1001);
    expect((await put({ status: 'gone' })).body.error.code).toBe(1003);
    expect((await put({ status: 'triggered' })).body.incident.status).toBe('triggered');
    const wrong = await rest(pagerduty, 'PUT', `/incidents/${id}`, {
      incident: { status: 'resolved' },
    });
    expect(wrong.status).toBe(400);
  });

  it('are created once per open key', async () => {
    const service = { id: pagerduty.services[0]?.id, type: 'service_reference' };
    const incident = { type: 'incident', title: 'By hand', service, incident_key: 'hand' };
    const created = await rest(pagerduty, 'POST', '/incidents', { incident });
    expect([created.status, created.body.incident.incident_key]).toEqual([201, 'hand']);
    const again = await rest(pagerduty, 'POST', '/incidents', { incident });
    expect([again.status, again.body.error.errors[0]]).toEqual([
      400,
      'Open incident with matching dedup key already exists on this service',
    ]);
  });

  it('show their alerts', async () => {
    const alerts = await rest(pagerduty, 'GET', `/incidents/${id}/alerts?statuses[]=triggered`);
    expect(alerts.body.alerts).toMatchObject([
      { alert_key: 'checkout-down', severity: 'critical' },
    ]);
    const none = await rest(pagerduty, 'GET', `/incidents/${id}/alerts?alert_key=other`);
    expect(none.body.alerts).toEqual([]);
  });
});

describe('notes', () => {
  it('are written with 200, listed whole, edited and deleted', async () => {
    const path = `/incidents/${id}/notes`;
    const written = await rest(pagerduty, 'POST', path, { note: { content: 'hello' } });
    expect(written.status).toBe(200);
    expect(written.body.note).toMatchObject({ content: 'hello', user: { summary: 'Tocsin' } });
    expect(written.body.note.created_at).toMatch(/\+07:00$/);
    const noteId = written.body.note.id;
    await rest(pagerduty, 'PUT', `${path}/${noteId}`, { note: { content: 'hello again' } });
    const listed = await rest(pagerduty, 'GET', path);
    expect(listed.body.notes).toMatchObject([{ id: noteId, content: 'hello again' }]);
    expect((await rest(pagerduty, 'DELETE', `${path}/${noteId}`)).status).toBe(204);
    expect((await rest(pagerduty, 'DELETE', `${path}/${noteId}`)).status).toBe(404);
    expect((await rest(pagerduty, 'POST', path, { note: {} })).status).toBe(400);
  });
});

describe('the account', () => {
  it('names its users, who is on call, its priorities and abilities', async () => {
    const users = await rest(pagerduty, 'GET', '/users?query=minh');
    const [minh] = users.body.users;
    expect(minh).toMatchObject({
      name: 'Minh Tran',
      email: 'minh.tran@example.com',
      role: 'admin',
    });
    expect((await rest(pagerduty, 'GET', `/users/${minh.id}`)).body.user).toEqual(minh);
    expect((await rest(pagerduty, 'GET', '/users/PNOPE')).status).toBe(404);
    const onCalls = await rest(pagerduty, 'GET', '/oncalls');
    expect(onCalls.body.oncalls).toMatchObject([
      {
        user: { summary: 'Lan Nguyen' },
        escalation_level: 2,
        end: expect.stringMatching(/\+07:00$/),
      },
      { user: { summary: 'Lan Nguyen' }, escalation_level: 1, end: null },
      { user: { summary: 'Minh Tran' }, escalation_level: 3 },
      { user: { summary: 'Minh Tran' }, escalation_level: 2 },
    ]);
    const priorities = await rest(pagerduty, 'GET', '/priorities');
    expect(priorities.body.priorities.map((one: { name: string }) => one.name)).toEqual([
      'P1',
      'P2',
      'P3',
      'P4',
      'P5',
    ]);
    expect((await rest(pagerduty, 'GET', '/abilities')).body.abilities).toContain(
      'coordinated_responding',
    );
    expect((await rest(pagerduty, 'GET', '/no/such/route')).body.error.code).toBe(2100);
  });

  it('asks responders and tells stakeholders', async () => {
    const [lan, minh] = pagerduty.users;
    const request = {
      requester_id: lan?.id,
      message: 'Please join',
      responder_request_targets: [
        { responder_request_target: { id: minh?.id, type: 'user_reference' } },
      ],
    };
    const asked = await rest(pagerduty, 'POST', `/incidents/${id}/responder_requests`, request);
    expect(asked.body.responder_request.requester.summary).toBe('Lan Nguyen');
    const flat = { ...request, responder_request_targets: [{ id: minh?.id }] };
    expect(
      (await rest(pagerduty, 'POST', `/incidents/${id}/responder_requests`, flat)).status,
    ).toBe(400);
    const update = await rest(pagerduty, 'POST', `/incidents/${id}/status_updates`, {
      message: 'Working',
    });
    expect(update.body.status_update).toMatchObject({
      message: 'Working',
      sender: { summary: 'Tocsin' },
    });
  });
});

it('nobody can act who does not exist, and on nothing that does not exist', () => {
  expect(() => pagerduty.asUser('Nobody')).toThrow(RangeError);
  expect(() => pagerduty.asUser('Vy Le').acknowledge('QNOPE')).toThrow(RangeError);
  expect(() =>
    pagerduty.asUser('Vy Le').triggerIncident({ title: 'x', service: 'Nothing' }),
  ).toThrow(RangeError);
});
