import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import {
  CAUSE,
  FIX,
  LESSONS,
  minutes,
  rowOf,
  say,
  type Trouble,
  troubleAt,
} from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let trouble: Trouble;
let id: string;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
  trouble = await troubleAt(at);
  ({ id } = trouble);
  await say(at, id, 'sev1');
});

afterEach(() => at.close());

const overrides = async () => (await at.get(`/api/v1/incidents/${id}`)).overrides;
const report = () => at.artifact('incident-production-2026-03-17-001.md');
const postmortem = () => at.artifact('postmortem-production-2026-03-17-001.md');

/** What Tocsin answers to a note. */
async function noted(text: string): Promise<string> {
  const [page] = at.pagerduty.incidents;
  const before = page?.notes.length ?? 0;
  at.clock.forward(1);
  at.pagerduty.asUser('Lan Nguyen').annotate(page?.id ?? '', text);
  await at.settle();
  return page?.notes[before + 1]?.content ?? '';
}

describe('without a reason', () => {
  const english = 'because the probe is broken';
  const vietnamese = 'vì máy đo bị hỏng';
  it.each([
    ['override root-cause', english],
    ['override', english],
    ['override root-cause because', english],
    ['bỏ qua root-cause', vietnamese],
    ['bỏ qua root-cause vì', vietnamese],
  ])(
    '"%s" changes nothing and is told what it lacks, over the API and in a note',
    async (text, lacks) => {
      const { status, body } = await at.say(id, text);
      expect(status).toBe(422);
      expect(JSON.stringify(body)).toContain(lacks);
      expect(await noted(text)).toContain(lacks);
      expect(await overrides()).toEqual([]);
      expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('diagnosing');
    },
  );
});

describe('with a reason', () => {
  it('it opens what it names, and is in the API, the answer, the timeline, the report and the postmortem', async () => {
    const reason = 'the shop must sell before we know why';
    const answer = await noted(`bỏ qua root-cause vì ${reason}`);
    expect(answer).toContain(reason);
    expect(await overrides()).toEqual([
      { need: 'root-cause', reason, by: 'Lan Nguyen', at: at.clock.now() },
    ]);
    expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('recovering');
    const told = `Override by Lan Nguyen of what the gate asks for (root-cause): ${reason}`;
    expect(await at.timeline(id, 'GateOverridden')).toEqual([told]);
    expect(rowOf(await report(), 'root-cause')).toEqual([
      reason,
      'Lan Nguyen',
      expect.stringMatching(/^2026-03-17 14:30/),
    ]);
    await say(at, id, FIX, 'users ok');
    trouble.mend();
    await trouble.clear();
    await minutes(at, 5);
    await say(at, id, 'resolve');
    const text = await postmortem();
    expect(rowOf(text, 'root-cause').slice(0, 2)).toEqual([reason, 'Lan Nguyen']);
    expect(text).toMatch(
      /- The gate's need root-cause was overridden: the shop must sell .+ \\\[#\d+\\\]/,
    );
    expect(text).toContain(`No root cause was named; the gate was overridden: ${reason}`);
    expect(text).not.toContain('No gate was overridden.');
  });

  it('each one counts once and for what it names only', async () => {
    await say(at, id, CAUSE, FIX, 'override verification because nobody measures it');
    const { body } = await at.say(id, 'resolve');
    expect(body.needs.map(({ need }: Context) => need)).toEqual(['alerts-clear', 'user-reports']);
    await say(at, id, 'override alerts-clear because the alert is wrong', 'users ok', 'resolve');
    const text = await postmortem();
    expect(text).toContain(
      'Nobody verified the recovery; the gate was overridden: nobody measures it',
    );
    expect(rowOf(text, 'Fix applied and verified')).toEqual([
      '✗ not met',
      expect.stringMatching(/^it was resolved by an override/),
    ]);
    expect(rowOf(text, 'System metrics returned to baseline')).toEqual([
      '✗ not met',
      expect.stringMatching(/^the check was overridden: nobody measures it \\\[#\d+\\\]$/),
    ]);
    expect(rowOf(text, 'alerts-clear')[0]).toBe('the alert is wrong');
    // The fix was made all the same.
    expect(text).toContain('raised the pool to 200\n\n**Rollback:** set it to 50');
  });

  it('what the postmortem lacks can be overridden too, and the closed one says so', async () => {
    await say(at, id, CAUSE, FIX, 'users ok');
    trouble.mend();
    await trouble.clear();
    await minutes(at, 5);
    await say(at, id, 'resolve', ...LESSONS.slice(1));
    const early = await at.say(id, 'close postmortem');
    expect(early.body.needs).toMatchObject([{ need: 'five-whys' }]);
    await say(at, id, 'override five-whys because one why is enough here', 'close postmortem');
    expect(rowOf(await postmortem(), 'five-whys')[0]).toBe('one why is enough here');
  });
});

describe('what is not asked', () => {
  it.each([
    ['a need of a later gate', 'override five-whys because we are in a hurry', ['root-cause']],
    [
      'a word that is quickly said',
      'override severity-confirmed because nobody is here',
      ['root-cause'],
    ],
  ])('%s cannot be overridden', async (_, text, needs) => {
    const { status, body } = await at.say(id, text);
    expect(status).toBe(409);
    expect(body.needs.map(({ need }: Context) => need)).toEqual(needs);
    expect(await overrides()).toEqual([]);
  });

  it('a reason that tries to write in the documents stays one line of text', async () => {
    const reason = '<img src=x> | [a](http://evil.example.com) =cmd()';
    await say(at, id, `override root-cause because ${reason}`);
    const line = (await report()).split('\n').find((each) => each.startsWith('| root-cause |'));
    expect(line).toBeDefined();
    expect(line).not.toContain('<img');
    expect(line).not.toContain('[a](http');
    expect(rowOf((await report()).replaceAll('\\|', ''), 'root-cause')).toHaveLength(3);
  });
});
