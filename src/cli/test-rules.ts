/** `tocsin test rules [FILES]`: runs rule tests, in the manner of promtool. */
import type { Command } from 'commander';
import { readYamlFolder } from '../documents/yaml-folder.ts';
import { passed, type RuleTestResult, testRules } from '../rules/rule-test.ts';
import { coverageOf, renderRuleTests } from '../rules/rule-test-report.ts';
import { wantsColour } from './colour.ts';
import { type OutputFormat, outputFormat, printJson } from './output-format.ts';
import { complain } from './rules-folder.ts';

const FOLDER = 'rules/tests';

export function testRulesVerb(program: Command): void {
  program
    .command('test')
    .description('run tests of what you wrote')
    .command('rules [files...]')
    .description(`run rule tests (default: ${FOLDER}/*.yaml)`)
    .option('-o, --output <format>', 'text or json', outputFormat, 'text')
    .action(async (given: readonly string[], options: { output: OutputFormat }) => {
      const files = given.length > 0 ? given : await usualFiles();
      const results = await Promise.all(files.map(testRules));
      print(results, options.output);
      if (files.length === 0 || !results.every(passed)) process.exitCode = 1;
    });
}

async function usualFiles(): Promise<readonly string[]> {
  const { files, problems } = await readYamlFolder(FOLDER);
  complain(problems);
  if (files.length === 0) process.stderr.write(`There are no rule tests in ${FOLDER}.\n`);
  return files.map((one) => one.file);
}

function print(results: readonly RuleTestResult[], output: OutputFormat): void {
  if (output === 'text') {
    if (results.length > 0) {
      process.stdout.write(renderRuleTests(results, { colour: wantsColour(process.stdout) }));
    }
    return;
  }
  const files = results.map((result) => ({ ...result, success: passed(result) }));
  printJson({ success: results.every(passed), files, coverage: coverageOf(results) });
}
