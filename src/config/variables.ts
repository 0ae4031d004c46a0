/** Variables are the settings that the environment may give; each wins over its key in the file. */
import { z } from 'zod';
import { type Diagnostic, wholeFile } from '../documents/diagnostic.ts';
import { schemaRemarks } from '../documents/schema-remark.ts';
import { readTextFile } from '../documents/yaml-folder.ts';
import type { Environment } from './environment.ts';
import * as field from './field.ts';
import * as secret from './secret-field.ts';

const Variables = z.object({
  PORT: field.port.optional(),
  HOST: field.host.optional(),
  DATA_DIR: field.path.optional(),
  OUTPUT_FOLDER: field.path.optional(),
  DATABASE_URL: secret.databaseUrl.optional(),
  REDIS_URL: secret.redisUrl.optional(),
  PAGERDUTY_ROUTING_KEY: secret.text.optional(),
  PAGERDUTY_API_TOKEN: secret.text.optional(),
  PAGERDUTY_FROM: field.name.optional(),
  PAGERDUTY_WEBHOOK_SECRET: secret.list.optional(),
  PAGERDUTY_EVENTS_URL: field.url.optional(),
  PAGERDUTY_API_URL: field.url.optional(),
  PAGERDUTY_FALLBACK_ROUTING_KEY: secret.routingKey.optional(),
  FALLBACK_WEBHOOK_URL: secret.url.optional(),
  FALLBACK_SMTP_URL: secret.smtpUrl.optional(),
  PROMETHEUS_URL: field.url.optional(),
  ALERTMANAGER_URL: field.url.optional(),
  LOKI_URL: field.url.optional(),
  TEMPO_URL: field.url.optional(),
  JAEGER_URL: field.url.optional(),
  SLACK_BOT_TOKEN: secret.text.optional(),
  SLACK_WEBHOOK_URL: secret.url.optional(),
  SLACK_API_URL: field.url.optional(),
  STAKEHOLDER_WEBHOOK_URL: secret.url.optional(),
  STAKEHOLDER_WEBHOOK_SECRET: secret.text.optional(),
  ALERTMANAGER_WEBHOOK_TOKEN: secret.text.optional(),
  CHANGES_WEBHOOK_TOKEN: secret.text.optional(),
  TOCSIN_API_TOKEN: secret.text.optional(),
  LOG_LEVEL: field.level.optional(),
});

export type Variables = z.output<typeof Variables>;

const NAMES = Object.keys(Variables.shape) as readonly (keyof Variables)[];

/** Each of these may be given as `<NAME>_FILE` instead: the path of a file that holds it. */
const SECRET_NAMES = [
  'DATABASE_URL',
  'REDIS_URL',
  'PAGERDUTY_ROUTING_KEY',
  'PAGERDUTY_API_TOKEN',
  'PAGERDUTY_WEBHOOK_SECRET',
  'PAGERDUTY_FALLBACK_ROUTING_KEY',
  'FALLBACK_WEBHOOK_URL',
  'FALLBACK_SMTP_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_WEBHOOK_URL',
  'STAKEHOLDER_WEBHOOK_URL',
  'STAKEHOLDER_WEBHOOK_SECRET',
  'ALERTMANAGER_WEBHOOK_TOKEN',
  'CHANGES_WEBHOOK_TOKEN',
  'TOCSIN_API_TOKEN',
] as const satisfies readonly (keyof Variables)[];

export type VariablesResult =
  | { readonly ok: true; readonly value: Variables }
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

/** Empty variables count as unset; every error names its variable. */
export async function readVariables(environment: Environment): Promise<VariablesResult> {
  const given = inline(environment);
  const files = await Promise.all(SECRET_NAMES.map((name) => secretFile(name, environment)));
  for (const one of files) if (one.text !== null) given[one.name] = one.text;
  const parsed = Variables.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues;
  const errors = [
    ...files.flatMap((one) => (one.error === null ? [] : [one.error])),
    ...issues
      .flatMap((issue) => schemaRemarks(Variables, given, issue))
      .map(({ remark }) => wholeFile('environment', { ...remark, check: 'config/environment' })),
  ];
  if (!parsed.success || errors.length > 0) return { ok: false, error: errors };
  return { ok: true, value: parsed.data };
}

function inline(environment: Environment): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of NAMES) {
    const text = environment[name]?.trim() ?? '';
    if (text !== '') given[name] = name === 'PORT' && /^\d{1,9}$/u.test(text) ? Number(text) : text;
  }
  return given;
}

interface SecretFile {
  readonly name: string;
  readonly text: string | null;
  readonly error: Diagnostic | null;
}

async function secretFile(name: string, environment: Environment): Promise<SecretFile> {
  const variable = `${name}_FILE`;
  const path = environment[variable]?.trim() ?? '';
  if (path === '') return { name, text: null, error: null };
  const fail = (message: string, fix?: string): SecretFile => {
    const remark = { level: 'error', check: 'config/secret-file', message } as const;
    const error = wholeFile('environment', fix === undefined ? remark : { ...remark, fix });
    return { name, text: null, error };
  };
  if ((environment[name]?.trim() ?? '') !== '') {
    return fail(`${name} and ${variable} are both set`, 'keep one of them');
  }
  const read = await readTextFile(path);
  if (!read.ok) return fail(`${variable}: ${read.error.message}: ${path}`);
  const text = read.value.text.trim();
  return text === ''
    ? fail(`${variable}: the file is empty: ${path}`)
    : { name, text, error: null };
}
