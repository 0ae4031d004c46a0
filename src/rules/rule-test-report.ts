/** The report of rule tests, in the manner of promtool. */
import { renderDiagnostics } from '../documents/diagnostic.ts';
import { oneLine } from './one-line.ts';
import { passed, type RuleTestFailure, type RuleTestResult } from './rule-test.ts';

const SHOWN = 200;

/** Rules that no test exercises, by name. */
export function coverageOf(results: readonly RuleTestResult[]) {
  const rules = new Set(results.flatMap((result) => result.rules));
  const exercised = new Set(results.flatMap((result) => result.exercised));
  const missing = [...rules].filter((rule) => !exercised.has(rule));
  return { rules: rules.size, exercised: exercised.size, missing };
}

export function renderRuleTests(
  results: readonly RuleTestResult[],
  options: { readonly colour: boolean },
): string {
  const parts = results.map((result) => renderFile(result, options.colour));
  const { rules, exercised, missing } = coverageOf(results);
  const rest = missing.length === 0 ? '' : `; not: ${missing.join(', ')}`;
  return `${parts.join('\n')}\n${exercised}/${rules} rules exercised${rest}\n`;
}

function renderFile(result: RuleTestResult, colour: boolean): string {
  const head = `Unit testing:  ${result.file}`;
  if (passed(result)) {
    const covered = `${result.exercised.length}/${result.rules.length} rules exercised`;
    return `${head}\n  SUCCESS  ${result.checks} checks, ${covered}\n`;
  }
  const failures = result.failures.map((failure) => renderFailure(result.file, failure));
  return `${head}\n  FAILED\n${failures.join('')}${renderDiagnostics(result.problems, { colour })}`;
}

function renderFailure(file: string, failure: RuleTestFailure): string {
  return [
    `    name: ${oneLine(failure.test, SHOWN)}`,
    `    time: ${failure.evalTime}s (${file}:${failure.line})`,
    `        exp: ${oneLine(failure.exp, SHOWN)}`,
    `        got: ${oneLine(failure.got, SHOWN)}`,
    '',
  ].join('\n');
}
