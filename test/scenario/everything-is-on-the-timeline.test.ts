import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../src/sandbox/slack.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import { LESSONS, minutes, say, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let slack: Slack;
let id: string;
let entries: readonly Context[];
let postmortem: string;

/** Said over the API, each by Minh Tran; and what the timeline makes of it. */
const SAID: readonly (readonly [sentence: string, told: string])[] = [
  ['ic me', 'Minh Tran took command'],
  ['impact: nobody can pay', 'Impact stated by Minh Tran: nobody can pay'],
  ['services: cart', 'Affected services named by Minh Tran: cart'],
  ['note: the vendor called back', 'Note by Minh Tran: the vendor called back'],
  ['[A]', 'A wider diagnosis was asked for by Minh Tran'],
  [
    'cause: the payment pool is exhausted evidence E1',
    'Root cause named by Minh Tran: the payment pool is exhausted (evidence E1)',
  ],
  [
    'override rollback because the pool cannot shrink',
    'Override by Minh Tran of what the gate asks for (rollback): the pool cannot shrink',
  ],
  [
    'fix: raised the pool to 200 evidence E1',
    'Fix recorded by Minh Tran: raised the pool to 200 (evidence E1)',
  ],
  ['update: the pool is bigger', 'Stakeholders updated by Minh Tran: the pool is bigger'],
  ['escalate the vendor is silent', 'Escalated by Minh Tran: the vendor is silent'],
  [
    'users: some carts are empty',
    'Users still report trouble, says Minh Tran: some carts are empty',
  ],
];

const LEARNED: readonly (readonly [sentence: string, told: string])[] = [
  ['users ok', 'Users report no trouble any more, says Minh Tran'],
  ['resolve', 'Resolved: fixed, and the recovery is verified'],
  [LESSONS[0] ?? '', 'Why, says Minh Tran: checkout failed'],
  [
    LESSONS[1] ?? '',
    'Action item added by Minh Tran: alert on a pool that runs empty; owner Lan Nguyen; due 2026-04-01',
  ],
  ['done A1', 'Action item A1 finished by Minh Tran'],
  [LESSONS[2] ?? '', 'Prevention stated by Minh Tran: every query has a timeout'],
  ['close postmortem', 'Postmortem closed by Minh Tran'],
];

beforeAll(async () => {
  const clock = movableClock();
  slack = await openSlack({ clock });
  at = await standHouse({
    databaseUrl: await databases.empty(),
    clock,
    env: { SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN, SLACK_API_URL: slack.apiUrl },
  });
  const trouble = await troubleAt(at);
  ({ id } = trouble);
  const lan = at.pagerduty.asUser('Lan Nguyen');
  const page = at.pagerduty.incidents[0]?.id ?? '';
  await minutes(at, 1);
  lan.acknowledge(page);
  await at.settle();
  lan.annotate(page, 'xác nhận sev1 vì không ai mua được');
  await at.settle();
  await say(at, id, ...SAID.map(([sentence]) => sentence));
  await minutes(at, 11);
  trouble.mend();
  await trouble.clear();
  await minutes(at, 5);
  await say(at, id, ...LEARNED.map(([sentence]) => sentence));
  ({ entries } = await at.get(`/api/v1/incidents/${id}/timeline`));
  postmortem = await at.artifact('postmortem-production-2026-03-17-001.md');
});

afterAll(async () => {
  await at.close();
  await slack.close();
});

const texts = () => entries.map(({ text }) => text);

it.each([...SAID, ...LEARNED])('"%s" is there, with who and when', (_, told) => {
  const found = entries.filter(({ text }) => text === told);
  expect(found).toHaveLength(1);
  expect(found[0].by).toMatch(/^(Minh Tran)$/);
  expect(found[0].at).toMatch(/^2026-03-17T14:\d\d:/);
});

it.each([
  ['a note that steers', /^SEV1 confirmed by Lan Nguyen: không ai mua được$/],
  ['an acknowledgement', /^Acknowledged by Lan Nguyen$/],
  ['the alert', /^1 alert firing: CheckoutServiceDown$/],
  ['its end', /^1 alert resolved: CheckoutServiceDown$/],
  ['the judgement of the rules', /^Severity SEV1 proposed by /],
  ['the page', /^Page accepted by pagerduty: SEV1 CheckoutServiceDown/],
  ['the end of the page', /^Page closed at pagerduty$/],
  ['the link with PagerDuty', /^Joined with PagerDuty incident /],
  ['the evidence', /^Evidence E1 \(prometheus\): checkout_error_ratio crossed 0\.05/],
  ['the channel', /^Shown in the incident channel /],
  ['a step of the workflow', /^Step 3 began: /],
  ['a reminder', /^Reminder: a stakeholder update is nearly due/],
  ['an update that nobody wrote', /^Stakeholders updated with the prepared text, nobody wrote one/],
  ['the check of the recovery', /^Recovery verified \(check 1\): checkout_error_ratio stayed/],
])('%s is there too', (_, told) => {
  expect(texts().filter((text) => told.test(text)).length).toBeGreaterThan(0);
});

it('every entry has its number, without a gap, and the postmortem prints them all', () => {
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
  const rows = postmortem.split('\n').filter((line) => /^\| #\d+ \|/.test(line));
  expect(rows.map((row) => Number(/#(\d+)/.exec(row)?.[1]))).toEqual(entries.map(({ seq }) => seq));
  expect(rows.every((row) => row.split(' | ').length >= 4)).toBe(true);
});

it('every number that a sentence of the postmortem names is an entry, every evidence exists', async () => {
  const { evidence } = await at.get(`/api/v1/incidents/${id}`);
  const named = [...postmortem.matchAll(/\\\[((?:#\d+|E\d+)(?:, (?:#\d+|E\d+))*)\\\]/g)].flatMap(
    ([, refs = '']) => refs.split(', '),
  );
  expect(named.length).toBeGreaterThan(20);
  const known = new Set([
    ...entries.map(({ seq }) => `#${seq}`),
    ...evidence.map(({ id: number }: Context) => number),
  ]);
  expect(named.filter((ref) => !known.has(ref))).toEqual([]);
});

it('each step prints its own part of it, and together they have all of it', async () => {
  const outputs = await Promise.all(
    [1, 2, 3, 4].map((step) => at.artifact(`${id}/step-${step}-output.md`)),
  );
  for (const output of outputs) expect(output).toMatch(/version `\d+\.\d+\.\d+\+[0-9a-f]{12}`/);
  const numbers = outputs.flatMap((text) =>
    [...text.matchAll(/^\| #(\d+) \|/gm)].map(([, n]) => Number(n)),
  );
  expect(numbers.sort((a, b) => a - b)).toEqual(entries.map(({ seq }) => seq));
});

it('what people only say to each other is not', async () => {
  const page = at.pagerduty.incidents[0]?.id ?? '';
  at.pagerduty.asUser('Lan Nguyen').annotate(page, 'who has the key of the machine room?');
  await at.settle();
  expect((await at.get(`/api/v1/incidents/${id}/timeline`)).entries).toHaveLength(entries.length);
});
