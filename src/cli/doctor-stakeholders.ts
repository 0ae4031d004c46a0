/** Stakeholders as they are configured: where they hear of an incident. Nothing is posted to find out. */
import type { Config } from '../config/config.ts';
import { type Checkup, good, missing } from './doctor-checkup.ts';

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
