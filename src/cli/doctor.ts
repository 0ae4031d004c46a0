/** `tocsin doctor`: checks the settings and what they point at, each with what to do. */
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import { readSettings, type SettingsResult } from '../read-settings.ts';
import { allRules } from '../rules/rule-book.ts';
import { colours } from './colour.ts';
import { bad, type Checkup, good } from './doctor-checkup.ts';
import { examine } from './doctor-examine.ts';
import { nodeVersion } from './doctor-machine.ts';
import { type OutputFormat, outputFormat, printJson } from './output-format.ts';
import { complain } from './rules-folder.ts';

interface Options {
  readonly config?: string;
  readonly output: OutputFormat;
}

/** Exit code 1 when something is bad. */
export function doctorVerb(program: Command): void {
  program
    .command('doctor')
    .description('check the settings and what they point at')
    .option('--config <file>', 'the configuration file (default: _config/config.yaml)')
    .option('-o, --output <format>', 'text or json', outputFormat, 'text')
    .action(async ({ config, output }: Options) => {
      const file = config === undefined ? {} : { file: config };
      const read = await readSettings({ env: readEnvironment(), cwd: process.cwd(), ...file });
      const checkups = [
        settings(read),
        nodeVersion(process.versions.node),
        ...(read.ok ? await examine(read.config) : []),
      ];
      const ok = checkups.every((one) => one.state !== 'bad');
      complain(read.ok ? read.warnings : read.error);
      if (output === 'json') printJson({ ok, checkups });
      else process.stdout.write(table(checkups));
      if (!ok) process.exitCode = 1;
    });
}

function settings(read: SettingsResult): Checkup {
  if (read.ok) {
    const file = read.config.file ?? 'no file, only defaults and variables';
    const rules = allRules(read.settings.rules).length;
    return good('settings', `${file}; rules: ${rules}, warnings: ${read.warnings.length}`);
  }
  const [first] = read.error;
  const more = read.error.length > 1 ? `, and ${read.error.length - 1} more` : '';
  const text = first === undefined ? 'cannot be read' : `${placed(first)}${more}`;
  return bad('settings', text, 'Correct them; nothing else can be looked at before.');
}

function placed({ file, line, column, message }: Diagnostic): string {
  return `${line === 0 ? file : `${file}:${line}:${column}`}: ${message}`;
}

function table(checkups: readonly Checkup[]): string {
  const width = Math.max(...checkups.map(({ name }) => name.length));
  return checkups.map((one) => row(one, width)).join('');
}

function row({ name, state, text, remedy }: Checkup, width: number): string {
  const pc = colours(process.stdout);
  const mark = { good: pc.green('✔'), missing: pc.yellow('–'), bad: pc.red('✖') }[state];
  const hint = remedy === '' ? '' : `${' '.repeat(width + 4)}→ ${remedy}\n`;
  return `${mark} ${name.padEnd(width)}  ${text}\n${hint}`;
}
