/** `tocsin explain`: what the rules make of an alert, and why. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Signal } from '../domain/signal.ts';
import { explain, renderExplanation } from '../rules/explain.ts';
import { matcherText, parseMatchers } from '../rules/matcher.ts';
import { propose } from '../rules/propose.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import { readAlertmanager } from '../webhooks/alertmanager.ts';
import { readJson } from '../webhooks/raw-body.ts';
import { inputBytes } from './input-bytes.ts';
import { type OutputFormat, outputFormat, printJson } from './output-format.ts';
import { type RulesOptions, rulesFor } from './rules-folder.ts';

interface Options extends RulesOptions {
  readonly file?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly output: OutputFormat;
}

interface Alerts {
  readonly signals: readonly Signal[];
  readonly warnings: readonly string[];
}

export function explainVerb(program: Command): void {
  program
    .command('explain')
    .description('what the rules make of an alert: every rule, and why it matched or did not')
    .option('-f, --file <payload>', 'an Alertmanager webhook payload; - is stdin')
    .option('--labels <list>', "labels of one alert: 'alertname=X,env=prod'", labelsOf)
    .option('--rules <dir>', 'the rules (default: those of the configuration)')
    .option('--config <file>', 'the configuration file (default: _config/config.yaml)')
    .option('-o, --output <format>', 'text or json', outputFormat, 'text')
    .action(async (options: Options, command: Command) => {
      if ((options.file === undefined) === (options.labels === undefined)) {
        command.error('error: give either -f PAYLOAD or --labels LIST', { exitCode: 2 });
      }
      await explainAlerts(options);
    });
}

async function explainAlerts(options: Options): Promise<void> {
  const book = await rulesFor(options);
  if (book === null) return;
  const alerts = options.labels
    ? fromLabels(options.labels)
    : await fromPayload(options.file ?? '-');
  if (options.output === 'json') return printJson(asJson(book, alerts));
  for (const warning of alerts.warnings) process.stderr.write(`${warning}\n`);
  process.stdout.write(asText(book, alerts.signals));
}

async function fromPayload(file: string): Promise<Alerts> {
  const json = readJson(await inputBytes(file));
  const read = json.ok ? readAlertmanager(json.value, new Date().toISOString()) : json;
  if (!read.ok) throw new Error(`${read.error.detail}\n${read.error.remedy}`);
  return read.value;
}

function fromLabels(labels: Readonly<Record<string, string>>): Alerts {
  const name = labels['alertname'] ?? '';
  const signal: Signal = {
    source: 'alertmanager',
    fingerprint: 'labels',
    status: 'firing',
    name,
    labels,
    annotations: {},
    startsAt: null,
    endsAt: null,
    generatorUrl: '',
    groupKey: `{}:{alertname=${JSON.stringify(name)}}`,
  };
  return { signals: [signal], warnings: [] };
}

/** Written as matchers are, so that a value may be quoted. */
function labelsOf(text: string): Readonly<Record<string, string>> {
  const parsed = parseMatchers(text);
  if (!parsed.ok) {
    const { message, start, fix } = parsed.error;
    const hint = fix === undefined ? '' : `: ${fix}`;
    throw new InvalidArgumentError(`${message} (character ${start + 1})${hint}.`);
  }
  const other = parsed.value.find((matcher) => matcher.op !== '=');
  if (other) throw new InvalidArgumentError(`${matcherText(other)} is no label; write name=value.`);
  return Object.fromEntries(parsed.value.map((matcher) => [matcher.name, matcher.value]));
}

function asJson(book: RuleBook, { signals, warnings }: Alerts): object {
  const { severity, rule, reason, affectedServices, impact } = propose(book, signals);
  return {
    proposal: { severity, rule, reason, affected_services: affectedServices, impact },
    alerts: signals.map((signal) => {
      const explanation = explain(book, signal);
      return {
        name: signal.name,
        fingerprint: signal.fingerprint,
        status: signal.status,
        correlation_key: explanation.correlation,
        explanation,
      };
    }),
    warnings,
  };
}

function asText(book: RuleBook, signals: readonly Signal[]): string {
  const { severity, rule, reason } = propose(book, signals);
  const proposal = `Proposal: ${severity} by ${rule}: ${reason}\n`;
  const parts = signals.map((signal) =>
    renderExplanation(`${signal.name} (${signal.status})`, explain(book, signal)),
  );
  return [proposal, ...parts].join('\n');
}
