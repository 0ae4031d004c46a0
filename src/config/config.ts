/** The configuration: what the file and the environment said, with a default for everything else. */
import { resolve } from 'node:path';
import type { Policy } from '../domain/policy.ts';
import { SEVERITIES, type Severity } from '../domain/severity.ts';
import { type PagerDutyConfig, pagerdutyConfig } from './pagerduty-config.ts';
import { policyConfig } from './policy-config.ts';
import type { Secret } from './secret.ts';
import type { Section, Settings } from './settings.ts';
import {
  type SlackConfig,
  type StakeholderConfig,
  slackConfig,
  stakeholderConfig,
} from './stakeholder-config.ts';
import type { Variables } from './variables.ts';

/** Absent things are null; folders are absolute; times are in seconds. */
export interface Config {
  /** The file that was read; null when there was none. */
  readonly file: string | null;
  readonly server: { readonly host: string; readonly port: number };
  readonly storage: {
    readonly dataDir: string;
    readonly outputFolder: string;
    readonly databaseUrl: Secret | null;
    readonly redisUrl: Secret | null;
  };
  readonly pagerduty: PagerDutyConfig;
  readonly sources: {
    readonly prometheusUrl: string | null;
    readonly alertmanagerUrl: string | null;
    /** Its name of the receiver that posts here; null: learned from what it delivers. */
    readonly alertmanagerReceiver: string | null;
    readonly lokiUrl: string | null;
    readonly tempoUrl: string | null;
    readonly jaegerUrl: string | null;
    /** Sent with every question, by name: `Authorization`, `X-Scope-OrgID` and the like. */
    readonly prometheusHeaders: Readonly<Record<string, Secret>>;
    readonly alertmanagerHeaders: Readonly<Record<string, Secret>>;
    readonly lokiHeaders: Readonly<Record<string, Secret>>;
    readonly tempoHeaders: Readonly<Record<string, Secret>>;
    readonly jaegerHeaders: Readonly<Record<string, Secret>>;
  };
  readonly slack: SlackConfig;
  readonly stakeholders: StakeholderConfig;
  readonly access: {
    readonly alertmanagerWebhookToken: Secret | null;
    readonly changesWebhookToken: Secret | null;
    readonly apiToken: Secret | null;
  };
  readonly log: {
    readonly level: 'debug' | 'info' | 'warn' | 'error';
  };
  readonly rulesDir: string;
  readonly workflowsDir: string;
  readonly projectContext: {
    readonly projectName: string;
    readonly organization: string | null;
    readonly environment: string;
    readonly incidentChannel: string;
  };
  readonly workflowDefaults: {
    readonly communicationLanguage: 'Vietnamese-English' | 'Vietnamese' | 'English';
    readonly severityLevels: readonly Severity[];
    readonly escalationContacts: readonly string[];
    readonly onCallEngineer: string | null;
    /** The name of a folder in `workflowsDir`. */
    readonly workflow: string;
  };
  readonly policy: Policy;
  readonly diagnosis: {
    /** Labels that Prometheus adds on its way out and that no stored series has. */
    readonly ignoreLabels: readonly string[];
    /** The folder of the query packs. */
    readonly packsDir: string;
    readonly topologyFile: string;
    readonly queryTimeout: number;
    readonly lookback: number;
    /** For each label of an alert, the stream labels that may hold the same; null: the usual ones. */
    readonly logLabels: Readonly<Record<string, readonly string[]>> | null;
  };
}

