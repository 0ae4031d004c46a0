import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../src/sandbox/slack.ts';
import { checkoutSlow } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import { CAUSE, FIX, LESSONS, minutes, say, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let slack: Slack;

const HOUR = 3600;

beforeEach(async () => {
  const clock = movableClock();
  slack = await openSlack({ clock });
  at = await standHouse({
    databaseUrl: await databases.empty(),
    clock,
    env: { SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN, SLACK_API_URL: slack.apiUrl },
  });
});

afterEach(async () => {
  await at.close();
  await slack.close();
});

async function resolved(...sentences: readonly string[]): Promise<string> {
  const trouble = await troubleAt(at);
  await say(at, trouble.id, 'sev1', 'users ok', CAUSE, FIX);
  trouble.mend();
  await trouble.clear();
  await minutes(at, 5);
  await say(at, trouble.id, 'resolve', ...sentences);
  return trouble.id;
}

const reminders = async (id: string) =>
  (await at.timeline(id, 'Nudged')).filter((text) => text.includes('postmortem is due'));
const thread = () => slack.posted.filter(({ threadTs }) => threadTs !== null);

it('people hear with the end of the incident by when it is due', async () => {
  await resolved();
  const end = thread().find(({ text }) => text.includes('Resolved at 14:35 UTC'))?.text ?? '';
  expect(end).toContain('The postmortem is due by 2026-03-18 14:35 UTC.');
  expect(end).toContain('Hạn hoàn thành postmortem: 2026-03-18 14:35 UTC.');
});

it('whoever has not closed it after a day is reminded of what it lacks, with the sentences that give it', async () => {
  const id = await resolved(LESSONS[2] ?? '');
  await at.forward(24 * HOUR - 1);
  expect(await reminders(id)).toEqual([]);
  await at.forward(1);
  expect(await reminders(id)).toEqual([
    'Reminder: the postmortem is due; still missing: five-whys, action-item',
  ]);
  const reminder = thread().find(({ text }) => text.includes('The postmortem is open'))?.text ?? '';
  for (const sentence of ['"why: ', '"action: ', '"vì sao: ', '"hành động: '])
    expect(reminder).toContain(sentence);
  expect(reminder).not.toContain('"prevent: ');
  const notes = at.pagerduty.incidents[0]?.notes.map(({ content }) => content) ?? [];
  expect(notes.some((note) => note.includes('The postmortem is open'))).toBe(true);
});

it('whoever has closed it hears nothing', async () => {
  const id = await resolved(...LESSONS, 'close postmortem');
  await at.forward(25 * HOUR);
  expect(await reminders(id)).toEqual([]);
});

it('a SEV3 owes none', async () => {
  const trouble = await troubleAt(at, checkoutSlow({ startsAt: at.clock.now() }));
  const { id } = trouble;
  await say(at, id, 'sev3');
  trouble.mend();
  await trouble.clear();
  await minutes(at, 5);
  const { status } = (await at.get(`/api/v1/incidents/${id}`)) as Context;
  expect(status).toBe('resolved');
  await at.forward(48 * HOUR);
  expect(await reminders(id)).toEqual([]);
});
