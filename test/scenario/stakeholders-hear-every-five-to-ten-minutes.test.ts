import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SentAlert } from '../../src/sandbox/alertmanager.ts';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../src/sandbox/slack.ts';
import { checkoutDown, checkoutSlow } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import { minutes, say, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let slack: Slack;

const CONFIG = 'severities: {SEV1: {acknowledge_within: none}}\n';

async function stand(config = CONFIG): Promise<void> {
  const clock = movableClock();
  slack = await openSlack({ clock });
  at = await standHouse({
    databaseUrl: await databases.empty(),
    clock,
    config,
    env: { SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN, SLACK_API_URL: slack.apiUrl },
  });
}

beforeEach(() => stand());

afterEach(async () => {
  await at.close();
  await slack.close();
});

const opened = async (alert: SentAlert) => (await at.alert(alert))[0]?.id ?? '';

/** Minutes since the start at which PagerDuty published an update. */
const published: { readonly minute: number; readonly text: string }[] = [];
async function watch(count: number): Promise<readonly number[]> {
  published.length = 0;
  const began = Date.parse(at.clock.now());
  const updates = () =>
    at.pagerduty.requests.filter(({ path }) => path.endsWith('/status_updates'));
  for (let minute = 0; minute < count; minute += 1) {
    const before = updates().length;
    await at.forward(60);
    for (const { body } of updates().slice(before)) {
      const passed = (Date.parse(at.clock.now()) - began) / 60_000;
      published.push({ minute: passed, text: (body as { message: string }).message });
    }
  }
  return published.map(({ minute }) => minute);
}

const postmortem = () => at.artifact('postmortem-production-2026-03-17-001.md');

describe('when nobody writes one', () => {
  it('a SEV1 is told of every five minutes', async () => {
    const id = await opened(checkoutDown());
    await say(at, id, 'sev1');
    expect(await watch(16)).toEqual([5, 10, 15]);
    // What it was opened by is no news beside it.
    expect(published[0]?.text).toContain('- opened: CheckoutServiceDown');
    expect(published[0]?.text).not.toContain('more alerts fire');
    const thread = slack.posted.filter(({ threadTs }) => threadTs !== null);
    for (const { text } of published)
      expect(thread.filter((message) => message.text === text)).toHaveLength(1);
  });

  it('a SEV2 is told of every ten minutes', async () => {
    const id = await opened(checkoutDown());
    await say(at, id, 'sev2 because half of them can pay');
    expect(await watch(21)).toEqual([10, 20]);
  });

  it('a SEV3 is told of only when somebody has something to say', async () => {
    const id = await opened(checkoutSlow());
    await say(at, id, 'sev3');
    await minutes(at, 11);
    expect(await at.timeline(id, 'StakeholdersUpdated', 'UpdateMissed', 'Nudged')).toEqual([]);
    await say(at, id, 'update: exports are slow until noon');
    expect(await at.timeline(id, 'StakeholdersUpdated')).toHaveLength(1);
  });
});

describe('the time counts', () => {
  it('from the last update, whoever wrote it', async () => {
    const id = await opened(checkoutDown());
    await say(at, id, 'sev1');
    await minutes(at, 3);
    await say(at, id, 'update: we look at the pool');
    expect(await watch(11)).toEqual([5, 10]);
  });

  it('in the shorter steps of a SEV1 from the moment that somebody makes it one', async () => {
    const id = await opened(checkoutDown());
    await say(at, id, 'sev2 because half of them can pay');
    await minutes(at, 4);
    await say(at, id, 'sev1 because nobody can');
    expect(await watch(7)).toEqual([1, 6]);
  });

  it('no longer once it is resolved', async () => {
    const trouble = await troubleAt(at);
    await say(at, trouble.id, 'sev1', 'users ok');
    trouble.mend();
    await trouble.clear();
    await minutes(at, 5);
    await say(at, trouble.id, 'resolve');
    expect(await watch(11)).toEqual([]);
  });
});

describe('the postmortem measures it', () => {
  /** Five minutes of quiet, then over. */
  async function over(write: (minute: number, id: string) => Promise<unknown>): Promise<string> {
    const trouble = await troubleAt(at);
    const { id } = trouble;
    await say(at, id, 'sev1', 'users ok');
    for (let minute = 1; minute <= 12; minute += 1) {
      await at.forward(60);
      await write(minute, id);
    }
    trouble.mend();
    await trouble.clear();
    await at.forward(120);
    await write(14, id);
    await minutes(at, 3);
    await say(at, id, 'resolve');
    return postmortem();
  }

  it('as gone well where a person wrote each of them in time, and says the longest silence', async () => {
    const text = await over(async (minute, id) => {
      if ([4, 8, 12, 14].includes(minute)) await say(at, id, `update: minute ${minute}`);
    });
    expect(text).toMatch(/- 4 of 4 stakeholder updates were written in time \\\[#\d+, #\d+, #\d+/);
    expect(text).toContain('Stakeholders heard nothing for at most 4 min.');
    expect(await at.timeline('INC-2026-03-17-001', 'Escalated')).toEqual([]);
  });

  it('as gone badly where Tocsin had to send what was prepared, and calls somebody after two', async () => {
    const text = await over(() => Promise.resolve());
    expect(text).toMatch(
      /- 0 of 3 stakeholder updates were written in time, 3 sent as prepared, because nobody wrote one/,
    );
    expect(text).toContain('Stakeholders heard nothing for at most 5 min.');
    expect(text).toMatch(/- It had to be escalated: 2 stakeholder updates in a row fell due/);
  });

  it('as missed where nothing is sent by itself', async () => {
    await at.close();
    await slack.close();
    await stand(`${CONFIG}clocks: {auto_update: false}\n`);
    const text = await over(() => Promise.resolve());
    expect(text).toMatch(/- 0 of \d stakeholder updates were written in time, \d missed/);
    expect(await at.timeline('INC-2026-03-17-001', 'UpdateMissed')).not.toEqual([]);
    expect(text).toContain('Stakeholders heard nothing for at most 17 min.');
  });
});
