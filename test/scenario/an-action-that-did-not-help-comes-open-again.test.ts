import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../src/sandbox/slack.ts';
import { checkoutDown, checkoutSlow } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import {
  fixed,
  LESSONS,
  recovered,
  rowOf,
  say,
  type Trouble,
  troubleAt,
} from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let slack: Slack;
let id: string;

const DAY = 24 * 3600;
const NEXT = 'INC-2026-03-20-001';

/** An incident with two finished actions and one open one, three days ago. */
beforeEach(async () => {
  const clock = movableClock();
  slack = await openSlack({ clock });
  at = await standHouse({
    databaseUrl: await databases.empty(),
    clock,
    env: { SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN, SLACK_API_URL: slack.apiUrl },
  });
  const trouble = await troubleAt(at);
  ({ id } = trouble);
  await fixed(at, trouble);
  await recovered(at, trouble);
  await say(
    at,
    id,
    'users ok',
    'resolve',
    ...LESSONS,
    'action: a timeout for the query owner: Minh Tran due: 2026-03-19',
    'action: write the runbook owner: Vy Le due: 2026-05-01',
    'done A1',
    'done A2',
    'close postmortem',
  );
  await at.forward(3 * DAY);
});

afterEach(async () => {
  await at.close();
  await slack.close();
});

const again = (alert = checkoutDown): Promise<Trouble> =>
  troubleAt(at, alert({ startsAt: at.clock.now() }));
const actionsOf = async (incident: string) =>
  (await at.get(`/api/v1/incidents/${incident}`)).actions.map(
    ({ id: action, state }: Context) => `${action} ${state}`,
  );

describe('when the same problem comes again', () => {
  let second: Trouble;

  beforeEach(async () => {
    expect(await actionsOf(id)).toEqual(['A1 done', 'A2 done', 'A3 open']);
    second = await again();
    expect(second.id).toBe(NEXT);
  });

  it('what was done against it is open again, with the incident that shows why; what was open stays as it is', async () => {
    expect(await actionsOf(id)).toEqual(['A1 open', 'A2 open', 'A3 open']);
    const why = `${NEXT} is the same problem again`;
    expect(await at.timeline(id, 'ActionReopened')).toEqual([
      `Action item A1 is open again: ${why}`,
      `Action item A2 is open again: ${why}`,
    ]);
    const { status } = await at.get(`/api/v1/incidents/${id}`);
    expect(status).toBe('postmortem');
    const postmortem = await at.artifact('postmortem-production-2026-03-17-001.md');
    expect(rowOf(postmortem, 'A2')[3]).toMatch(/^open/);
    expect(postmortem).toContain(`Action item A2 is open again: ${why}`);
  });

  it('people are told in the channel and by a note on the old incident, in both languages', async () => {
    const thread = slack.posted.filter(({ threadTs }) => threadTs !== null).map(({ text }) => text);
    const notes = at.pagerduty.incidents[0]?.notes.map(({ content }) => content) ?? [];
    for (const told of [thread, notes]) {
      const [message] = told.filter((text) => text.includes('A2') && text.includes(NEXT));
      expect(message).toContain('a timeout for the query');
      expect(message).toContain('is open again');
      expect(message).toContain('được mở lại');
    }
  });

  it('the triage of the new one shows the old one with its cause and its fix', async () => {
    const incident = await at.get(`/api/v1/incidents/${NEXT}`);
    expect(incident.past_incidents).toMatchObject([
      {
        id,
        likeness: 'key',
        cause: 'the payment pool is exhausted',
        fix: 'raised the pool to 200',
      },
    ]);
    expect(incident.status).toBe('triage');
    const notes = at.pagerduty.incidents[1]?.notes.map(({ content }) => content) ?? [];
    const told = notes.find((note) => note.includes(id)) ?? '';
    expect(told).toContain('raised the pool to 200');
    expect(told).toContain('Giống');
    expect(told).toContain('Looks like');
    const report = await at.artifact('incident-production-2026-03-20-001.md');
    expect(rowOf(report, id)).toEqual([
      expect.stringContaining('CheckoutServiceDown'),
      'same correlation',
      expect.stringMatching(/^2026-03-17 14:\d\d/),
      'the payment pool is exhausted',
      'raised the pool to 200',
    ]);
  });

  it('what is finished once more is open again only when it comes a third time', async () => {
    await say(at, id, 'done A1');
    await recovered(at, second);
    await say(at, NEXT, 'sev1', 'users ok', 'resolve');
    expect(await actionsOf(id)).toEqual(['A1 done', 'A2 open', 'A3 open']);
    await at.forward(3 * DAY);
    expect((await again()).id).toBe('INC-2026-03-23-001');
    expect(await actionsOf(id)).toEqual(['A1 open', 'A2 open', 'A3 open']);
    const { actions } = await at.get(`/api/v1/incidents/${id}`);
    expect(actions.map(({ reopened }: Context) => reopened)).toEqual([2, 1, 0]);
  });
});

describe('when it comes back so soon that its incident reopens', () => {
  it('what was done meanwhile is open again there', async () => {
    const second = await again();
    await say(at, NEXT, 'sev1', 'users ok');
    await recovered(at, second);
    await say(
      at,
      NEXT,
      'resolve',
      'action: restart it every night owner: Vy Le due: 2026-03-21',
      'done A1',
    );
    expect(await actionsOf(NEXT)).toEqual(['A1 done']);
    await at.forward(600);
    expect((await again()).id).toBe(NEXT);
    expect(await at.timeline(NEXT, 'IncidentReopened')).toHaveLength(1);
    expect(await actionsOf(NEXT)).toEqual(['A1 open']);
  });
});

describe('when another problem comes', () => {
  it('of the same service, nothing is opened again', async () => {
    const other = await again(checkoutSlow);
    expect(other.id).toBe(NEXT);
    expect(await actionsOf(id)).toEqual(['A1 done', 'A2 done', 'A3 open']);
    expect(await at.timeline(id, 'ActionReopened')).toEqual([]);
  });

  it('that turns out to have the same cause, the old one is shown with its fix', async () => {
    const other = await again(checkoutSlow);
    await say(at, other.id, 'sev1', 'cause: the payment pool is exhausted again evidence E1');
    expect((await at.get(`/api/v1/incidents/${other.id}`)).past_incidents).toMatchObject([
      { id, likeness: 'cause', fix: 'raised the pool to 200' },
    ]);
  });
});
