/** Status updates over the REST API of a PagerDuty that checks tokens, headers and senders. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PagerDutyRestOptions } from '../../../src/adapters/pagerduty-client.ts';
import { createPagerDutyStatus } from '../../../src/adapters/pagerduty-status.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import {
  openPagerDuty,
  type PagerDutySandbox,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
} from '../../../src/sandbox/pagerduty.ts';
import { folder, openApi, problems } from '../sandbox/open-api.ts';
import { portErrorOf } from './port-error-of.ts';

let pagerduty: PagerDutySandbox;
let id: string;

beforeEach(async () => {
  pagerduty = await openPagerDuty();
  const lan = pagerduty.asUser('Lan Nguyen');
  id = lan.triggerIncident({ title: 'Checkout is slow', service: 'Checkout' }).id;
});

afterEach(() => pagerduty.close());

function board(options: Partial<PagerDutyRestOptions> = {}) {
  return createPagerDutyStatus({
    apiToken: SANDBOX_API_TOKEN,
    from: SANDBOX_FROM,
    apiUrl: pagerduty.url,
    timeoutMs: 400,
    ...options,
  });
}

it('publishes the text in the name of the configured user', async () => {
  await board().update(id, 'Đang chẩn đoán.\nBeing diagnosed.');
  const [request] = pagerduty.requests;
  expect(request).toMatchObject({
    method: 'POST',
    path: `/incidents/${id}/status_updates`,
    body: { message: 'Đang chẩn đoán.\nBeing diagnosed.' },
  });
  expect(request?.headers['from']).toBe(SANDBOX_FROM);
});

it('cuts a long text on a whole character', async () => {
  await board().update(id, '😀'.repeat(3000));
  const [message = ''] = pagerduty.requests.map(
    ({ body }) => (body as { message: string }).message,
  );
  expect(message.length).toBeLessThanOrEqual(2000);
  expect(message).toMatch(/^(😀)+…$/u);
});

it.skipIf(folder === undefined)('every update is one that the REST API takes', async () => {
  await board().update(id, 'hello');
  const request = ['paths', '/incidents/{id}/status_updates', 'post', 'requestBody'];
  const document = openApi('pagerduty-rest-subset');
  expect(problems(document, request, pagerduty.requests[0]?.body)).toEqual([]);
  expect(problems(document, request, {})).not.toEqual([]);
});

describe('a failure', () => {
  it.each(['../users', 'a/b', '', 'Q1?x=1'])('refuses %j as an incident id', async (odd) => {
    expect((await portErrorOf(board().update(odd, 'hello'))).reason).toBe('refused');
    expect(pagerduty.requests).toHaveLength(0);
  });

  it.each([
    [{ apiToken: 'wrong-token' }, 'auth'],
    [{ from: 'nobody@example.com' }, 'refused'],
  ] as const)('of %j is final', async (options, reason) => {
    const error = await portErrorOf(board(options).update(id, 'hello'));
    expect([error.reason, error.retryable]).toEqual([reason, false]);
    expect(error.message).not.toContain('wrong-token');
  });

  it.each([
    [faults.rateLimited(9), 'rate-limited', 9],
    [faults.badGateway(), 'unavailable', null],
    [faults.answers(200, { status_update: 1 }), 'malformed', null],
    [faults.hang(), 'timeout', null],
  ] as const)('keeps its reason and its wait (%#)', async (fault, reason, retryAfter) => {
    pagerduty.fail(fault);
    const error = await portErrorOf(board().update(id, 'hello'));
    expect([error.reason, error.retryAfter]).toEqual([reason, retryAfter]);
    expect(pagerduty.requests).toHaveLength(1);
  });
});
