/** The wiring to stakeholders: the channel, the status board and the webhook that the configuration asks for. */
import { createPagerDutyStatus } from './adapters/pagerduty-status.ts';
import { createSlackApi } from './adapters/slack-api.ts';
import { createSlackWebhook } from './adapters/slack-webhook.ts';
import { createStakeholderWebhook } from './adapters/stakeholder-webhook.ts';
import type { Config } from './config/config.ts';
import type { Clock } from './ports/clock.ts';
import type { Parts } from './service/parts.ts';

/** Connects to nothing yet. Throws PortError `refused` for an address that may not be called. */
export function stakeholdersFor(
  config: Config,
  clock: Clock,
): Pick<Parts, 'chat' | 'statusBoard' | 'stakeholderHook'> & { close(): void } {
  const chat = chatFor(config);
  const stakeholderHook = hookFor(config, clock);
  return {
    chat,
    statusBoard: statusBoardFor(config),
    stakeholderHook,
    close() {
      chat?.close();
      stakeholderHook?.close();
    },
  };
}

/** A message may take three requests, and all of them together less than its row is lent for. */
const CHAT_MS = 8000;

/** A token wins, because only with it messages are edited and have threads. */
export function chatFor({ slack, projectContext }: Config) {
  if (slack.token !== null) {
    const channel = projectContext.incidentChannel.replace(/^slack:/, '');
    return createSlackApi({
      token: slack.token.reveal(),
      channel,
      apiUrl: slack.apiUrl,
      timeoutMs: CHAT_MS,
    });
  }
  if (slack.webhookUrl === null) return null;
  return createSlackWebhook({ url: slack.webhookUrl.reveal(), timeoutMs: CHAT_MS });
}

/** PagerDuty takes no status update without the e-mail address of a user. */
function statusBoardFor({ pagerduty, stakeholders }: Config) {
  const { apiToken, from, apiUrl } = pagerduty;
  if (!stakeholders.pagerdutyStatus || apiToken === null || from === null) return null;
  return createPagerDutyStatus({ apiToken: apiToken.reveal(), from, apiUrl });
}

export function hookFor({ stakeholders }: Config, clock: Clock) {
  const { webhookUrl, webhookSecret } = stakeholders;
  if (webhookUrl === null) return null;
  const secret = webhookSecret === null ? {} : { secret: webhookSecret.reveal() };
  return createStakeholderWebhook({ url: webhookUrl.reveal(), clock, ...secret });
}
