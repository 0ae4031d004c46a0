/** Rule tests prove rule files: each file tells stories of alerts, and what severity must come of them. */
import type { Diagnostic } from '../documents/diagnostic.ts';
import { readYaml, type YamlDocument } from '../documents/yaml-document.ts';
import { readTextFile } from '../documents/yaml-folder.ts';
import { allRules, type RuleBook } from './rule-book.ts';
import { ruleTexts } from './rule-files.ts';
import { readRules } from './rule-loader.ts';
import { type Seen, seenAt } from './rule-story.ts';
import { type Check, RuleTestFile } from './rule-test-schema.ts';

export interface RuleTestResult {
  readonly file: string;
  /** The file, or the rules it names, cannot be read; then nothing was tested. */
  readonly problems: readonly Diagnostic[];
  readonly failures: readonly RuleTestFailure[];
  /** How many expectations there were. */
  readonly checks: number;
  /** Every rule of the named rule files. */
  readonly rules: readonly string[];
  /** Those of them that won an alert. */
  readonly exercised: readonly string[];
}

export interface RuleTestFailure {
  readonly test: string;
  readonly evalTime: number;
  readonly line: number;
  readonly exp: string;
  readonly got: string;
}

export function passed(result: RuleTestResult): boolean {
  return result.problems.length === 0 && result.failures.length === 0;
}

/** Never throws. */
export async function testRules(path: string): Promise<RuleTestResult> {
  const read = await readTextFile(path);
  if (!read.ok) return broken(path, [read.error]);
  const { file, text } = read.value;
  const document = readYaml(file, text, RuleTestFile);
  if (!document.ok) return broken(file, document.error);
  const rules = await ruleTexts(path, document);
  if (rules.problems.length > 0) return broken(file, rules.problems);
  const book = readRules(rules.files);
  return book.ok ? run(file, document, book.value) : broken(file, book.error);
}

function run(file: string, document: YamlDocument<RuleTestFile>, book: RuleBook): RuleTestResult {
  const failures: RuleTestFailure[] = [];
  const winners = new Set<string>();
  let checks = 0;
  document.value.tests.forEach((story, i) => {
    story.severity_test.forEach((check, j) => {
      const seen = seenAt(book, story, check);
      checks += 1;
      for (const winner of seen.winners) winners.add(winner);
      const { line } = document.at(['tests', i, 'severity_test', j, 'eval_time']);
      const base = { test: story.name, evalTime: check.eval_time, line };
      if (!fits(check, seen)) failures.push({ ...base, ...difference(check, seen) });
    });
  });
  const rules = allRules(book).map((rule) => rule.id);
  const exercised = rules.filter((rule) => winners.has(rule));
  return { file, problems: [], failures, checks, rules, exercised };
}

function fits(check: Check, seen: Seen): boolean {
  return (
    check.exp_severity === seen.severity &&
    (check.exp_rule ?? seen.rule) === seen.rule &&
    (check.exp_incidents ?? seen.incidents) === seen.incidents
  );
}

/** Both sides show the same things: those that were asked for. */
function difference(check: Check, seen: Seen): { exp: string; got: string } {
  const line = (severity: string, rule: string, incidents: number) =>
    [
      severity,
      ...(check.exp_rule === undefined ? [] : [rule === '' ? '(no rule)' : rule]),
      ...(check.exp_incidents === undefined ? [] : [`${incidents} incidents`]),
    ].join(' ');
  return {
    exp: line(check.exp_severity, check.exp_rule ?? '', check.exp_incidents ?? 0),
    got: line(seen.severity, seen.rule, seen.incidents),
  };
}

function broken(file: string, problems: readonly Diagnostic[]): RuleTestResult {
  return { file, problems, failures: [], checks: 0, rules: [], exercised: [] };
}
