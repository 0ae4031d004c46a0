/** Stakeholders of a SEV1 hear every five minutes what changed, and unanswered nudges escalate. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, hang } from '../../src/sandbox/faults.ts';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../src/sandbox/slack.ts';
import { type HookReceiver, openHookReceiver } from '../../src/sandbox/stakeholder-hook.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import { triggersAt } from '../given/sent-pages.ts';

const databases = givenDatabases();
let at: Standing;
let slack: Slack;
let hook: HookReceiver;
let id: string;

/** Pages are answered at once, so that only stakeholders are waited for. */
const CONFIG = `
workflow_defaults: {communication_language: English, escalation_contacts: [Khang], on_call_engineer: Lan Nguyen}
severities: {SEV1: {acknowledge_within: none, escalate_unconfirmed: false}}
`;

async function stand(env: Readonly<Record<string, string>> = {}, config = CONFIG): Promise<void> {
  const clock = movableClock();
  slack = await openSlack({ clock });
  hook = await openHookReceiver({ clock });
  at = await standHouse({
    databaseUrl: await databases.empty(),
    clock,
    config,
    env: {
      SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN,
      SLACK_API_URL: slack.apiUrl,
      STAKEHOLDER_WEBHOOK_URL: hook.hookUrl,
      STAKEHOLDER_WEBHOOK_SECRET: 'stakeholders',
      ...env,
    },
  });
  const [opened] = await at.alert(checkoutDown());
  id = opened?.id ?? '';
}

afterEach(async () => {
  await at.close();
  await Promise.all([slack.close(), hook.close()]);
});

const boardNow = () => slack.posted.filter(({ threadTs }) => threadTs === null);
const thread = () => slack.posted.flatMap((one) => (one.threadTs === null ? [] : [one.text]));
const statusUpdates = () =>
  at.pagerduty.requests
    .filter(({ path }) => path.endsWith('/status_updates'))
    .map(({ body }) => (body as { message: string }).message);
const told = () =>
  hook.requests.map(
    ({ body }) => body as { event: string; text: string; incident: { id: string } },
  );

describe('the incident channel', () => {
  beforeEach(() => stand());

  it('has one message per incident, which shows how it stands and is edited as that changes', async () => {
    expect(boardNow()).toHaveLength(1);
    expect(boardNow()[0]?.text).toMatch(new RegExp(`^${id} · SEV1 · `));
    expect(boardNow()[0]?.text).toContain('Status: in triage.');
    expect(boardNow()[0]?.text).toContain('In command: Lan Nguyen.');
    await at.forward(20);
    await at.say(id, 'sev1');
    await at.forward(20);
    await at.say(id, 'ic me');
    expect(boardNow()).toHaveLength(1);
    expect(boardNow()[0]?.text).toContain('Status: being diagnosed.');
    expect(boardNow()[0]?.text).toContain('Severity: SEV1 (confirmed).');
    expect(boardNow()[0]?.text).toContain('In command: Minh Tran.');
  });

  it('hears every five minutes what changed, and only that, also in PagerDuty and by the webhook', async () => {
    await at.say(id, 'ic me');
    await at.forward(300);
    await at.forward(60);
    await at.say(id, 'cause: the pool ran dry evidence E1');
    await at.forward(240);
    await at.forward(300);
    await at.forward(300);
    const updates = statusUpdates();
    expect(updates).toHaveLength(4);
    expect(updates[0]).toContain('- Minh Tran has command');
    expect(updates[1]).not.toContain('Minh Tran has command');
    expect(updates[1]).toContain('- the root cause is known: the pool ran dry');
    expect(updates[2]).toContain('- it was escalated: 2 stakeholder updates in a row');
    expect(updates[3]).toContain('No change since 14:45 UTC, still being fixed');
    for (const update of updates) expect(update).toMatch(/Next update: \d\d:\d\d UTC\.$/);
    const updated = told().filter(({ event }) => event === 'update');
    expect(updated.map(({ text }) => text)).toEqual(updates);
    expect(updated.every(({ incident }) => incident.id === id)).toBe(true);
    expect(thread().filter((text) => updates.includes(text))).toEqual(updates);
    expect(await at.timeline(id, 'StakeholdersUpdated')).toHaveLength(4);
  });

  it('nudges before each update with the prepared words; "update ok" sends them', async () => {
    await at.forward(239);
    expect(thread().some((text) => text.includes('update ok'))).toBe(false);
    await at.forward(1);
    const nudge = thread().find((text) => text.includes('Write "update ok"'));
    expect(nudge).toContain('the next update is due at 14:35 UTC. Prepared:\n&gt; INC-');
    expect(
      at.pagerduty.incidents[0]?.notes.some(({ content }) => content.includes('update ok')),
    ).toBe(true);
    await at.say(id, 'update ok');
    expect(statusUpdates()).toHaveLength(1);
    expect(statusUpdates()[0]).toContain('Since 14:30 UTC:');
    await at.forward(60);
    expect(statusUpdates()).toHaveLength(1);
  });

  it('unanswered nudges escalate at every second update, with whom to reach', async () => {
    const before = triggersAt(at.pagerduty).length;
    await at.forward(300);
    expect(await at.timeline(id, 'Escalated')).toEqual([]);
    await at.forward(300);
    expect(await at.timeline(id, 'Escalated')).toEqual([
      'Escalated by update clock: 2 stakeholder updates in a row fell due and nobody wrote one',
    ]);
    expect(triggersAt(at.pagerduty).length).toBeGreaterThan(before);
    expect(thread().at(-1) ?? '').toContain('Contacts: Khang, Lan Nguyen, Minh Tran.');
    await at.say(id, 'update: we found the pool');
    await at.forward(300);
    await at.forward(299);
    expect(await at.timeline(id, 'Escalated')).toHaveLength(1);
  });

  it('tells of an escalation with the contacts of the configuration where PagerDuty does not say who is on call', async () => {
    at.pagerduty.fail(hang(), { times: 10, path: '/oncalls' });
    await at.say(id, 'escalate because nobody answers');
    expect(thread().at(-1)).toContain('Contacts: Khang.');
    const asked = at.pagerduty.requests.filter(({ path }) => path === '/oncalls');
    expect(asked.map(({ query }) => query.get('escalation_policy_ids[]'))).toContain('PESC001');
  });

  it('nudges triage at three minutes with what is missing, the sentence to write and the deadline', async () => {
    await at.forward(180);
    const nudge = thread().find((text) => text.startsWith('Triage is due at 14:35 UTC'));
    expect(nudge).toContain('- a confirmed severity: write "confirm"');
  });

  it('goes on in the same place after a restart, and says nothing twice', async () => {
    at.clock.forward(300);
    await at.restart();
    await at.settle();
    await at.restart();
    await at.settle();
    expect(boardNow()).toHaveLength(1);
    expect(statusUpdates()).toHaveLength(1);
    expect(thread().filter((text) => text === statusUpdates()[0])).toHaveLength(1);
  });
});

