/** People are answered in the language of the organisation, by note and over the API; what programs read stays English. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkoutDown, errorsFor } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';

const databases = givenDatabases();
let at: Standing;
let id: string;

beforeAll(async () => {
  at = await standHouse({
    databaseUrl: await databases.empty(),
    config: 'workflow_defaults: {communication_language: Vietnamese}\n',
  });
  errorsFor(at.prometheus, 600);
  const [opened] = await at.alert(checkoutDown());
  id = opened?.id ?? '';
});

afterAll(() => at.close());

async function answered(sentence: string): Promise<string> {
  const { id: page = '' } = at.pagerduty.incidents[0] ?? {};
  const before = at.pagerduty.incident(page).notes.length;
  at.pagerduty.asUser('Lan Nguyen').annotate(page, sentence);
  await at.settle();
  const told = at.pagerduty.incident(page).notes.slice(before + 1);
  return told.map(({ content }) => content).join('\n');
}

it('a note is answered in Vietnamese, with Vietnamese sentences to write', async () => {
  expect(await answered('xác nhận sev1')).toMatch(/^\[tocsin\] Đã xác nhận mức SEV1\.$/m);
  const resumed = await answered('tiếp tục');
  expect(resumed).toMatch(/✓ Bước 1, .+: xong lúc \d\d:\d\d UTC\nBước 2\/4: Chẩn đoán\n/);
  expect(resumed).toContain('- nguyên nhân gốc: viết "nguyên nhân: ');
  expect(await answered('[C]')).toMatch(/^\[tocsin\] Chưa được\. Còn thiếu:\n- nguyên nhân gốc/);
  expect(await answered('[A]')).toMatch(/Hãy tự hỏi:\n\? .+\n/);
  expect(await answered('trợ giúp')).not.toContain('confirm the severity');
});

it('a refusal over the API says why in Vietnamese, and names the needs in English', async () => {
  const { status, body } = await at.say(id, 'khắc phục: tăng pool');
  expect(status).toBe(409);
  expect(body.detail).toContain('Chưa được. Còn thiếu:');
  expect(body.needs[0]).toMatchObject({ need: 'root-cause', text: 'no root cause is named' });
  expect(body.needs[0].remedy).toMatch(/^write "cause: /);
});

it('a reply over the API comes with the incident, in Vietnamese', async () => {
  const { body } = await at.say(id, 'cập nhật ok');
  expect(Object.keys(body)).toEqual(['reply', 'incident']);
  expect(body.reply).toContain('Đã báo các bên liên quan; bản cập nhật tiếp theo đến hạn lúc');
  expect((await at.timeline(id, 'StakeholdersUpdated')).at(-1)).toContain('đến nay:');
});
