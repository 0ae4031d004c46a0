/** What the doctor says about Slack and the stakeholder webhook: whose token it is, and what cannot be tried without posting. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../../src/sandbox/faults.ts';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../../src/sandbox/slack.ts';
import { type HookReceiver, openHookReceiver } from '../../../src/sandbox/stakeholder-hook.ts';
import { freePort } from '../../given/free-port.ts';
import { IMPATIENT, type Practice, practice } from './a-doctor.ts';

let doctor: Practice;
let slack: Slack;
let hook: HookReceiver;

beforeEach(async () => {
  doctor = await practice();
  slack = await openSlack();
  hook = await openHookReceiver();
});

afterEach(async () => {
  await Promise.all([slack.close(), hook.close()]);
  await doctor.close();
});

function tokenAt(apiUrl: string, token = SANDBOX_BOT_TOKEN) {
  return { SLACK_BOT_TOKEN: token, SLACK_API_URL: apiUrl };
}

describe('the Slack token', () => {
  it('says whose it is, and nothing is posted to find out', async () => {
    const file = 'project_context: {incident_channel: "slack:#outages"}';
    const found = await doctor.examined(tokenAt(slack.apiUrl), file);
    expect(found['Slack token']).toEqual({
      name: 'Slack token',
      state: 'good',
      text: 'user tocsin of team Example Shop; only a message shows whether it may post in #outages',
      remedy: '',
    });
    expect(slack.requests.map(({ path }) => path)).toEqual(['/api/auth.test']);
    expect(slack.posted).toEqual([]);
    expect(JSON.stringify(found)).not.toContain(SANDBOX_BOT_TOKEN);
  });

  it('without the scope to post is bad, and says how it gets it', async () => {
    const reader = await openSlack({ scopes: ['channels:read', 'chat:write.customize'] });
    const found = await doctor.examined(tokenAt(reader.apiUrl));
    await reader.close();
    expect(found['Slack token']).toMatchObject({
      state: 'bad',
      text: 'user tocsin of team Example Shop lacks the scope chat:write',
      remedy: expect.stringMatching(/^Add it under "OAuth & Permissions".+SLACK_BOT_TOKEN\.$/),
    });
  });

  it.each([
    ['identify,bot:basic', 'good'],
    ['identify, chat:write:bot', 'good'],
    ['identify', 'bad'],
    [null, 'good'],
  ])('with the scopes %s is %s', async (scopes, state) => {
    const body = { ok: true, team: 'Example Shop', user: 'tocsin' };
    slack.fail(faults.answers(200, body, scopes === null ? {} : { 'x-oauth-scopes': scopes }));
    const found = await doctor.examined(tokenAt(slack.apiUrl));
    expect(found['Slack token']?.state).toBe(state);
  });

  it('of which Slack says what it lacks is bad in these words', async () => {
    const refusal = { ok: false, error: 'missing_scope', needed: 'users:read', provided: 'a,b' };
    slack.fail(faults.answers(200, refusal));
    expect((await doctor.examined(tokenAt(slack.apiUrl)))['Slack token']).toMatchObject({
      state: 'bad',
      text: expect.stringMatching(
        /auth\.test: missing_scope; give the bot the scope users:read \(it has a,b\)$/,
      ),
      remedy: expect.stringContaining('install it again'),
    });
  });

  it.each([
    ['invalid_auth', 'check SLACK_BOT_TOKEN'],
    ['token_revoked', 'make a new token'],
    ['account_inactive', 'the bot was removed'],
    ['not_allowed_token_type', 'SLACK_BOT_TOKEN must be the token of a bot'],
  ])('that Slack refuses (%s) is bad, and says what to do', async (error, hint) => {
    slack.fail(faults.answers(200, { ok: false, error }));
    const found = await doctor.examined(tokenAt(slack.apiUrl));
    expect(found['Slack token']).toMatchObject({
      state: 'bad',
      text: expect.stringContaining(`refused auth.test: ${error}; ${hint}`),
      remedy: expect.stringContaining('Bot User OAuth Token (xoxb-…), and set SLACK_BOT_TOKEN'),
    });
  });

  it('that is wrong is bad, and is not shown', async () => {
    const found = await doctor.examined(tokenAt(slack.apiUrl, 'xoxb-canary-wrong'));
    expect(found['Slack token']).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('invalid_auth'),
    });
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it.each([
    ['hangs', faults.hang(), 'did not answer within 0.8 s'],
    ['shows a page', faults.loginPage(), 'with no JSON; is it Slack?'],
    ['answers in another shape', faults.answers(200, { ok: true }), 'in an unknown shape'],
    ['answers without end', faults.flood(9 * 1024 * 1024), 'answered with more than we take'],
    ['sends us elsewhere', faults.redirect('http://10.0.0.1/'), 'redirects to 10.0.0.1'],
  ])('at a Slack that %s is bad, and names the address', async (_, fault, text) => {
    slack.fail(fault);
    const patience = text.includes('0.8 s') ? IMPATIENT : undefined;
    const found = await doctor.examined(tokenAt(slack.apiUrl), '', patience);
    expect(found['Slack token']).toMatchObject({
      state: 'bad',
      text: expect.stringContaining(text),
      remedy: `Check SLACK_API_URL (${slack.apiUrl}) from this machine.`,
    });
  });

  it.each([
    ['a proxy that wants a password', 401, 'does not accept our credentials (401)'],
    ['another address of Slack', 404, 'refused the request (404)'],
  ])('behind %s is bad', async (_, status, text) => {
    slack.fail(faults.answers(status, '<html>no</html>', { 'content-type': 'text/html' }));
    const found = await doctor.examined(tokenAt(slack.apiUrl));
    expect(found['Slack token']).toMatchObject({
      state: 'bad',
      text: expect.stringContaining(text),
    });
  });

  it('on a port where nobody listens is bad', async () => {
    const found = await doctor.examined(tokenAt(`http://127.0.0.1:${await freePort()}/api`));
    expect(found['Slack token']?.text).toContain('(ECONNREFUSED)');
  });

  it('whose team has a hostile name breaks no line and shows no secret', async () => {
    const team = `${'x'.repeat(500)}\n\u001B[31m\u202E`;
    slack.fail(faults.answers(200, { ok: true, team, user: `a ${SANDBOX_BOT_TOKEN}\r\n✔ all` }));
    const { text = '' } = (await doctor.examined(tokenAt(slack.apiUrl)))['Slack token'] ?? {};
    expect(text).toMatch(/^user a \*\*\* ✔ all of team x+…\[cut\];/);
    expect(text).not.toMatch(/\p{C}/u);
    expect(text.length).toBeLessThan(300);
  });
});

describe('the Slack webhook', () => {
  it('is said to be set, by its host only, and nothing is sent there', async () => {
    const found = await doctor.examined({ SLACK_WEBHOOK_URL: slack.webhookUrl });
    expect(found['Slack webhook']).toMatchObject({
      state: 'good',
      text: `set, at ${new URL(slack.url).host}; it cannot be tried without posting`,
    });
    expect(slack.requests).toEqual([]);
    expect(JSON.stringify(found)).not.toContain('SANDBOX/tocsin');
  });

  it('beside a token is not used, and said so', async () => {
    const env = { ...tokenAt(slack.apiUrl), SLACK_WEBHOOK_URL: slack.webhookUrl };
    const found = await doctor.examined(env);
    expect(found['Slack token']?.state).toBe('good');
    expect(found['Slack webhook']?.text).toBe('set, and not used: SLACK_BOT_TOKEN is set too');
  });

  it.each([
    ['https://hooks.slack.com/services/T0CANARY/B0CANARY/c4n4ry', 'good'],
    ['https://hooks.slack.com/services/T0CANARY/B0CANARY', 'bad'],
    ['https://hooks.slack.com', 'bad'],
    ['http://hooks.slack.com/services/T0CANARY/B0CANARY/c4n4ry', 'bad'],
    ['https://hooks.slack.com/triggers/T0CANARY/1/c4n4ry', 'bad'],
    ['https://chat.example.com/hooks/c4n4ry', 'good'],
    ['http://169.254.169.254/hooks/c4n4ry', 'bad'],
  ])('%s is %s', async (url, state) => {
    const found = await doctor.examined({ SLACK_WEBHOOK_URL: url });
    const checkup = found['Slack webhook'];
    expect(checkup?.state).toBe(state);
    expect(checkup?.remedy.includes('SLACK_WEBHOOK_URL')).toBe(state === 'bad');
    expect(JSON.stringify(found)).not.toMatch(/canary|c4n4ry/i);
  });
});

describe('the stakeholder webhook', () => {
  it.each([
    [{}, 'not signed'],
    [{ STAKEHOLDER_WEBHOOK_SECRET: 'a-canary-of-a-secret' }, 'signed'],
  ])('is said to be set, and nothing is sent there (%j)', async (more, signed) => {
    const found = await doctor.examined({ STAKEHOLDER_WEBHOOK_URL: hook.hookUrl, ...more });
    const { host } = new URL(hook.url);
    expect(found['stakeholder webhook']).toMatchObject({
      state: 'good',
      text: `set, at ${host}, ${signed}; it cannot be tried without posting`,
    });
    expect(hook.requests).toEqual([]);
    expect(JSON.stringify(found)).not.toMatch(/canary|hooks\/stakeholders/);
  });

  it('at an address that may not be called is bad', async () => {
    const url = 'http://[fe80::1]/hooks/c4n4ry';
    const found = await doctor.examined({ STAKEHOLDER_WEBHOOK_URL: url });
    expect(found['stakeholder webhook']).toMatchObject({
      state: 'bad',
      text: expect.stringContaining('link-local addresses are refused'),
      remedy: expect.stringContaining('STAKEHOLDER_WEBHOOK_URL'),
    });
    expect(JSON.stringify(found)).not.toContain('c4n4ry');
  });
});

it('nothing is said of what is not configured', async () => {
  const names = Object.keys(await doctor.examined());
  expect(names.filter((name) => /slack|webhook$/i.test(name))).toEqual([]);
  expect(names).toContain('stakeholders');
});
