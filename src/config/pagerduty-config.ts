/** PagerDuty as it was configured: how to reach it, whom to ask there, and what to do when it does not ring. */
import { SEVERITIES, type Severity } from '../domain/severity.ts';
import type { Responder } from './field.ts';
import { mailParts } from './mail-parts.ts';
import type { Secret } from './secret.ts';
import type { Section } from './settings.ts';
import type { Variables } from './variables.ts';

export interface PagerDutyConfig {
  readonly routingKey: Secret | null;
  readonly apiToken: Secret | null;
  readonly from: string | null;
  /** Any of them is valid, so that one can be replaced without a gap; empty when there is none. */
  readonly webhookSecrets: readonly Secret[];
  readonly eventsUrl: string;
  readonly apiUrl: string;
  readonly fallback: FallbackConfig;
  /** Asked to join what pages everybody. */
  readonly architects: readonly Responder[];
  /** Instead of them, where a severity has its own; an empty list is nobody. */
  readonly architectsOf: Readonly<Partial<Record<Severity, readonly Responder[]>>>;
  /** Whether an incident born in PagerDuty opens one here. */
  readonly adopt: boolean;
  /** PagerDuty's name of the priority that a SEV1 gets. */
  readonly sev1Priority: string;
}

/** Ways to somebody that do not need the first pager. */
export interface FallbackConfig {
  readonly routingKey: Secret | null;
  readonly webhookUrl: Secret | null;
  readonly email: MailConfig | null;
}

export interface MailConfig {
  /** smtp:// or smtps://, with user and password where the server asks for them. */
  readonly smtpUrl: Secret;
  readonly from: string;
  /** At least one address. */
  readonly to: readonly string[];
}

export function pagerdutyConfig(
  given: Section<'pagerduty'>,
  variables: Variables,
  severities: Section<'severities'>,
): PagerDutyConfig {
  return {
    routingKey: variables.PAGERDUTY_ROUTING_KEY ?? given.routing_key ?? null,
    apiToken: variables.PAGERDUTY_API_TOKEN ?? given.api_token ?? null,
    from: variables.PAGERDUTY_FROM ?? given.from ?? null,
    webhookSecrets: variables.PAGERDUTY_WEBHOOK_SECRET ?? given.webhook_secret ?? [],
    eventsUrl: variables.PAGERDUTY_EVENTS_URL ?? given.events_url ?? 'https://events.pagerduty.com',
    apiUrl: variables.PAGERDUTY_API_URL ?? given.api_url ?? 'https://api.pagerduty.com',
    fallback: fallback(given, variables),
    architects: given.architects ?? [],
    architectsOf: architectsOf(severities),
    adopt: given.adopt ?? true,
    sev1Priority: given.sev1_priority ?? 'P1',
  };
}

function architectsOf(severities: Section<'severities'>): PagerDutyConfig['architectsOf'] {
  const own = SEVERITIES.map((severity) => [severity, severities[severity]?.architects] as const);
  return Object.fromEntries(own.filter(([, architects]) => architects != null));
}

function fallback(given: Section<'pagerduty'>, variables: Variables): FallbackConfig {
  return {
    routingKey: variables.PAGERDUTY_FALLBACK_ROUTING_KEY ?? given.fallback?.routing_key ?? null,
    webhookUrl: variables.FALLBACK_WEBHOOK_URL ?? given.fallback?.webhook_url ?? null,
    email: email(given, variables),
  };
}

/** null unless it is whole; `mailRemark` says what is missing. */
function email(given: Section<'pagerduty'>, variables: Variables): MailConfig | null {
  const { smtpUrl, from, to } = mailParts(given, variables);
  return smtpUrl === null || from === null || to.length === 0 ? null : { smtpUrl, from, to };
}
