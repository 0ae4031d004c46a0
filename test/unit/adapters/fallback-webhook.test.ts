/** The fallback by webhook, posted to a server that keeps what it gets. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFallbackWebhook } from '../../../src/adapters/fallback-webhook.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { type Loopback, openLoopback } from '../../../src/sandbox/loopback.ts';
import { PAGE } from './a-page.ts';
import { portErrorOf } from './port-error-of.ts';

let receiver: Loopback;
let opened: { close(): void }[];

beforeEach(async () => {
  receiver = await openLoopback(() => ({ status: 204 }));
  opened = [];
});

afterEach(async () => {
  for (const one of opened) one.close();
  await receiver.close();
});

function webhook(url = `${receiver.url}/hooks/canary-path?token=canary%2Bquery`) {
  const made = createFallbackWebhook({ url, headers: { 'X-Room': 'ops' }, timeoutMs: 400 });
  opened.push(made);
  return made;
}

it('posts the page as JSON to the very address', async () => {
  await webhook().call({ ...PAGE, summary: 'Down <b>\u0007 "quoted"' }, 'it timed out');
  const [request] = receiver.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/hooks/canary-path' });
  expect(request?.query.get('token')).toBe('canary+query');
  expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'x-room': 'ops' });
  expect(request?.body).toEqual({
    incident: 'INC-2026-11-22-001',
    severity: 'SEV1',
    summary: 'Down <b>\u0007 "quoted"',
    why: 'it timed out',
    started_at: '2026-11-22T10:00:00.000Z',
    links: [{ href: 'https://runbooks.example.com/checkout', text: 'Runbook' }],
  });
});

it.each([[faults.answers(200, 'ok')], [faults.answers(201, { id: 1 })], [faults.answers(202, '')]])(
  'any 2xx answer is acceptance (%#)',
  async (fault) => {
    receiver.fail(fault);
    await expect(webhook().call(PAGE, 'why')).resolves.toBe('webhook');
  },
);

it.each([
  [faults.answers(404, 'no_service'), 'refused'],
  [faults.answers(401, 'canary-path'), 'auth'],
  [faults.rateLimited(5), 'rate-limited'],
  [faults.badGateway(), 'unavailable'],
  [faults.redirect('http://10.0.0.1/canary-path'), 'refused'],
  [faults.hang(), 'timeout'],
  [faults.reset(), 'unavailable'],
] as const)(
  'a failure is told of without the secret parts of the address (%#)',
  async (fault, reason) => {
    receiver.fail(fault);
    const error = await portErrorOf(webhook().call(PAGE, 'why'));
    expect(error.reason).toBe(reason);
    expect(error.message).toMatch(/^The fallback webhook at 127\.0\.0\.1:\d+ /);
    expect(error.message).not.toContain('canary');
  },
);

it.each(['ftp://x/canary', 'canary', 'http://169.254.169.254/canary', 'https://x/y#canary'])(
  'an address such as %s is refused at once',
  (url) => {
    expect(() => webhook(url)).toThrowError(expect.objectContaining({ reason: 'refused' }));
    expect(() => webhook(url)).not.toThrowError(/canary/);
  },
);
