import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverError } from '../../src/sandbox/faults.ts';
import { SANDBOX_FROM } from '../../src/sandbox/pagerduty.ts';
import { teamId } from '../../src/sandbox/pagerduty-json.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';

const databases = givenDatabases();
let at: Standing;
let vendorId: string;

const USERS = [
  { id: 'PLAN001', name: 'Lan Nguyen', role: 'user', onCallLevel: 1 },
  { id: 'PMINH01', name: 'Minh Tran', role: 'user', onCallLevel: 2, teams: ['Architects'] },
  { id: 'PKHANG1', name: 'Khang Vu', role: 'user', onCallLevel: null, teams: ['Payments'] },
  { id: 'PTOCSIN', name: 'Tocsin', role: 'user', onCallLevel: null, email: SANDBOX_FROM },
].map((user) => ({ email: `${user.id.toLowerCase()}@example.com`, ...user }));

/** One team confirms, one person lowers and overrides. */
const GRANTS = `
pagerduty: {authority: {confirm: ["team:${teamId('Architects')}", "user:PLAN001"], lower: ["user:PLAN001"], override: ["team:${teamId('Payments')}"]}}
`;

beforeEach(async () => {
  at = await standHouse({
    databaseUrl: await databases.empty(),
    config: GRANTS,
    pagerduty: { users: USERS },
  });
  const lan = at.pagerduty.asUser('Lan Nguyen');
  vendorId = lan.triggerIncident({ title: 'Search is slow', service: 'Checkout' }).id;
  await at.settle();
});

afterEach(() => at.close());

/** Our answer to one's note. */
async function note(by: string, text: string): Promise<string> {
  const ours = () =>
    at.pagerduty
      .incident(vendorId)
      .notes.map(({ content }) => content)
      .filter((content) => content.startsWith('[tocsin]'));
  const before = ours().length;
  at.clock.forward(1);
  at.pagerduty.asUser(by).annotate(vendorId, text);
  await at.settle();
  return ours()[before] ?? '';
}

async function incident(): Promise<Context> {
  return (await at.get('/api/v1/incidents')).incidents[0];
}

const REFUSED = /not yours to say/;

describe('where a team and a person are named', () => {
  it('the team confirms, the person lowers, another team overrides, and everybody else is told that they may not', async () => {
    expect(await note('Khang Vu', 'sev1')).toMatch(REFUSED);
    expect((await incident()).severity_confirmed).toBeNull();
    expect(await note('Minh Tran', 'sev1 because nobody can search')).not.toMatch(REFUSED);
    expect((await incident()).severity_confirmed).toMatchObject({ by: 'Minh Tran' });
    // Minh commands by now, and still may not.
    expect(await note('Minh Tran', 'sev2')).toMatch(REFUSED);
    expect((await incident()).severity).toBe('SEV1');
    expect(await note('Lan Nguyen', 'sev2 because half of it works')).not.toMatch(REFUSED);
    expect((await incident()).severity).toBe('SEV2');
    const override = 'override root-cause because the index must be rebuilt first';
    expect(await note('Lan Nguyen', override)).toMatch(REFUSED);
    expect((await incident()).overrides).toEqual([]);
    expect(await note('Khang Vu', override)).not.toMatch(REFUSED);
    expect((await incident()).overrides).toMatchObject([{ need: 'root-cause', by: 'Khang Vu' }]);
  });

  it('whoever wrote a note is asked for when it comes, and not with every comparison', async () => {
    await note('Minh Tran', 'sev1 because nobody can search');
    at.clock.forward(60);
    await at.house.reconcile();
    const asked = () => at.pagerduty.requests.filter(({ path }) => path.startsWith('/users/'));
    const before = asked().length;
    expect(before).toBeGreaterThan(0);
    for (let round = 0; round < 3; round += 1) {
      at.clock.forward(60);
      await at.house.reconcile();
    }
    expect(asked()).toHaveLength(before);
  });

  it('whose team cannot be asked for may not, while a person who is named by id may', async () => {
    at.pagerduty.fail(serverError(), { times: 1000, when: ({ path }) => path.includes('/users/') });
    at.pagerduty.asUser('Lan Nguyen').annotate(vendorId, 'sev1');
    at.clock.forward(1);
    at.pagerduty.asUser('Minh Tran').annotate(vendorId, 'sev3');
    // They wait for PagerDuty for two minutes, and are done without it then.
    for (let step = 0; step < 6; step += 1) await at.forward(60);
    const answers = at.pagerduty.incident(vendorId).notes.map(({ content }) => content);
    expect(answers.filter((content) => REFUSED.test(content))).toHaveLength(1);
    expect(await incident()).toMatchObject({
      severity: 'SEV1',
      severity_confirmed: { by: 'Lan Nguyen' },
    });
  });
});
