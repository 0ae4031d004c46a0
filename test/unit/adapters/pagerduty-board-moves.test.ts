/** What the duty board changes on PagerDuty, in whose name, and what it is told when that fails. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PagerDutyBoardOptions } from '../../../src/adapters/pagerduty-board.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import {
  openPagerDuty,
  type PagerDutySandbox,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
} from '../../../src/sandbox/pagerduty.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { boardOn, NOON, requestsOf, userIdOf } from './a-board.ts';
import { portErrorOf } from './port-error-of.ts';

let now: string;
let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  now = NOON;
  pagerduty = await openPagerDuty({ clock: { now: () => now } });
});

afterEach(() => pagerduty.close());

const board = (options: Partial<PagerDutyBoardOptions> = {}) =>
  boardOn(pagerduty, { clock: { now: () => now }, ...options });

function opened(title: string): string {
  return pagerduty.asUser('Lan Nguyen').triggerIncident({ title, service: 'Checkout' }).id;
}

describe('moving an incident', () => {
  it('resolves it in the name of the configured user; resolved already is success', async () => {
    const id = opened('Checkout is slow');
    await board().resolve(id);
    expect(pagerduty.incident(id)).toMatchObject({
      status: 'resolved',
      lastChangeBy: { user: { email: SANDBOX_FROM } },
    });
    await board().resolve(id);
    expect(requestsOf(pagerduty)).toEqual([`PUT /incidents/${id}`, `PUT /incidents/${id}`]);
  });

  it('does not take any other refusal for success', async () => {
    const id = opened('Checkout is slow');
    pagerduty.fail(faults.answers(400, { error: { message: 'Nope', code: 1019 } }));
    expect(await portErrorOf(board().resolve(id))).toMatchObject({
      reason: 'refused',
      message: expect.stringContaining('Nope'),
    });
    const unknown = await portErrorOf(board({ from: 'nobody@example.com' }).resolve(id));
    expect([unknown.reason, unknown.message]).toEqual([
      'refused',
      expect.stringContaining('Requester User Not Found'),
    ]);
    expect(pagerduty.incident(id).status).toBe('triggered');
  });

  it('raises urgency and priority by name', async () => {
    const id = opened('Checkout is slow');
    Object.assign(pagerduty.incident(id), { urgency: 'low' });
    await board().raise(id, { urgency: 'high', priority: 'p1' });
    expect(pagerduty.incident(id)).toMatchObject({ urgency: 'high', priority: 'P1' });
    expect(pagerduty.requests.at(-1)?.body).toEqual({
      incident: {
        type: 'incident_reference',
        urgency: 'high',
        priority: { id: 'PPRIO01', type: 'priority_reference' },
      },
    });
  });

  it('leaves out a priority that the account does not have', async () => {
    const id = opened('Checkout is slow');
    await board().raise(id, { urgency: 'high', priority: 'Critical' });
    expect(pagerduty.requests.at(-1)?.body).toEqual({
      incident: { type: 'incident_reference', urgency: 'high' },
    });
    pagerduty.fail(faults.answers(402, { error: { message: 'Requires Priorities', code: 2014 } }));
    await board().raise(id, { priority: 'P1' });
    await board().raise(id, {});
    expect(requestsOf(pagerduty).filter((one) => one.startsWith('PUT'))).toHaveLength(1);
  });
});

describe('asking more people', () => {
  it('asks users and escalation policies, each wrapped as a target, in the name of the configured user', async () => {
    const id = opened('Checkout is slow');
    const duty = board();
    const minh = userIdOf(pagerduty, 'Minh Tran');
    await duty.addResponders(id, 'SEV1: please join', [
      { kind: 'user', id: minh },
      { kind: 'escalation_policy', id: 'PESC001' },
    ]);
    const request = pagerduty.requests.at(-1);
    expect(request?.body).toEqual({
      requester_id: userIdOf(pagerduty, 'Tocsin'),
      message: 'SEV1: please join',
      responder_request_targets: [
        { responder_request_target: { id: minh, type: 'user_reference' } },
        { responder_request_target: { id: 'PESC001', type: 'escalation_policy_reference' } },
      ],
    });
    expect(request?.headers['from']).toBeUndefined();
  });

  it('looks the configured user up once', async () => {
    const id = opened('Checkout is slow');
    const duty = board({ from: SANDBOX_FROM.toUpperCase() });
    pagerduty.fail(faults.badGateway(), { path: '/users' });
    const target = { kind: 'user', id: userIdOf(pagerduty, 'Minh Tran') } as const;
    expect((await portErrorOf(duty.addResponders(id, 'x', [target]))).reason).toBe('unavailable');
    await duty.addResponders(id, 'x', [target]);
    await duty.addResponders(id, 'y', [target]);
    await duty.addResponders(id, 'nobody', []);
    const asked = `POST /incidents/${id}/responder_requests`;
    expect(requestsOf(pagerduty)).toEqual(['GET /users', 'GET /users', asked, asked]);
    expect(pagerduty.requests[0]?.query.get('query')).toBe(SANDBOX_FROM.toUpperCase());
  });

  it('says what to do when the configured user is unknown, and does not take a namesake', async () => {
    const id = opened('Checkout is slow');
    const duty = board({ from: 'tocsin@example' });
    const target = { kind: 'user', id: userIdOf(pagerduty, 'Minh Tran') } as const;
    const error = await portErrorOf(duty.addResponders(id, 'x', [target]));
    expect([error.reason, error.message]).toEqual([
      'refused',
      expect.stringContaining('PAGERDUTY_FROM'),
    ]);
    const nameless = boardOn(pagerduty, { from: '' });
    expect((await portErrorOf(nameless.addResponders(id, 'x', [target]))).reason).toBe('refused');
    expect(requestsOf(pagerduty)).toEqual(['GET /users']);
  });
});

describe('a PagerDuty that fails', () => {
  it.each([
    [faults.rateLimited(9), 'rate-limited', 9],
    [faults.badGateway(), 'unavailable', null],
    [faults.loginPage(), 'malformed', null],
    [faults.answers(200, { incidents: [{ id: 'Q1' }] }), 'malformed', null],
    [faults.answers(200, null), 'malformed', null],
    [faults.answers(403, { error: { message: 'No', code: 2010 } }), 'auth', null],
    [faults.reset(), 'unavailable', null],
    [faults.breakOff(), 'unavailable', null],
    [faults.flood(50_000_000), 'malformed', null],
  ] as const)('is told of by its reason after one request (%#)', async (fault, reason, after) => {
    pagerduty.fail(fault);
    const error = await portErrorOf(board().open('2026-11-22T00:00:00.000Z', 10));
    expect([error.reason, error.retryAfter]).toEqual([reason, after]);
    expect(error.message).not.toContain(SANDBOX_API_TOKEN);
    expect(pagerduty.requests).toHaveLength(1);
  });

  it('has one deadline for all pages together, and is not asked for more afterwards', async () => {
    for (let n = 0; n < 230; n += 1) opened(`Incident ${n}`);
    const duty = board({ timeoutMs: 300 });
    const page = { incidents: [], more: true };
    pagerduty.fail(faults.answers(200, page), { times: 2 });
    pagerduty.fail(faults.hang());
    const waited = waitWatch();
    const error = await portErrorOf(duty.open('2026-11-22T00:00:00.000Z', 500));
    expect([error.reason, error.message]).toEqual(['timeout', expect.stringContaining('0.3 s')]);
    expect(waited()).toBeLessThan(1000);
    expect(pagerduty.requests).toHaveLength(3);
  });

  it('may not be a link-local address', () => {
    expect(() => board({ apiUrl: 'http://169.254.169.254' })).toThrowError(/link-local/);
  });
});
