/** `tocsin serve`: runs the service. */
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { serve } from '../main.ts';
import { wantsColour } from './colour.ts';

export function serveVerb(program: Command): void {
  program
    .command('serve')
    .description('run the service')
    .option('--config <file>', 'the configuration file (default: _config/config.yaml)')
    .action(async (options: { config?: string }) => {
      const code = await serve({
        env: readEnvironment(),
        cwd: process.cwd(),
        complain: (text) => process.stderr.write(text),
        colour: wantsColour(process.stderr),
        ...(options.config === undefined ? {} : { file: options.config }),
      });
      // Not `exitCode`: a request that hangs must not keep the process.
      process.exit(code);
    });
}
