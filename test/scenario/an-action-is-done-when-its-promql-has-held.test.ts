import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverError } from '../../src/sandbox/faults.ts';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../src/sandbox/slack.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import { rowOf, say, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let slack: Slack;
let id: string;
/** Free connections of the pool, at a time in seconds. */
let free: (at: number) => number | null;

const DAY = 24 * 3600;

beforeEach(async () => {
  const clock = movableClock();
  slack = await openSlack({ clock });
  at = await standHouse({
    databaseUrl: await databases.empty(),
    clock,
    config: 'severities: {SEV1: {acknowledge_within: none, update_every: none}}\n',
    env: { SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN, SLACK_API_URL: slack.apiUrl },
  });
  free = () => 30;
  at.prometheus.set('pool_free', { pool: 'payment' }, (time) => free(time));
  ({ id } = await troubleAt(at));
  await say(
    at,
    id,
    'sev1',
    'action: a bigger pool owner: Lan Nguyen due: 2026-03-20 proof: pool_free > 10 for 3d',
  );
});

afterEach(async () => {
  await at.close();
  await slack.close();
});

const item = async (): Promise<Context> => (await at.get(`/api/v1/incidents/${id}`)).actions[0];
const told = (text: string) =>
  slack.posted.filter((one) => one.threadTs !== null && one.text.includes(text));
const epoch = () => Date.parse(at.clock.now()) / 1000;

describe('an action with a proof that is finished', () => {
  beforeEach(async () => {
    await say(at, id, 'done A1');
    expect(await item()).toMatchObject({ state: 'proving' });
  });

  it('is done once its query was true for all of its days, and not a minute before', async () => {
    await at.forward(DAY);
    await at.forward(DAY);
    await at.forward(DAY - 60);
    expect(await item()).toMatchObject({ state: 'proving' });
    await at.forward(60);
    expect(await item()).toMatchObject({ state: 'done', finding: expect.stringContaining('held') });
    expect(await at.timeline(id, 'ActionProved')).toEqual([
      'Action item A1 is proved: pool_free > 10 held all the time',
    ]);
    expect(told('Action item A1 is done')).toHaveLength(1);
    const report = await at.artifact('incident-production-2026-03-17-001.md');
    expect(rowOf(report, 'A1').slice(3)).toEqual([
      expect.stringMatching(/^done: pool_free &gt; 10 held all the time \\\[#\d+\\\]$/),
      'pool_free &gt; 10 for 3 d',
    ]);
  });

  it('is open again on the day on which it was not true, with the value and its time', async () => {
    const bad = epoch() + DAY + 3600;
    free = (time) => (time >= bad && time < bad + 3600 ? 3 : 30);
    await at.forward(DAY);
    expect(await item()).toMatchObject({ state: 'proving' });
    await at.forward(DAY);
    expect(await item()).toMatchObject({
      state: 'open',
      finding: expect.stringMatching(/pool_free > 10 was not true at .+: 3$/),
    });
    expect(await at.timeline(id, 'ActionDisproved')).toHaveLength(1);
    const [message] = told('A1 is not done yet');
    expect(message?.text).toContain('chưa hoàn thành');
    await at.forward(DAY);
    expect(await at.timeline(id, 'ActionDisproved', 'ActionProved')).toHaveLength(1);
  });

  it('is not done where nothing was measured, and says so', async () => {
    free = () => null;
    for (let day = 0; day < 3; day += 1) await at.forward(DAY);
    expect(await item()).toMatchObject({
      state: 'open',
      finding: expect.stringContaining('has no data'),
    });
  });

  it('waits for a Prometheus that is away, and is done when it is back in time', async () => {
    at.prometheus.fail(serverError(), { times: 10_000 });
    await at.forward(DAY);
    expect(await item()).toMatchObject({ state: 'proving' });
    at.prometheus.heal();
    await at.forward(DAY);
    await at.forward(DAY);
    expect(await item()).toMatchObject({ state: 'done' });
  });

  it('begins anew after it was finished again, and the days of before do not count', async () => {
    const bad = epoch() + 3600;
    free = (time) => (time >= bad && time < bad + 3600 ? 3 : 30);
    await at.forward(DAY);
    expect(await item()).toMatchObject({ state: 'open' });
    await say(at, id, 'done A1');
    for (let day = 0; day < 2; day += 1) await at.forward(DAY);
    expect(await item()).toMatchObject({ state: 'proving' });
    await at.forward(DAY);
    expect(await item()).toMatchObject({ state: 'done' });
  });

  it('goes on where it was after a restart', async () => {
    await at.forward(DAY);
    at.clock.forward(2 * DAY);
    await at.restart();
    await at.settle();
    expect(await item()).toMatchObject({ state: 'done' });
  });
});

describe('an action that is not done', () => {
  it('is reminded of the day before it is due and every week after that, with its owner, until it is done', async () => {
    const reminders = () => at.timeline(id, 'ActionReminded');
    // Due on the 20th at midnight; it is half past two on the 17th.
    await at.forward(33 * 3600);
    expect(await reminders()).toEqual([]);
    await at.forward(3600);
    expect(await reminders()).toEqual(['Reminder: action item A1 is not done']);
    const [message] = told('"done A1"');
    expect(message?.text).toContain('a bigger pool (Lan Nguyen). Due 2026-03-20.');
    expect(message?.text).toContain('"xong A1"');
    await at.forward(7 * DAY - 3600);
    expect(await reminders()).toHaveLength(1);
    await at.forward(3600);
    expect(await reminders()).toHaveLength(2);
    await say(at, id, 'done A1');
    for (let day = 0; day < 9; day += 1) await at.forward(DAY);
    expect(await reminders()).toHaveLength(2);
    expect(await item()).toMatchObject({ state: 'done' });
  });

  it('without a proof is done when somebody says so', async () => {
    await say(at, id, 'action: tell the team owner: Lan Nguyen due: 2026-03-20', 'done A2');
    const { actions } = await at.get(`/api/v1/incidents/${id}`);
    expect(actions[1]).toMatchObject({ state: 'done' });
  });
});
