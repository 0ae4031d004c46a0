/** The settings of a house in which every secret is a canary, and the world around it knows them. */
import type { openPagerDuty } from '../../src/sandbox/pagerduty.ts';
import { CANARIES, inUrl } from './canary.ts';

const K = CANARIES;

/** Hosts and ports of what the settings point at. */
export interface Hosts {
  readonly database: string;
  readonly pagerduty: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly receiver: string;
  readonly smtp: string;
}

/** Nobody listens there. */
export const NOWHERE = '127.0.0.1:9';

/** What PagerDuty accepts. */
export const CANARY_PAGERDUTY = {
  apiToken: K.apiToken,
  services: [
    { name: 'Checkout', routingKey: K.routingKey },
    { name: 'Backup', routingKey: K.secondKey },
  ],
} satisfies Parameters<typeof openPagerDuty>[0];

const at = (scheme: string, user: string, password: string, host: string, path = '') =>
  `${scheme}://${user}:${inUrl(password)}@${host}${path}`;

export function databaseAt(host: string, password: string = K.database): string {
  return at('postgres', 'canary', password, host);
}

export function canaryVariables(hosts: Hosts): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: databaseAt(hosts.database),
    PAGERDUTY_ROUTING_KEY: K.routingKey,
    PAGERDUTY_API_TOKEN: K.apiToken,
    PAGERDUTY_FROM: 'tocsin@example.com',
    PAGERDUTY_WEBHOOK_SECRET: `${K.webhookSecret},${K.olderWebhookSecret}`,
    PAGERDUTY_EVENTS_URL: at('http', 'tocsin', K.eventsUrl, hosts.pagerduty),
    PAGERDUTY_API_URL: at('http', 'tocsin', K.apiUrl, hosts.pagerduty),
    PAGERDUTY_FALLBACK_ROUTING_KEY: K.secondKey,
    FALLBACK_WEBHOOK_URL: at('http', 'tocsin', K.hookPassword, hosts.receiver, `/${K.hookPath}`),
    FALLBACK_SMTP_URL: at('smtp', 'tocsin', K.smtp, hosts.smtp),
    PROMETHEUS_URL: at('http', 'tocsin', K.prometheus, hosts.prometheus),
    ALERTMANAGER_URL: at('http', 'tocsin', K.alertmanager, hosts.alertmanager),
    LOKI_URL: at('http', 'tocsin', K.loki, NOWHERE),
    TEMPO_URL: at('http', 'tocsin', K.tempo, NOWHERE),
    SLACK_WEBHOOK_URL: `http://${NOWHERE}/${K.slackPath}`,
    SLACK_BOT_TOKEN: K.slackToken,
    SLACK_API_URL: at('http', 'tocsin', K.slackApi, hosts.receiver, '/api'),
    STAKEHOLDER_WEBHOOK_URL: `http://${hosts.receiver}/${K.stakeholderPath}`,
    STAKEHOLDER_WEBHOOK_SECRET: K.stakeholderSecret,
    ALERTMANAGER_WEBHOOK_TOKEN: K.doorToken,
    CHANGES_WEBHOOK_TOKEN: K.changesToken,
    TOCSIN_API_TOKEN: K.ownToken,
    LOG_LEVEL: 'debug',
  };
}

/** What only the file can say. */
export const CANARY_CONFIG = `
diagnosis: {query_timeout: 1s}
sources:
  prometheus_headers: {X-Scope-OrgID: "${K.prometheusHeader}"}
  alertmanager_headers: {X-Api-Key: "Bearer ${K.alertmanagerHeader}"}
pagerduty:
  architects: ["policy:PESC001"]
  fallback: {email: {from: tocsin@example.com, to: [sre@example.com]}}
`;
