import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type AlertmanagerApi, openAlertmanagerApi } from '../../src/sandbox/alertmanager-api.ts';
import { openSlack, SANDBOX_BOT_TOKEN, type Slack } from '../../src/sandbox/slack.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';
import { minutes, rowOf, troubleAt } from '../given/workflow.ts';

const databases = givenDatabases();
let at: Standing;
let slack: Slack;
let alertmanager: AlertmanagerApi;
let id: string;
/** What was written, and what Tocsin wrote below it. */
const answers: (readonly [sentence: string, answer: string])[] = [];

/** Neither services nor impact are told by it: that is left to people. */
const ALERT = checkoutDown({
  labels: {
    alertname: 'CheckoutServiceDown',
    severity: 'critical',
    job: 'checkout',
    instance: 'checkout-1:9100',
  },
  annotations: {},
});

/** What a person writes on the incident in PagerDuty's app, and nothing else. */
async function note(text: string): Promise<void> {
  const [page] = at.pagerduty.incidents;
  const before = page?.notes.length ?? 0;
  at.pagerduty.asUser('Lan Nguyen').annotate(page?.id ?? '', text);
  await at.settle();
  answers.push([text, page?.notes[before + 1]?.content ?? '']);
}

const incident = () => at.get(`/api/v1/incidents/${id}`);
const postmortem = () => at.artifact('postmortem-production-2026-03-17-001.md');

beforeAll(async () => {
  const clock = movableClock();
  slack = await openSlack({ clock });
  alertmanager = await openAlertmanagerApi({ clock });
  at = await standHouse({
    databaseUrl: await databases.empty(),
    clock,
    env: {
      ALERTMANAGER_URL: alertmanager.url,
      SLACK_BOT_TOKEN: SANDBOX_BOT_TOKEN,
      SLACK_API_URL: slack.apiUrl,
    },
  });
  at.prometheus.set('up', { job: 'checkout', instance: 'checkout-1:9100' }, () => 1);
  alertmanager.fire(ALERT);
  const trouble = await troubleAt(at, ALERT);
  ({ id } = trouble);

  await minutes(at, 1);
  await note('xác nhận sev1');
  await note('chỉ huy tôi');
  await note('dịch vụ: checkout, giỏ hàng');
  await minutes(at, 1);
  await note('ảnh hưởng: không khách nào thanh toán được, khoảng 40 đơn mỗi phút');
  await minutes(at, 2);
  await note('cập nhật: đang tìm nguyên nhân trong hồ kết nối thanh toán');
  await minutes(at, 4);
  await note('nguyên nhân: hồ kết nối thanh toán đã cạn bằng chứng E1');
  await note('cập nhật ok');
  await note('khắc phục: tăng hồ kết nối lên 200 bằng chứng E1 hoàn tác: đặt lại 50');
  trouble.mend();
  await minutes(at, 2);
  alertmanager.resolve(ALERT.labels);
  await trouble.clear();
  await minutes(at, 2);
  await note('cập nhật: đơn hàng vào lại bình thường, đang theo dõi');
  await minutes(at, 3);
  await note('giải quyết xong');
  await note('người dùng ổn: không còn khiếu nại');
  await note('giải quyết xong');
  await minutes(at, 30);
  await note('đóng postmortem');
  await note(
    'vì sao: không thanh toán được > hồ kết nối cạn > một truy vấn giữ kết nối > nó không có giới hạn thời gian > không ai hỏi khi duyệt mã',
  );
  await note('hành động: cảnh báo khi hồ gần cạn phụ trách: Lan Nguyen hạn: 01/04/2026');
  await note('phòng ngừa: mọi truy vấn đều có giới hạn thời gian');
  await note('đóng postmortem');
});

afterAll(async () => {
  await at.close();
  await Promise.all([slack.close(), alertmanager.close()]);
});

it('goes through all five phases, and every gate has what it asks for', async () => {
  const told = await incident();
  expect(told).toMatchObject({
    status: 'postmortem',
    severity: 'SEV1',
    current_step: 'done',
    affected_services: ['checkout', 'giỏ hàng'],
    incident_commander: 'Lan Nguyen',
    impact: 'không khách nào thanh toán được, khoảng 40 đơn mỗi phút',
    needs: [],
    overrides: [],
  });
  expect(told.timeline).toEqual({
    detected_at: '2026-03-17T14:30:00.000Z',
    triage_completed_at: '2026-03-17T14:32:00.000Z',
    root_cause_identified_at: '2026-03-17T14:38:00.000Z',
    fix_applied_at: '2026-03-17T14:38:00.000Z',
    resolved_at: '2026-03-17T14:45:00.000Z',
  });
  expect(at.pagerduty.incidents).toHaveLength(1);
  expect(at.pagerduty.incidents[0]?.status).toBe('resolved');
});

it('answers every note, in Vietnamese and in English', () => {
  expect(answers).toHaveLength(17);
  for (const [sentence, answer] of answers) {
    expect(answer, sentence).toMatch(/^\[tocsin\] /);
    expect(answer, sentence).toMatch(/^Còn thiếu:$|Chưa được|INC-2026-03-17-001 (đang|đã) /m);
    expect(answer, sentence).toMatch(/^Still needed:$|Not yet|INC-2026-03-17-001 is /m);
  }
});

