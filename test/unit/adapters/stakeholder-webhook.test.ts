/** The stakeholder webhook, posted to a server that keeps what it gets. */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createStakeholderWebhook } from '../../../src/adapters/stakeholder-webhook.ts';
import type { StakeholderMessage } from '../../../src/ports/stakeholder-hook.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { type HookReceiver, openHookReceiver } from '../../../src/sandbox/stakeholder-hook.ts';
import { portErrorOf } from './port-error-of.ts';

const MESSAGE: StakeholderMessage = {
  key: 'hook:INC-2026-11-22-001:cập nhật:1',
  event: 'update',
  incident: {
    id: 'INC-2026-11-22-001',
    title: 'Checkout <b>down</b>',
    severity: 'SEV1',
    status: 'diagnosing',
    services: ['checkout'],
    commander: 'Lan Nguyen',
    startedAt: '2026-11-22T10:00:00.000Z',
  },
  text: 'Đang chẩn đoán',
  at: '2026-11-22T10:05:00.000Z',
};

let receiver: HookReceiver;
let opened: { close(): void }[];

beforeEach(async () => {
  receiver = await openHookReceiver();
  opened = [];
});

afterEach(async () => {
  for (const one of opened) one.close();
  await receiver.close();
});

function hook(secret?: string, url = `${receiver.hookUrl}?token=canary`) {
  const clock = { now: () => '2026-11-22T10:05:01.700Z' };
  const made = createStakeholderWebhook({
    url,
    clock,
    timeoutMs: 400,
    ...(secret === undefined ? {} : { secret }),
  });
  opened.push(made);
  return made;
}

it('posts the message as JSON under its own key', async () => {
  await hook().tell(MESSAGE);
  const [request] = receiver.requests;
  const { startedAt, ...incident } = MESSAGE.incident;
  expect(request?.body).toEqual({
    event: 'update',
    incident: { ...incident, started_at: startedAt },
    text: MESSAGE.text,
    at: MESSAGE.at,
  });
  expect(request?.query.get('token')).toBe('canary');
  expect(request?.headers['idempotency-key']).toBe(encodeURIComponent(MESSAGE.key));
  expect(request?.headers['webhook-signature']).toBeUndefined();
});

it.each([
  ['a plain secret of words', Buffer.from('a plain secret of words')],
  [`whsec_${Buffer.from('32 bytes').toString('base64')}`, Buffer.from('32 bytes')],
])('signs id, time and the very bytes that it sends, with %s', async (secret, key) => {
  await hook(secret).tell(MESSAGE);
  const [request] = receiver.requests;
  const sent = new Headers(request?.headers as Record<string, string>);
  expect(sent.get('webhook-timestamp')).toBe('1795341901');
  const content = `${sent.get('webhook-id')}.1795341901.${request?.text}`;
  const expected = createHmac('sha256', key).update(content).digest('base64');
  expect(sent.get('webhook-signature')).toBe(`v1,${expected}`);
});

it('a message that is sent again has the same key', async () => {
  receiver.fail(faults.reset(), { afterwards: true });
  await portErrorOf(hook().tell(MESSAGE));
  await hook().tell(MESSAGE);
  const keys = receiver.requests.map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(1);
  expect(keys).toHaveLength(2);
});

it.each([
  [faults.answers(410, 'gone'), 'refused'],
  [faults.answers(401, 'canary'), 'auth'],
  [faults.answers(503, 'later'), 'unavailable'],
  [faults.redirect('http://10.0.0.1/canary'), 'refused'],
  [faults.hang(), 'timeout'],
] as const)('a failure says who failed, and no secret (%#)', async (fault, reason) => {
  receiver.fail(fault);
  const error = await portErrorOf(hook('canary secret').tell(MESSAGE));
  expect(error.reason).toBe(reason);
  expect(error.message).toMatch(/^The stakeholder webhook at 127\.0\.0\.1:\d+ /);
  expect(error.message).not.toContain('canary');
});
