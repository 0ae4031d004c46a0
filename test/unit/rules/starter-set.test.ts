import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { loadRules } from '../../../src/rules/rule-loader.ts';
import { passed, testRules } from '../../../src/rules/rule-test.ts';
import { coverageOf } from '../../../src/rules/rule-test-report.ts';

it('the rules that ship load without a warning', async () => {
  const result = await loadRules('rules');
  expect(result).toMatchObject({ ok: true, warnings: [] });
});

it('the rules that ship have a test file each, all pass, and every rule is exercised by its own', async () => {
  const files = (await readdir('rules')).filter((name) => name.endsWith('.yaml'));
  const tests = await readdir('rules/tests');
  expect(tests).toEqual(expect.arrayContaining(files));
  const results = await Promise.all(tests.map((name) => testRules(`rules/tests/${name}`)));
  expect(results.filter((one) => !passed(one))).toEqual([]);
  const own = results.filter((one) => !one.file.endsWith('starter-set.yaml'));
  expect(coverageOf(own).missing).toEqual([]);
});
