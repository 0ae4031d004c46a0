/** Stakeholders as they are configured: where they hear of an incident. Nothing is posted to find out. */
import { systemClock } from '../adapters/system-clock.ts';
import type { Config } from '../config/config.ts';
import { hookFor } from '../stakeholder-wiring.ts';
import { type Checkup, checked, good, missing } from './doctor-checkup.ts';

export function stakeholders(config: Config): Checkup {
  const ways = [...channel(config), ...elsewhere(config)];
  if (ways.length > 0) return good('stakeholders', `hear by ${ways.join(', ')}`);
  return missing(
    'stakeholders',
    'nobody hears of an incident but those who are paged',
    'Set SLACK_BOT_TOKEN, SLACK_WEBHOOK_URL or STAKEHOLDER_WEBHOOK_URL.',
  );
}

function channel({ slack, projectContext }: Config): readonly string[] {
  if (slack.token !== null)
    return [`a message in ${projectContext.incidentChannel} and its thread`];
  return slack.webhookUrl === null ? [] : ["plain messages by Slack's webhook"];
}

function elsewhere({ pagerduty, stakeholders: { webhookUrl, pagerdutyStatus } }: Config) {
  const isPublished = pagerdutyStatus && pagerduty.apiToken !== null && pagerduty.from !== null;
  return [
    ...(isPublished ? ["PagerDuty's status updates"] : []),
    ...(webhookUrl === null ? [] : ['a webhook']),
  ];
}

/** Nothing where it is not configured. */
export async function stakeholderWebhook(config: Config): Promise<readonly Checkup[]> {
  const { webhookUrl, webhookSecret } = config.stakeholders;
  if (webhookUrl === null) return [];
  const name = 'stakeholder webhook';
  const remedy = 'Set STAKEHOLDER_WEBHOOK_URL to the address that takes the messages.';
  const checkup = await checked({ name, remedy }, async () => {
    hookFor(config, systemClock)?.close();
    const { host } = new URL(webhookUrl.reveal());
    const signed = webhookSecret === null ? 'not signed' : 'signed';
    return good(name, `set, at ${host}, ${signed}; it cannot be tried without posting`);
  });
  return [checkup];
}