describe('a channel that fails', () => {
  beforeEach(() => stand());

  it('is told later what it missed, in its order, and nothing else waits for it', async () => {
    slack.fail(answers(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '30' }), {
      times: 1,
    });
    await at.say(id, 'update: first');
    await at.say(id, 'update: second');
    expect(thread()).toEqual([]);
    expect(statusUpdates()).toEqual(['first', 'second']);
    await at.forward(29);
    expect(thread()).toEqual([]);
    await at.forward(1);
    expect(thread().slice(0, 2)).toEqual(['first', 'second']);
  });

  it('for good is given up with a word on the timeline, once', async () => {
    slack.archive('incidents');
    await at.say(id, 'update: first');
    await at.say(id, 'update: second');
    expect(await at.timeline(id, 'NoteTaken')).toEqual([
      expect.stringMatching(/stakeholders could not be told in the incident channel: .*archived/),
    ]);
    expect(at.log.lines.some(({ message }) => message === 'stakeholders not told')).toBe(true);
    expect(statusUpdates()).toEqual(['first', 'second']);
  });

  it('whose message somebody deleted gets a new one', async () => {
    slack.remove(boardNow()[0]?.ts ?? '');
    await at.say(id, 'update: still here');
    expect(boardNow()).toHaveLength(1);
    expect(thread()).toEqual(['still here']);
  });
});

describe('what is not configured', () => {
  it('is told nothing, and nothing waits for it', async () => {
    await stand({ SLACK_BOT_TOKEN: '', STAKEHOLDER_WEBHOOK_URL: '' });
    await at.say(id, 'update: hello');
    expect([slack.requests.length, hook.requests.length]).toEqual([0, 0]);
    expect(statusUpdates()).toEqual(['hello']);
  });

  it('a language is both, Vietnamese first; and Vietnamese sentences steer', async () => {
    await stand({}, '{}');
    await at.forward(240);
    const nudge = thread().find((text) => text.includes('cập nhật ok')) ?? '';
    expect(nudge.indexOf('Các bên liên quan')).toBe(0);
    expect(nudge).toContain('Stakeholders are waiting');
    at.pagerduty.asUser('Lan Nguyen').annotate(at.pagerduty.incidents[0]?.id ?? '', 'cập nhật ok');
    await at.settle();
    expect(statusUpdates()).toHaveLength(1);
    expect(statusUpdates()[0]).toMatch(/Từ 14:30 UTC đến nay:.+\n\n.+Since 14:30 UTC:/s);
  });

  it('a webhook without a token gets plain messages', async () => {
    const before = await openSlack();
    await stand({ SLACK_BOT_TOKEN: '', SLACK_WEBHOOK_URL: before.webhookUrl });
    await at.say(id, 'update: hello');
    expect(before.messages.map(({ text }) => text)).toEqual([
      expect.stringContaining('A new incident, from alertmanager.'),
      expect.stringMatching(new RegExp(`^${id} · SEV1 · [^\\n]+\\nhello$`)),
    ]);
    await before.close();
  });
});
