import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passed, testRules } from '../../../src/rules/rule-test.ts';
import { renderRuleTests } from '../../../src/rules/rule-test-report.ts';

let dir: string;

const RULES = `
groups:
  - name: shop
    rules:
      - {rule: Down, match: ['alertname = "Down"'], severity: SEV1, reason: x, correlate_by: [service]}
      - {rule: Slow, match: ['alertname = "Slow"'], severity: SEV3, reason: x}
      - {rule: Never, match: ['alertname = "Never"'], severity: SEV4, reason: x}
`;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tocsin-rule-test-'));
  await mkdir(join(dir, 'tests'));
  await writeFile(join(dir, 'shop.yaml'), RULES);
});

afterEach(() => rm(dir, { recursive: true }));

async function run(text: string) {
  const path = join(dir, 'tests', 'shop.yaml');
  await writeFile(path, text);
  return testRules(path);
}

const STORY = `
rule_files: [../s*op.yaml]
tests:
  - name: slow, then down
    start_timestamp: 2026-03-01T00:00:00Z
    alerts:
      - {at: 1m, labels: {alertname: Slow, code: 500}}
      - {at: 5m, labels: {alertname: Down, service: a}}
      - {at: 5m, labels: {alertname: Down, service: b}}
      - {at: 6m, labels: {alertname: Down, service: a, instance: two}}
      - {at: 9m, labels: {alertname: Down, service: a}, status: resolved}
    severity_test:
`;

describe('a rule test', () => {
  it('plays its alerts in time, and a severity never falls by itself', async () => {
    const result = await run(`${STORY}
      - {eval_time: 0m, exp_severity: none, exp_incidents: 0}
      - {eval_time: 4m59s, exp_severity: SEV3, exp_rule: shop/Slow, exp_incidents: 1}
      - {eval_time: 5m, exp_severity: SEV1, exp_rule: shop/Down, exp_incidents: 3}
      - {eval_time: 1h, exp_severity: SEV1, exp_rule: shop/Down, exp_incidents: 3}
`);
    expect(result).toMatchObject({ failures: [], problems: [], checks: 4 });
    expect(passed(result)).toBe(true);
    expect(result.exercised).toEqual(['shop/Down', 'shop/Slow']);
  });

  it('tells what was expected and what came instead, and where it was written', async () => {
    const result = await run(`${STORY}
      - {eval_time: 2m, exp_severity: SEV1}
      - {eval_time: 2m, exp_severity: SEV3, exp_rule: shop/Down, exp_incidents: 2}
      - {eval_time: 0m, exp_severity: SEV3, exp_rule: shop/Slow}
`);
    expect(passed(result)).toBe(false);
    expect(result.failures).toEqual([
      { test: 'slow, then down', evalTime: 120, line: 14, exp: 'SEV1', got: 'SEV3' },
      {
        test: 'slow, then down',
        evalTime: 120,
        line: 15,
        exp: 'SEV3 shop/Down 2 incidents',
        got: 'SEV3 shop/Slow 1 incidents',
      },
      {
        test: 'slow, then down',
        evalTime: 0,
        line: 16,
        exp: 'SEV3 shop/Slow',
        got: 'none (no rule)',
      },
    ]);
    const text = renderRuleTests([result], { colour: false });
    expect(text).toContain(`Unit testing:  ${result.file}\n  FAILED\n    name: slow, then down\n`);
    expect(text).toContain(`:14)\n        exp: SEV1\n        got: SEV3\n`);
    expect(text).toContain('1/3 rules exercised; not: shop/Down, shop/Never\n');
  });

  it('groups alerts as it is told', async () => {
    const result = await run(`
rule_files: [../shop.yaml]
tests:
  - name: by instance
    group_by: [alertname, instance]
    alerts:
      - {at: 0m, labels: {alertname: Slow, instance: a}}
      - {at: 0m, labels: {alertname: Slow, instance: b}}
    severity_test:
      - {eval_time: 0m, exp_severity: SEV3, exp_incidents: 2}
`);
    expect(passed(result)).toBe(true);
  });

  it.each([
    ['', 'missing field "rule_files"', 'rule_files: [../shop.yaml]\n'],
    [
      'an unknown severity',
      '"exp_severity" cannot be "SEV9"',
      `${STORY}      - {eval_time: 0m, exp_severity: SEV9}\n`,
    ],
    [
      'a time without unit',
      '"eval_time" must be text',
      `${STORY}      - {eval_time: 5, exp_severity: SEV1}\n`,
    ],
    [
      'no such rule file',
      'no rule file is called ../nope*.yaml',
      `${STORY.replace('../s*op.yaml', '../nope*.yaml')}      - {eval_time: 0m, exp_severity: none}\n`,
    ],
    [
      'no such rule file by name',
      'the file cannot be read (ENOENT)',
      `${STORY.replace('../s*op.yaml', '../nope.yaml')}      - {eval_time: 0m, exp_severity: none}\n`,
    ],
  ])('that cannot be read is no success: %s', async (name, message, text) => {
    const result = await run(name === '' ? 'tests: []\n' : text);
    expect(passed(result)).toBe(false);
    expect(result.problems.map((one) => one.message).join('\n')).toContain(message);
  });

  it('over broken rules shows what is wrong with the rules', async () => {
    await writeFile(join(dir, 'shop.yaml'), RULES.replace('SEV3', 'SEV9'));
    const result = await run(`${STORY}      - {eval_time: 0m, exp_severity: none}\n`);
    expect(result.problems[0]).toMatchObject({ check: 'rules/severity', line: 6 });
    expect(renderRuleTests([result], { colour: false })).toContain('unknown severity "SEV9"');
  });

  it('that does not exist is no success', async () => {
    expect(passed(await testRules(join(dir, 'tests', 'none.yaml')))).toBe(false);
  });
});
