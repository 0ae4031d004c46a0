/** The incident channel over an incoming webhook, which answers in words and forgets what it posted. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSlackWebhook } from '../../../src/adapters/slack-webhook.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { openSlack, type Slack } from '../../../src/sandbox/slack.ts';
import { portErrorOf } from './port-error-of.ts';

let slack: Slack;
let opened: { close(): void }[];

beforeEach(async () => {
  slack = await openSlack();
  opened = [];
});

afterEach(async () => {
  for (const one of opened) one.close();
  await slack.close();
});

function chat(url = slack.webhookUrl) {
  const made = createSlackWebhook({ url, timeoutMs: 400 });
  opened.push(made);
  return made;
}

const MESSAGE = { heading: 'INC-1', text: 'Down: <!channel>', links: [] };

it('posts a plain message, and has no parent to come back to', async () => {
  expect(await chat().post(MESSAGE)).toBeNull();
  await chat().edit({ channel: 'C', ref: '1' }, MESSAGE);
  await chat().reply({ channel: 'C', ref: '1' }, { ...MESSAGE, heading: '' });
  expect(slack.messages.map(({ text }) => text)).toEqual([
    'INC-1\nDown: &lt;!channel&gt;',
    'Down: &lt;!channel&gt;',
  ]);
});

it('a webhook that was revoked, or whose channel is archived, is given up with what to do', async () => {
  const gone = await portErrorOf(chat(`${slack.url}/services/T0/B0/canary-path`).post(MESSAGE));
  slack.archive('incidents');
  const archived = await portErrorOf(chat().post(MESSAGE));
  for (const error of [gone, archived]) {
    expect([error.reason, error.retryable]).toEqual(['refused', false]);
    expect(error.message).toContain('set SLACK_WEBHOOK_URL');
    expect(error.message).not.toMatch(/canary|services/);
  }
});

it.each([
  [faults.answers(429, 'rate_limited', { 'retry-after': '30' }), 'rate-limited', 30],
  [faults.answers(500, 'rollup_error'), 'unavailable', null],
  [faults.answers(403, 'action_prohibited'), 'auth', null],
  [faults.answers(400, 'invalid_blocks'), 'refused', null],
  [faults.hang(), 'timeout', null],
  [faults.reset(), 'unavailable', null],
] as const)('a failure keeps its reason and its wait (%#)', async (fault, reason, retryAfter) => {
  slack.fail(fault);
  const error = await portErrorOf(chat().post(MESSAGE));
  expect([error.reason, error.retryAfter]).toEqual([reason, retryAfter]);
  expect(error.message).not.toContain('/services');
});