export function toConfig(
  file: string | null,
  settings: Settings,
  variables: Variables,
  cwd: string,
): Config {
  return {
    file,
    server: {
      host: variables.HOST ?? settings.server?.host ?? '127.0.0.1',
      port: variables.PORT ?? settings.server?.port ?? 8080,
    },
    storage: storage(settings.storage ?? {}, variables, cwd),
    pagerduty: pagerdutyConfig(settings.pagerduty ?? {}, variables, settings.severities ?? {}),
    sources: sources(settings.sources ?? {}, variables),
    slack: slackConfig(settings.slack ?? {}, variables),
    stakeholders: stakeholderConfig(settings.stakeholders ?? {}, variables),
    access: access(settings.access ?? {}, variables),
    log: { level: variables.LOG_LEVEL ?? settings.log?.level ?? 'info' },
    rulesDir: resolve(cwd, settings.rules_dir ?? './rules'),
    workflowsDir: resolve(cwd, settings.workflows_dir ?? './workflows'),
    projectContext: projectContext(settings.project_context ?? {}),
    workflowDefaults: workflowDefaults(settings.workflow_defaults ?? {}),
    policy: policyConfig(settings),
    diagnosis: diagnosis(settings.diagnosis ?? {}, cwd),
  };
}

function storage(given: Section<'storage'>, variables: Variables, cwd: string): Config['storage'] {
  return {
    dataDir: resolve(cwd, variables.DATA_DIR ?? given.data_dir ?? './data'),
    outputFolder: resolve(cwd, variables.OUTPUT_FOLDER ?? given.output_folder ?? './output'),
    databaseUrl: variables.DATABASE_URL ?? given.database_url ?? null,
    redisUrl: variables.REDIS_URL ?? given.redis_url ?? null,
  };
}

function sources(given: Section<'sources'>, variables: Variables): Config['sources'] {
  return {
    prometheusUrl: variables.PROMETHEUS_URL ?? given.prometheus_url ?? null,
    alertmanagerUrl: variables.ALERTMANAGER_URL ?? given.alertmanager_url ?? null,
    alertmanagerReceiver: given.alertmanager_receiver ?? null,
    lokiUrl: variables.LOKI_URL ?? given.loki_url ?? null,
    tempoUrl: variables.TEMPO_URL ?? given.tempo_url ?? null,
    jaegerUrl: variables.JAEGER_URL ?? given.jaeger_url ?? null,
    prometheusHeaders: given.prometheus_headers ?? {},
    alertmanagerHeaders: given.alertmanager_headers ?? {},
    lokiHeaders: given.loki_headers ?? {},
    tempoHeaders: given.tempo_headers ?? {},
    jaegerHeaders: given.jaeger_headers ?? {},
  };
}

function access(given: Section<'access'>, variables: Variables): Config['access'] {
  return {
    alertmanagerWebhookToken:
      variables.ALERTMANAGER_WEBHOOK_TOKEN ?? given.alertmanager_webhook_token ?? null,
    changesWebhookToken: variables.CHANGES_WEBHOOK_TOKEN ?? given.changes_webhook_token ?? null,
    apiToken: variables.TOCSIN_API_TOKEN ?? given.api_token ?? null,
  };
}

function projectContext(given: Section<'project_context'>): Config['projectContext'] {
  return {
    projectName: given.project_name ?? 'production',
    organization: given.organization ?? null,
    environment: given.environment ?? 'production',
    incidentChannel: given.incident_channel ?? 'slack:#incidents',
  };
}

function workflowDefaults(given: Section<'workflow_defaults'>): Config['workflowDefaults'] {
  return {
    communicationLanguage: given.communication_language ?? 'Vietnamese-English',
    severityLevels: given.severity_levels ?? SEVERITIES,
    escalationContacts: given.escalation_contacts ?? [],
    onCallEngineer: given.on_call_engineer ?? null,
    workflow: given.workflow ?? 'production-incident-response',
  };
}

function diagnosis(given: Section<'diagnosis'>, cwd: string): Config['diagnosis'] {
  return {
    ignoreLabels: given.ignore_labels ?? [],
    packsDir: resolve(cwd, given.packs_dir ?? './_config/diagnosis'),
    topologyFile: resolve(cwd, given.topology_file ?? './_config/topology.yaml'),
    queryTimeout: given.query_timeout ?? 10,
    lookback: given.lookback ?? 3600,
    logLabels: given.log_labels ?? null,
  };
}
