import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import type { Environment } from '../../../src/config/environment.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { Secret } from '../../../src/config/secret.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'tocsin-config-'));
  await mkdir(join(cwd, '_config'));
});

afterEach(() => rm(cwd, { recursive: true }));

async function write(text: string): Promise<void> {
  await writeFile(join(cwd, '_config', 'config.yaml'), text, { mode: 0o600 });
}

async function load(env: Environment = {}, file?: string): Promise<Config> {
  const result = await loadConfig({ env, cwd, ...(file === undefined ? {} : { file }) });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function errors(env: Environment = {}, file?: string): Promise<string[]> {
  const result = await loadConfig({ env, cwd, ...(file === undefined ? {} : { file }) });
  if (result.ok) return [];
  return result.error.map((one) => {
    const place = one.line === 0 ? '' : `:${one.line}:${one.column}`;
    const name = one.file.replace(`${cwd}/`, '');
    return `${name}${place} ${one.message}${one.fix ? ` [${one.fix}]` : ''}`;
  });
}

function revealed(value: unknown): string[] {
  if (value instanceof Secret) return [value.reveal()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(revealed) : [];
}

describe('the configuration', () => {
  it('has a default for everything', async () => {
    const config = await load();
    expect(config).toEqual({
      file: null,
      server: { host: '127.0.0.1', port: 8080 },
      storage: {
        dataDir: join(cwd, 'data'),
        outputFolder: join(cwd, 'output'),
        databaseUrl: null,
        redisUrl: null,
      },
      pagerduty: {
        routingKey: null,
        apiToken: null,
        from: null,
        webhookSecrets: [],
        eventsUrl: 'https://events.pagerduty.com',
        apiUrl: 'https://api.pagerduty.com',
        fallback: { routingKey: null, webhookUrl: null, email: null },
        architects: [],
        architectsOf: {},
        adopt: true,
        sev1Priority: 'P1',
      },
      sources: {
        prometheusUrl: null,
        alertmanagerUrl: null,
        alertmanagerReceiver: null,
        lokiUrl: null,
        tempoUrl: null,
        jaegerUrl: null,
        prometheusHeaders: {},
        alertmanagerHeaders: {},
        lokiHeaders: {},
        tempoHeaders: {},
        jaegerHeaders: {},
      },
      slack: { token: null, webhookUrl: null, apiUrl: 'https://slack.com/api' },
      stakeholders: { webhookUrl: null, webhookSecret: null, pagerdutyStatus: true },
      access: { alertmanagerWebhookToken: null, changesWebhookToken: null, apiToken: null },
      log: { level: 'info' },
      rulesDir: join(cwd, 'rules'),
      workflowsDir: join(cwd, 'workflows'),
      projectContext: {
        projectName: 'production',
        organization: null,
        environment: 'production',
        incidentChannel: 'slack:#incidents',
      },
      workflowDefaults: {
        communicationLanguage: 'Vietnamese-English',
        severityLevels: ['SEV1', 'SEV2', 'SEV3', 'SEV4'],
        escalationContacts: [],
        onCallEngineer: null,
        workflow: 'production-incident-response',
      },
      policy: DEFAULT_POLICY,
      diagnosis: {
        ignoreLabels: [],
        packsDir: join(cwd, '_config/diagnosis'),
        topologyFile: join(cwd, '_config/topology.yaml'),
        queryTimeout: 10,
        lookback: 3600,
        logLabels: null,
      },
    });
  });

  it('that ships is the default, written out', async () => {
    const shipped = await load({}, join(process.cwd(), '_config/config.yaml'));
    expect({ ...shipped, file: null }).toEqual(await load());
  });

  it('takes its file', async () => {
    await write(`
server: {host: 0.0.0.0, port: 9000}
pagerduty: {webhook_secret: "one, two", api_url: "https://api.eu.pagerduty.com//"}
access:
workflow_defaults: {escalation_contacts: khang@example.com}
severities:
  SEV1: {update_every: none}
  SEV2: {page: true, update_every: 90s}
clocks: {triage_deadline: 1h30m}
diagnosis: {ignore_labels: [cluster], lookback: 2d}
`);
    const config = await load();
    expect(config.server).toEqual({ host: '0.0.0.0', port: 9000 });
    expect(config.pagerduty.webhookSecrets.map((one) => one.reveal())).toEqual(['one', 'two']);
    expect(config.pagerduty.apiUrl).toBe('https://api.eu.pagerduty.com');
    expect(config.workflowDefaults.escalationContacts).toEqual(['khang@example.com']);
    expect(config.policy.severities.SEV1).toEqual({
      ...DEFAULT_POLICY.severities.SEV1,
      updateEvery: null,
    });
    expect(config.policy.severities.SEV2).toMatchObject({ page: true, updateEvery: 90 });
    expect(config.policy.triageDeadline).toBe(5400);
    expect(config.diagnosis).toMatchObject({ ignoreLabels: ['cluster'], lookback: 172_800 });
  });

  it('gives way to every variable of the environment', async () => {
    await write(`
server: {port: 9000}
log: {level: debug}
pagerduty:
  fallback:
    routing_key: ${'a'.repeat(32)}
    webhook_url: https://pages.example/old
    email: {smtp_url: smtp://old.example, from: tocsin@example.com, to: [sre@example.com]}
`);
    const config = await load({
      PORT: '7000',
      HOST: 'localhost',
      DATA_DIR: 'd',
      OUTPUT_FOLDER: '/o',
      DATABASE_URL: 'postgres://u:p@db/t',
      REDIS_URL: 'redis://r',
      PAGERDUTY_ROUTING_KEY: 'rk',
      PAGERDUTY_API_TOKEN: 'at',
      PAGERDUTY_FROM: 'a@example.com',
      PAGERDUTY_WEBHOOK_SECRET: 'a,b',
      PAGERDUTY_EVENTS_URL: 'http://127.0.0.1:1/',
      PAGERDUTY_API_URL: 'http://127.0.0.1:2',
      PAGERDUTY_FALLBACK_ROUTING_KEY: 'b'.repeat(32),
      FALLBACK_WEBHOOK_URL: 'https://pages.example/new',
      FALLBACK_SMTP_URL: 'smtp://new.example:587',
      PROMETHEUS_URL: 'http://p/prefix/',
      ALERTMANAGER_URL: 'http://a',
      LOKI_URL: 'http://l',
      TEMPO_URL: 'http://t',
      JAEGER_URL: 'http://j/jaeger/',
      SLACK_WEBHOOK_URL: 'https://hooks.example/x',
      ALERTMANAGER_WEBHOOK_TOKEN: 'amt',
      TOCSIN_API_TOKEN: 'tat',
      LOG_LEVEL: 'warn',
    });
    expect(config.server).toEqual({ host: 'localhost', port: 7000 });
    expect(config.storage.dataDir).toBe(join(cwd, 'd'));
    expect(config.storage.outputFolder).toBe('/o');
    expect(config.storage.databaseUrl?.reveal()).toBe('postgres://u:p@db/t');
    expect(config.storage.redisUrl?.reveal()).toBe('redis://r');
    expect(config.pagerduty.routingKey?.reveal()).toBe('rk');
    expect(config.pagerduty.apiToken?.reveal()).toBe('at');
    expect(config.pagerduty.from).toBe('a@example.com');
    expect(config.pagerduty.webhookSecrets.map((one) => one.reveal())).toEqual(['a', 'b']);
    expect(config.pagerduty.eventsUrl).toBe('http://127.0.0.1:1');
    expect(config.pagerduty.apiUrl).toBe('http://127.0.0.1:2');
    expect(config.pagerduty.fallback.routingKey?.reveal()).toBe('b'.repeat(32));
    expect(config.pagerduty.fallback.webhookUrl?.reveal()).toBe('https://pages.example/new');
    expect(config.pagerduty.fallback.email?.smtpUrl.reveal()).toBe('smtp://new.example:587');
    expect(config.sources).toMatchObject({
      prometheusUrl: 'http://p/prefix',
      alertmanagerUrl: 'http://a',
      lokiUrl: 'http://l',
      tempoUrl: 'http://t',
      jaegerUrl: 'http://j/jaeger',
    });
    expect(config.slack.webhookUrl?.reveal()).toBe('https://hooks.example/x');
    expect(config.access.alertmanagerWebhookToken?.reveal()).toBe('amt');
    expect(config.access.apiToken?.reveal()).toBe('tat');
    expect(config.log.level).toBe('warn');
  });

  it('takes an empty variable as unset', async () => {
    await write('server: {port: 9000}\n');
    const config = await load({ PORT: '', TOCSIN_API_TOKEN: ' ', TOCSIN_API_TOKEN_FILE: '' });
    expect(config.server.port).toBe(9000);
    expect(config.access.apiToken).toBeNull();
  });

  it('may be an empty file', async () => {
    await write('# nothing\n');
    expect((await load()).server.port).toBe(8080);
  });
});

describe('a secret in a file', () => {
  it.each([
    ['DATABASE_URL', 'postgres://u:p@db/t'],
    ['REDIS_URL', 'redis://r'],
    ['PAGERDUTY_ROUTING_KEY', 'canary'],
    ['PAGERDUTY_API_TOKEN', 'canary'],
    ['PAGERDUTY_WEBHOOK_SECRET', 'canary'],
    ['PAGERDUTY_FALLBACK_ROUTING_KEY', 'canary0fallback0routing0key00001'],
    ['FALLBACK_WEBHOOK_URL', 'https://pages.example/x'],
    ['FALLBACK_SMTP_URL', 'smtps://u:p@mail.example'],
    ['SLACK_WEBHOOK_URL', 'https://hooks.example/x'],
    ['ALERTMANAGER_WEBHOOK_TOKEN', 'canary'],
    ['TOCSIN_API_TOKEN', 'canary'],
  ])('%s_FILE gives the same as %s', async (name, value) => {
    const path = join(cwd, 'secret');
    await writeFile(path, `${value}\n`);
    await write(
      'pagerduty: {fallback: {email: {from: tocsin@example.com, to: [sre@example.com]}}}\n',
    );
    const fromFile = revealed(await load({ [`${name}_FILE`]: path }));
    expect(fromFile).toEqual(revealed(await load({ [name]: value })));
    expect(fromFile).toEqual([value]);
  });

  it('that cannot be read names its variable', async () => {
    expect(await errors({ TOCSIN_API_TOKEN_FILE: '/nowhere/token' })).toEqual([
      'environment TOCSIN_API_TOKEN_FILE: the file cannot be read (ENOENT): /nowhere/token',
    ]);
  });

  it('that is empty, or given twice, is refused', async () => {
    const path = join(cwd, 'secret');
    await writeFile(path, ' \n');
    expect(await errors({ REDIS_URL_FILE: path })).toEqual([
      `environment REDIS_URL_FILE: the file is empty: ${path}`,
    ]);
    expect(await errors({ REDIS_URL_FILE: path, REDIS_URL: 'redis://r' })).toEqual([
      'environment REDIS_URL and REDIS_URL_FILE are both set [keep one of them]',
    ]);
  });
});
