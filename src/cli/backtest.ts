/** `tocsin backtest`: what these rules would have proposed for incidents that people have since confirmed. */
import type { Command } from 'commander';
import { type BacktestSample, backtest, renderBacktest } from '../rules/backtest.ts';
import type { ApiOptions } from './api-client.ts';
import { samplesOfFile, samplesOfService } from './backtest-samples.ts';
import { type OutputFormat, outputFormat, printJson } from './output-format.ts';
import { type RulesOptions, rulesFor } from './rules-folder.ts';

interface Options extends RulesOptions, ApiOptions {
  readonly data?: readonly string[];
  readonly output: OutputFormat;
}

export function backtestVerb(program: Command): void {
  program
    .command('backtest')
    .description('what these rules would have proposed for past incidents')
    .option('--rules <dir>', 'the rules to try (default: those of the configuration)')
    .option('--config <file>', 'the configuration file (default: _config/config.yaml)')
    .option('--data <files...>', 'incidents saved with `tocsin incident export`, one or a list')
    .option('--url <url>', 'take them from this running service (default: http://127.0.0.1:$PORT)')
    .option('--timeout <seconds>', 'for one request', '30')
    .option('-o, --output <format>', 'text or json', outputFormat, 'text')
    .action(async (options: Options, command: Command) => {
      if (options.data !== undefined && options.url !== undefined) {
        command.error('error: give either --data FILE or --url URL', { exitCode: 2 });
      }
      const book = await rulesFor(options);
      if (book === null) return;
      const result = backtest(book, await samplesOf(options));
      if (options.output === 'json') return printJson(result);
      process.stdout.write(renderBacktest(result));
    });
}

async function samplesOf(options: Options): Promise<readonly BacktestSample[]> {
  if (options.data === undefined) return samplesOfService(options);
  return (await Promise.all(options.data.map(samplesOfFile))).flat();
}
