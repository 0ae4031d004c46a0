/** `tocsin diagnose`: what an alert measures and what may have caused it, asked of live sources; no incident is needed. */
import { type Command, InvalidArgumentError } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import type { Signal } from '../domain/signal.ts';
import { PortError } from '../ports/port-error.ts';
import { type ReadSettings, readSettings } from '../read-settings.ts';
import { readAlertFile } from './alert-file.ts';
import { type Diagnosed, diagnoseAlerts } from './diagnose-alerts.ts';
import { openSources, type Sources } from './diagnose-sources.ts';
import { diagnosedJson, diagnosedText } from './diagnose-text.ts';
import { type OutputFormat, outputFormat, printJson } from './output-format.ts';
import { complain, rulesFor } from './rules-folder.ts';

interface Options {
  readonly alert: string;
  readonly prometheus?: string;
  readonly loki?: string;
  readonly tempo?: string;
  readonly rules?: string;
  readonly config?: string;
  readonly output: OutputFormat;
}

const USAGE = 2;

/** Exit code 1 when no source could be asked anything, 2 for a wrong command, file or address. */
export function diagnoseVerb(program: Command): void {
  program
    .command('diagnose')
    .description('what an alert measures, and what may have caused it; needs no incident')
    .requiredOption('--alert <file>', 'an Alertmanager webhook payload or one alert; - is stdin')
    .option('--prometheus <url>', 'the Prometheus to ask (default: PROMETHEUS_URL)', address)
    .option('--loki <url>', 'the Loki to ask (default: LOKI_URL)', address)
    .option('--tempo <url>', 'the Tempo to ask (default: TEMPO_URL)', address)
    .option('--rules <dir>', 'the rules (default: those of the configuration)')
    .option('--config <file>', 'the configuration file (default: _config/config.yaml)')
    .option('-o, --output <format>', 'text or json', outputFormat, 'text')
    .action(async (options: Options, command: Command) => {
      const read = await settingsFor(options);
      if (read === null) return;
      const signals = await readAlertFile(options.alert);
      if (signals === null) {
        process.exitCode = USAGE;
        return;
      }
      const sources = sourcesFor(read, options, command);
      try {
        print(await diagnoseAlerts(read.settings, sources, signals), options.output, signals);
      } finally {
        sources.close();
      }
    });
}

function address(value: string): string {
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return value;
  throw new InvalidArgumentError('expected an address such as http://127.0.0.1:9090.');
}

async function settingsFor({ config, ...options }: Options): Promise<ReadSettings | null> {
  const file = config === undefined ? {} : { file: config };
  const read = await readSettings({ env: readEnvironment(), cwd: process.cwd(), ...file });
  if (!read.ok) {
    complain(read.error);
    process.exitCode = 1;
    return null;
  }
  if (options.rules === undefined) return read;
  const rules = await rulesFor({ rules: options.rules });
  return rules === null ? null : { ...read, settings: { ...read.settings, rules } };
}

function sourcesFor({ config }: ReadSettings, options: Options, command: Command): Sources {
  try {
    const sources = openSources(config, options);
    if (sources.metrics !== null) return sources;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return command.error(`error: ${error.message}`, { exitCode: USAGE });
  }
  return command.error('error: say which Prometheus to ask: --prometheus URL', { exitCode: USAGE });
}

function print(found: Diagnosed, output: OutputFormat, signals: readonly Signal[]): void {
  if (!found.wasAnswered) process.exitCode = 1;
  if (output === 'json') printJson(diagnosedJson(found, signals));
  else process.stdout.write(diagnosedText(found, process.stdout));
}
