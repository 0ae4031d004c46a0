/** How stakeholders are reached, as it was configured: the incident channel, status updates, a webhook. */
import type { Secret } from './secret.ts';
import type { Section } from './settings.ts';
import type { Variables } from './variables.ts';

export interface SlackConfig {
  /** Wins over the webhook: only with it messages are edited and have threads. */
  readonly token: Secret | null;
  readonly webhookUrl: Secret | null;
  readonly apiUrl: string;
}

export interface StakeholderConfig {
  readonly webhookUrl: Secret | null;
  /** Signs what is posted there. */
  readonly webhookSecret: Secret | null;
  /** Whether updates are published on the incident in PagerDuty, where there is an API token. */
  readonly pagerdutyStatus: boolean;
}

export function slackConfig(given: Section<'slack'>, variables: Variables): SlackConfig {
  return {
    token: variables.SLACK_BOT_TOKEN ?? given.token ?? null,
    webhookUrl: variables.SLACK_WEBHOOK_URL ?? given.webhook_url ?? null,
    apiUrl: variables.SLACK_API_URL ?? given.api_url ?? 'https://slack.com/api',
  };
}

export function stakeholderConfig(
  given: Section<'stakeholders'>,
  variables: Variables,
): StakeholderConfig {
  return {
    webhookUrl: variables.STAKEHOLDER_WEBHOOK_URL ?? given.webhook_url ?? null,
    webhookSecret: variables.STAKEHOLDER_WEBHOOK_SECRET ?? given.webhook_secret ?? null,
    pagerdutyStatus: given.pagerduty_status ?? true,
  };
}