it('refuses what comes too early, with the very sentences that are written next', async () => {
  const answersTo = (wanted: string) =>
    answers.flatMap(([said, got]) => (said === wanted ? [got] : []));
  expect(answersTo('giải quyết xong')[0]).toContain('"người dùng ổn"');
  for (const sentence of ['"vì sao: ', '"hành động: ', '"phòng ngừa: '])
    expect(answersTo('đóng postmortem')[0]).toContain(sentence);
  expect(await at.timeline(id, 'PostmortemClosed')).toEqual(['Postmortem closed by Lan Nguyen']);
});

it('was verified by all that there is to look at', async () => {
  const { last_check: check } = await incident();
  expect(check.verdict).toBe('recovered');
  const passed = check.checks.filter((each: { passed: boolean }) => each.passed);
  expect(passed.map(({ name }: { name: string }) => name)).toEqual([
    'data-present',
    'below-threshold',
    'baseline',
    'targets-up',
    'not-silenced',
    'no-alert',
  ]);
});

it('told stakeholders in time, in both languages where the words are our own', async () => {
  const updates = at.pagerduty.requests
    .filter(({ path }) => path.endsWith('/status_updates'))
    .map(({ body }) => (body as { message: string }).message);
  expect(updates).toHaveLength(3);
  expect(updates[0]).toBe('đang tìm nguyên nhân trong hồ kết nối thanh toán');
  expect(updates[1]).toMatch(/Từ 14:34 UTC đến nay:.+hồ kết nối.+\n\n.+Since 14:34 UTC:/s);
  const thread = slack.posted.filter(({ threadTs }) => threadTs !== null);
  for (const update of updates) expect(thread.map(({ text }) => text)).toContain(update);
  const board = slack.posted.find(({ threadTs }) => threadTs === null)?.text ?? '';
  expect(board).toContain('Trạng thái: đã đóng.');
  expect(board).toContain('Status: closed.');
  expect(await at.timeline(id, 'Escalated')).toEqual([]);
});

it('ends in a postmortem in which nothing is missing that a gate asks for', async () => {
  const text = await postmortem();
  const left =
    text
      .split('## ')[1]
      ?.split('\n')
      .slice(1)
      .filter((line) => line !== '') ?? [];
  expect(left.map((line) => line.split(':')[0])).toEqual([
    '- Impact · Ảnh hưởng',
    '- What went well · Điều làm tốt',
    '- What went badly · Điều chưa tốt',
  ]);
  for (const fact of [
    'không khách nào thanh toán được, khoảng 40 đơn mỗi phút',
    'hồ kết nối thanh toán đã cạn',
    'tăng hồ kết nối lên 200',
    '**Rollback:** đặt lại 50',
    'Users: no more complaints: không còn khiếu nại',
    '5. không ai hỏi khi duyệt mã',
    'mọi truy vấn đều có giới hạn thời gian',
    'No gate was overridden.',
  ])
    expect(text).toContain(fact);
  const action = [
    expect.stringMatching(/^cảnh báo khi hồ gần cạn \\\[#\d+\\\]$/),
    'Lan Nguyen',
    '2026-04-01',
    'open',
    '–',
  ];
  expect(rowOf(text, 'A1')).toEqual(action);
});

it('meets all six success criteria', async () => {
  const text = await postmortem();
  for (const criterion of [
    'Severity classified within 5 min',
    'Root cause identified within the first triage pass',
    'Fix applied and verified',
    'System metrics returned to baseline',
    'Postmortem documented with action items',
    'Prevention measures identified',
  ])
    expect(rowOf(text, criterion), criterion).toEqual([
      '✓ met',
      expect.stringMatching(/\\\[#\d+.*\\\]$/),
    ]);
});

it('leaves every file of the workflow behind', async () => {
  const files = await readdir(`${at.outputFolder}/psm-artifacts`, { recursive: true });
  expect(files).toEqual(
    expect.arrayContaining([
      'incident-production-2026-03-17-001.md',
      'postmortem-production-2026-03-17-001.md',
      `${id}-E1.svg`,
      ...[
        'incident-session.yaml',
        'incident-context.yaml',
        'incident-response-summary.md',
        'step-1-output.md',
        'step-2-output.md',
        'step-3-output.md',
        'step-4-output.md',
      ].map((name) => `${id}/${name}`),
    ]),
  );
  const session = parse(await at.artifact(`${id}/incident-session.yaml`));
  expect(session).toMatchObject({ next_step: 'done', needs: [] });
  expect(session.steps_completed.map(({ step }: { step: string }) => step)).toEqual([
    'step-01-triage',
    'step-02-diagnose',
    'step-03-fix',
    'step-04-postmortem',
  ]);
  const context = parse(await at.artifact(`${id}/incident-context.yaml`)).incident_context;
  const fields =
    'incident_id severity status affected_services started_at timeline current_step last_updated incident_commander';
  expect(Object.keys(context)).toEqual(fields.split(' '));
});
