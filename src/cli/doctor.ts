/** `tocsin doctor`: checks the settings and what they point at, each with what to do. */
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { renderDiagnostics } from '../documents/diagnostic.ts';
import { type Checkup, examine } from '../examine.ts';
import { readSettings } from '../read-settings.ts';
import { colours, wantsColour } from './colour.ts';

export function doctorVerb(program: Command): void {
  program
    .command('doctor')
    .description('check the settings and what they point at')
    .option('--config <file>', 'the configuration file (default: _config/config.yaml)')
    .action(async (options: { config?: string }) => {
      const file = options.config === undefined ? {} : { file: options.config };
      const read = await readSettings({ env: readEnvironment(), cwd: process.cwd(), ...file });
      const found = read.ok ? read.warnings : read.error;
      process.stderr.write(renderDiagnostics(found, { colour: wantsColour(process.stderr) }));
      if (!read.ok) {
        process.exitCode = 1;
        return;
      }
      const checkups = await examine(read.config);
      process.stdout.write(checkups.map(line).join(''));
      if (checkups.some((each) => each.state === 'bad')) process.exitCode = 1;
    });
}

function line({ name, state, text, remedy }: Checkup): string {
  const pc = colours(process.stdout);
  const mark = { good: pc.green('✔'), missing: pc.yellow('–'), bad: pc.red('✖') }[state];
  const hint = remedy === '' ? '' : `\n    ${remedy}`;
  return `${mark} ${name.padEnd(18)} ${text}${hint}\n`;
}
