import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { fixed, minutes, refused, say, type Trouble, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let trouble: Trouble;
let id: string;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
  trouble = await troubleAt(at);
  ({ id } = trouble);
  await fixed(at, trouble);
});

afterEach(() => at.close());

const incident = () => at.get(`/api/v1/incidents/${id}`);
const resolving = () => refused(at, id, 'resolve');

describe('the metrics', () => {
  beforeEach(() => say(at, id, 'users ok'));

  it('hold it open while an alert fires, whatever people say', async () => {
    expect(await resolving()).toEqual({ status: 409, needs: ['alerts-clear', 'verification'] });
    expect(await refused(at, id, 'verified: I can pay')).toEqual({
      status: 409,
      needs: ['alerts-clear'],
    });
    expect((await incident()).status).toBe('recovering');
  });

  it('hold it open until they were looked at after the quiet time', async () => {
    trouble.mend();
    await trouble.clear();
    expect(await resolving()).toEqual({ status: 409, needs: ['verification'] });
    await minutes(at, 4);
    expect(await resolving()).toEqual({ status: 409, needs: ['verification'] });
    await minutes(at, 1);
    expect((await incident()).last_check).toMatchObject({ verdict: 'recovered' });
    await say(at, id, 'resolve');
    expect((await incident()).status).toBe('resolved');
  });

  it('hold it open, against a person too, while they are as bad as before although the alert is gone', async () => {
    await trouble.clear();
    await minutes(at, 5);
    expect((await incident()).last_check).toMatchObject({ verdict: 'not-recovered' });
    expect(await resolving()).toEqual({ status: 409, needs: ['verification'] });
    const { body } = await at.say(id, 'verified: I can pay');
    expect(body.needs).toMatchObject([
      { need: 'verification', text: expect.stringContaining('0.31') },
    ]);
    trouble.mend();
    await minutes(at, 10);
    await say(at, id, 'resolve');
    expect((await incident()).status).toBe('resolved');
  });

  it('prove nothing where they have a gap: no data is not recovery', async () => {
    trouble.mend();
    await trouble.clear();
    at.prometheus.set('checkout_error_ratio', { service: 'checkout' }, () => null);
    await minutes(at, 5);
    expect((await incident()).last_check).toMatchObject({
      verdict: 'inconclusive',
      finding: expect.stringContaining('no data is not recovery'),
    });
    expect(await resolving()).toEqual({ status: 409, needs: ['verification'] });
    await say(at, id, 'verified: I paid three times', 'resolve');
    expect(await at.artifact('postmortem-production-2026-03-17-001.md')).toContain(
      'A person vouches for the recovery: I paid three times',
    );
  });
});

describe('the users', () => {
  beforeEach(async () => {
    trouble.mend();
    await trouble.clear();
    await minutes(at, 5);
  });

  it('hold it open until somebody says what they report', async () => {
    const { body } = await at.say(id, 'resolve');
    expect(body.needs).toEqual([
      {
        need: 'user-reports',
        text: 'nobody said what users report',
        remedy: expect.stringContaining('users ok'),
      },
    ]);
    await say(at, id, 'users ok', 'resolve');
    expect((await incident()).status).toBe('resolved');
  });

  it('hold it open while they still report trouble, although the metrics are good', async () => {
    await say(at, id, 'users: nobody in Hanoi can pay');
    const { body } = await at.say(id, 'resolve');
    expect(body.needs).toMatchObject([
      { need: 'user-reports', text: 'users still report: nobody in Hanoi can pay' },
    ]);
    expect((await incident()).status).toBe('recovering');
    await say(at, id, 'users ok', 'resolve');
    const postmortem = await at.artifact('postmortem-production-2026-03-17-001.md');
    expect(postmortem).toContain('Users still report trouble, says Minh Tran: nobody in Hanoi');
    expect(postmortem).toMatch(/Users: no more complaints \\\[#\d+\\\]/);
  });

  it('and metrics are not asked again once both spoke, and the postmortem names them', async () => {
    await say(at, id, 'người dùng ổn', 'giải quyết xong');
    const postmortem = await at.artifact('postmortem-production-2026-03-17-001.md');
    expect(postmortem).toMatch(/The data shows the recovery: checkout.+0\.01.+series checked\./);
  });
});

describe("a resolve in PagerDuty's own app", () => {
  it('of an incident that began here resolves nothing here: metrics and users are asked all the same', async () => {
    await trouble.clear();
    await minutes(at, 5);
    at.pagerduty.asUser('Lan Nguyen').resolve(at.pagerduty.incidents[0]?.id ?? '');
    await at.settle();
    expect(await at.timeline(id, 'PagerdutyChanged')).toEqual([
      'PagerDuty: resolved, by Lan Nguyen',
    ]);
    expect((await incident()).status).toBe('recovering');
    expect(await resolving()).toEqual({ status: 409, needs: ['verification', 'user-reports'] });
    expect(await at.timeline(id, 'IncidentResolved')).toEqual([]);
  });
});
