/** Settings are what `_config/config.yaml` may say; everything in it is optional. */
import { z } from 'zod';
import * as field from './field.ts';
import * as secret from './secret-field.ts';

/** A section or a key without a value counts as not given. */
const severity = z
  .strictObject({
    page: z.boolean().nullish(),
    architects: z.array(field.responder).nullish(),
    acknowledge_within: field.durationOrNone.nullish(),
    escalate_unconfirmed: z.boolean().nullish(),
    self_resolve: z.boolean().nullish(),
    update_every: field.durationOrNone.nullish(),
    mttr_target: field.duration.nullish(),
    ask_users: z.boolean().nullish(),
    postmortem_within: field.durationOrNone.nullish(),
  })
  .nullish();

const fallback = z
  .strictObject({
    routing_key: secret.routingKey.nullish(),
    webhook_url: secret.url.nullish(),
    email: z
      .strictObject({
        smtp_url: secret.smtpUrl.nullish(),
        from: field.address.nullish(),
        to: z.array(field.address).nullish(),
      })
      .nullish(),
  })
  .nullish();

const authority = z
  .strictObject({
    confirm: field.grants.nullish(),
    lower: field.grants.nullish(),
    override: field.grants.nullish(),
  })
  .nullish();

const pagerduty = z
  .strictObject({
    routing_key: secret.text.nullish(),
    api_token: secret.text.nullish(),
    from: field.name.nullish(),
    webhook_secret: secret.list.nullish(),
    events_url: field.url.nullish(),
    api_url: field.url.nullish(),
    fallback,
    architects: z.array(field.responder).nullish(),
    adopt: z.boolean().nullish(),
    sev1_priority: field.name.nullish(),
    authority,
  })
  .nullish();

export const Settings = z.strictObject({
  server: z.strictObject({ host: field.host.nullish(), port: field.port.nullish() }).nullish(),
  storage: z
    .strictObject({
      data_dir: field.path.nullish(),
      output_folder: field.path.nullish(),
      database_url: secret.databaseUrl.nullish(),
      redis_url: secret.redisUrl.nullish(),
    })
    .nullish(),
  pagerduty,
  sources: z
    .strictObject({
      prometheus_url: field.url.nullish(),
      alertmanager_url: field.url.nullish(),
      alertmanager_receiver: field.name.nullish(),
      loki_url: field.url.nullish(),
      tempo_url: field.url.nullish(),
      jaeger_url: field.url.nullish(),
      prometheus_headers: secret.headers.nullish(),
      alertmanager_headers: secret.headers.nullish(),
      loki_headers: secret.headers.nullish(),
      tempo_headers: secret.headers.nullish(),
      jaeger_headers: secret.headers.nullish(),
    })
    .nullish(),
  slack: z
    .strictObject({
      token: secret.text.nullish(),
      webhook_url: secret.url.nullish(),
      api_url: field.url.nullish(),
    })
    .nullish(),
  stakeholders: z
    .strictObject({
      webhook_url: secret.url.nullish(),
      webhook_secret: secret.text.nullish(),
      pagerduty_status: z.boolean().nullish(),
    })
    .nullish(),
  access: z
    .strictObject({
      alertmanager_webhook_token: secret.text.nullish(),
      changes_webhook_token: secret.text.nullish(),
      api_token: secret.text.nullish(),
    })
    .nullish(),
  log: z.strictObject({ level: field.level.nullish() }).nullish(),
  rules_dir: field.path.nullish(),
  workflows_dir: field.path.nullish(),
  project_context: z
    .strictObject({
      project_name: field.name.nullish(),
      organization: field.name.nullish(),
      environment: field.name.nullish(),
      incident_channel: field.channel.nullish(),
    })
    .nullish(),
  workflow_defaults: z
    .strictObject({
      communication_language: z.enum(['Vietnamese-English', 'Vietnamese', 'English']).nullish(),
      severity_levels: field.severityLevels.nullish(),
      escalation_contacts: field.names.nullish(),
      on_call_engineer: field.name.nullish(),
      workflow: field.folderName.nullish(),
    })
    .nullish(),
  severities: z
    .strictObject({ SEV1: severity, SEV2: severity, SEV3: severity, SEV4: severity })
    .nullish(),
  clocks: z
    .strictObject({
      triage_deadline: field.duration.nullish(),
      triage_nudge: field.duration.nullish(),
      auto_update: z.boolean().nullish(),
      quiet_for: field.duration.nullish(),
      reopen_within: field.duration.nullish(),
      verify_attempts: field.count.nullish(),
      verify_scrapes: field.count.nullish(),
      accept_page_within: field.duration.nullish(),
      confirm_page_within: field.duration.nullish(),
      escalations: field.escalations.nullish(),
    })
    .nullish(),
  postmortem: z.strictObject({ whys: field.whys.nullish() }).nullish(),
  diagnosis: z
    .strictObject({
      ignore_labels: z.array(field.name).nullish(),
      packs_dir: field.path.nullish(),
      topology_file: field.path.nullish(),
      query_timeout: field.duration.nullish(),
      lookback: field.duration.nullish(),
      log_labels: field.labelNames.nullish(),
    })
    .nullish(),
});

export type Settings = z.output<typeof Settings>;

/** One section as it was given; `{}` where it was not. */
export type Section<K extends keyof Settings> = NonNullable<Settings[K]>;
