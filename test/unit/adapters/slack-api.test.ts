/** The incident channel over Slack's Web API: a workspace that checks tokens, channels, blocks and threads. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackApi, type SlackApiOptions } from '../../../src/adapters/slack-api.ts';
import type { ChatMessage } from '../../../src/ports/chat.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../../src/sandbox/slack.ts';
import { portErrorOf } from './port-error-of.ts';

let slack: Slack;
let opened: { close(): void }[];

beforeEach(async () => {
  slack = await openSlack({ channels: ['incidents', 'other'] });
  opened = [];
});

afterEach(async () => {
  for (const one of opened) one.close();
  await slack.close();
});

function chat(options: Partial<SlackApiOptions> = {}) {
  const made = createSlackApi({
    token: SANDBOX_BOT_TOKEN,
    channel: '#incidents',
    apiUrl: slack.apiUrl,
    timeoutMs: 400,
    ...options,
  });
  opened.push(made);
  return made;
}

const BOARD: ChatMessage = {
  heading: 'INC-2026-11-22-001 · SEV1',
  text: 'Thanh toán bị lỗi\nStatus: being diagnosed',
  links: [{ href: 'https://acme.pagerduty.com/incidents/Q1', text: 'PagerDuty' }],
};

async function posted() {
  const ref = await chat().post(BOARD);
  if (ref === null) throw new Error('nothing was posted');
  return ref;
}

describe('a parent message', () => {
  it('is posted into the channel and known by its id and time', async () => {
    const ref = await posted();
    expect(slack.posted).toEqual([
      expect.objectContaining({ ts: ref.ref, channel: ref.channel, threadTs: null, edits: 0 }),
    ]);
    expect(slack.posted[0]?.text).toBe(`${BOARD.heading}\n${BOARD.text}`);
    expect(slack.requests[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('shows its heading, its text as it is, and its links', async () => {
    await posted();
    expect(slack.posted[0]?.blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: BOARD.heading, emoji: false } },
      { type: 'section', text: { type: 'plain_text', text: BOARD.text, emoji: false } },
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: '<https://acme.pagerduty.com/incidents/Q1|PagerDuty>',
          verbatim: true,
        },
      },
    ]);
  });

  it('is edited in its place, and the rest stands in its thread', async () => {
    const ref = await posted();
    await chat().edit(ref, { ...BOARD, text: 'Status: resolved' });
    await chat().reply(ref, { heading: '', text: 'Resolved after 12 min', links: [] });
    expect(slack.posted.map(({ text, threadTs, edits }) => [text, threadTs, edits])).toEqual([
      [`${BOARD.heading}\nStatus: resolved`, null, 1],
      ['Resolved after 12 min', ref.ref, 0],
    ]);
  });
});

describe('what somebody else wrote', () => {
  const HOSTILE = {
    heading: '<!channel> @here\u0000 down\u202E',
    text: '<@U123> & <https://evil.example.com|click>\r\n@Everyone <!subteam^S1>',
    links: [
      { href: 'javascript:alert(1)', text: 'bad' },
      { href: 'https://u:p@ok.example.com/a|b>c', text: 'a|b> <!here>\n@channel' },
    ],
  };

  it('mentions nobody and links nowhere', async () => {
    await chat().post(HOSTILE);
    const message = slack.posted.at(0) ?? { text: '', blocks: [] };
    expect(message.text).not.toMatch(/[<>]/);
    expect(message.text).not.toMatch(/@(?:here|channel|everyone)/i);
    const blocks = message.blocks as readonly { text: { type: string; text: string } }[];
    const [header, section, links] = blocks;
    expect([header?.text.type, section?.text.type]).toEqual(['plain_text', 'plain_text']);
    expect(links?.text.text).toBe(
      '<https://ok.example.com/a%7Cb%3Ec|a b&gt; &lt;!here&gt; @\u2060channel>',
    );
    expect(JSON.stringify(message)).not.toMatch(/\\u0000|\u202e|javascript|u:p@/);
  });

  it('is cut to what Slack takes, at any length', async () => {
    for (const text of [
      '😀'.repeat(20_000),
      `${'x'.repeat(2000)}\n`.repeat(30),
      '&'.repeat(9000),
    ]) {
      await chat({ timeoutMs: 3000 }).post({ heading: 'h'.repeat(500), text, links: [] });
    }
    expect(slack.posted).toHaveLength(3);
    for (const { text } of slack.posted) expect(text.length).toBeLessThanOrEqual(4000);
  });
});

describe('a refusal', () => {
  it.each([
    [{ channel: '#nowhere' }, 'refused', 'incident_channel'],
    [{ token: 'xoxb-canary-wrong' }, 'auth', 'SLACK_BOT_TOKEN'],
  ] as const)('%j says what to do', async (options, reason, words) => {
    const error = await portErrorOf(chat(options).post(BOARD));
    expect([error.reason, error.retryable]).toEqual([reason, false]);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('canary');
  });

  it('of an archived channel or a deleted message is final', async () => {
    const ref = await posted();
    slack.remove(ref.ref);
    expect((await portErrorOf(chat().edit(ref, BOARD))).message).toContain('message_not_found');
    slack.archive('incidents');
    const error = await portErrorOf(chat().reply(ref, BOARD));
    expect([error.reason, error.message]).toEqual([
      'refused',
      expect.stringContaining('the channel is archived'),
    ]);
  });

  it.each([
    [
      faults.answers(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '7' }),
      'rate-limited',
      7,
    ],
    [faults.answers(200, { ok: false, error: 'ratelimited' }), 'rate-limited', null],
    [faults.answers(200, { ok: false, error: 'internal_error' }), 'unavailable', null],
    [faults.answers(200, { ok: false, error: 'token_revoked' }), 'auth', null],
    [faults.answers(200, { ok: false, error: 'msg_blocks_too_long' }), 'refused', null],
    [faults.answers(200, { ok: false, error: 'constructor' }), 'refused', null],
    [faults.answers(200, { ok: true }), 'malformed', null],
    [faults.loginPage(), 'malformed', null],
    [faults.badGateway(), 'unavailable', null],
    [faults.hang(), 'timeout', null],
    [faults.drip(20), 'timeout', null],
    [faults.reset(), 'unavailable', null],
    [faults.redirect('http://10.0.0.1/'), 'refused', null],
  ] as const)('keeps its reason and its wait (%#)', async (fault, reason, retryAfter) => {
    slack.fail(fault);
    const error = await portErrorOf(chat().post(BOARD));
    expect([error.reason, error.retryAfter]).toEqual([reason, retryAfter]);
    expect(error.message).not.toContain(SANDBOX_BOT_TOKEN);
    expect(slack.requests).toHaveLength(1);
  });
});
