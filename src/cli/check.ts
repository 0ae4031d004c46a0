/** `tocsin check [DIR]`: says everything that is wrong with the configuration, the rules and the workflows. */
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { assertSafeToListen } from '../config/safe-to-listen.ts';
import { type Diagnostic, diagnosticsJson } from '../documents/diagnostic.ts';
import { checkWorkflows } from '../playbook/find-workflow.ts';
import { type DiagnosisFilesResult, packNames, readDiagnosis } from '../read-diagnosis.ts';
import { workflowWish } from '../read-settings.ts';
import { allRules } from '../rules/rule-book.ts';
import { loadRules } from '../rules/rule-loader.ts';
import { type OutputFormat, outputFormat, printJson } from './output-format.ts';
import { complain } from './rules-folder.ts';

interface Options {
  readonly output: OutputFormat;
  readonly config?: string;
  readonly lintFatal?: boolean;
}

interface Checked {
  readonly found: readonly Diagnostic[];
  /** What was checked, one line each. */
  readonly summary: readonly string[];
}

const PROBLEMS = 1;
const ONLY_WARNINGS = 3;

export function checkVerb(program: Command): void {
  program
    .command('check [dir]')
    .description('check the configuration, the rules and the workflows, or DIR as a rules folder')
    .option('--config <file>', 'the configuration file (default: _config/config.yaml)')
    .option('--lint-fatal', 'exit 3 when there is nothing but warnings')
    .option('-o, --output <format>', 'text or json', outputFormat, 'text')
    .action(async (dir: string | undefined, options: Options) => {
      const checked = dir === undefined ? await checkAll(options) : await checkRules(dir);
      report(checked, options);
    });
}

async function checkAll(options: Options): Promise<Checked> {
  const file = options.config === undefined ? {} : { file: options.config };
  const config = await loadConfig({ env: readEnvironment(), cwd: process.cwd(), ...file });
  // Where the configuration cannot be read, the rules are looked for at their usual place.
  const diagnosis = config.ok ? await readDiagnosis(config.value.diagnosis) : null;
  const packs = diagnosis === null ? null : packNames(diagnosis);
  const rules = await checkRules(config.ok ? config.value.rulesDir : 'rules', packs);
  if (!config.ok) return { found: [...config.error, ...rules.found], summary: rules.summary };
  const workflows = await checkWorkflows(workflowWish(config.value, process.cwd()));
  // Tokens are rarely known where files are checked, so the door is a warning here; `serve` refuses to open it.
  const door = assertSafeToListen(config.value).map((one) => ({
    ...one,
    level: 'warning' as const,
  }));
  const lab = diagnosisFound(diagnosis);
  const name = config.value.file ?? 'no configuration file, only defaults';
  return {
    found: [...config.warnings, ...door, ...rules.found, ...lab.found, ...workflows.found],
    summary: [`configuration: ${name}`, ...rules.summary, ...lab.summary, ...workflows.summary],
  };
}

async function checkRules(dir: string, packs: readonly string[] | null = null): Promise<Checked> {
  const rules = await loadRules(dir, packs);
  if (!rules.ok) return { found: rules.error, summary: [] };
  const count = allRules(rules.value).length;
  const summary = `rules: ${count} in ${rules.value.groups.length} groups`;
  return { found: rules.warnings, summary: [summary] };
}

function diagnosisFound(read: DiagnosisFilesResult | null): Checked {
  if (read === null) return { found: [], summary: [] };
  if (!read.ok) return { found: read.error, summary: [] };
  const { packs, writtenCalls } = read.value;
  const queries = packs.flatMap((pack) => pack.queries).length;
  const calls =
    writtenCalls.length === 0 ? '' : `, and ${writtenCalls.length} calls of the topology`;
  return {
    found: read.warnings,
    summary: [`query packs: ${packs.length} with ${queries} queries${calls}`],
  };
}

function report({ found, summary }: Checked, options: Options): void {
  if (options.output === 'json') printJson(diagnosticsJson(found));
  else {
    complain(found);
    process.stdout.write(summary.map((line) => `${line}\n`).join(''));
  }
  if (found.some((one) => one.level === 'error')) process.exitCode = PROBLEMS;
  else if (found.length > 0 && options.lintFatal === true) process.exitCode = ONLY_WARNINGS;
}
