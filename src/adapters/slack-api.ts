/** Slack's Web API posts into the incident channel with a bot token: a parent message that is edited, and its thread. */
import { z } from 'zod';
import type { Chat, ChatRef } from '../ports/chat.ts';
import { PortError, type PortReason } from '../ports/port-error.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { NO_PREVIEWS, slackMessage } from './slack-message-body.ts';

export interface SlackApiOptions {
  /** `xoxb-…`, with the scope `chat:write`. */
  readonly token: string;
  /** `#incidents`, or the channel's id. */
  readonly channel: string;
  /** Default `https://slack.com/api`. */
  readonly apiUrl?: string;
  /** For one request. Default 10,000. */
  readonly timeoutMs?: number;
}

/** Throws PortError `refused` for an address that may not be called. */
export function createSlackApi(options: SlackApiOptions): Chat & { close(): void } {
  const client = createHttpClient({
    ...options,
    vendor: 'Slack',
    baseUrl: options.apiUrl ?? 'https://slack.com/api',
    headers: { Authorization: `Bearer ${options.token}` },
    refusal: (body) => {
      const answer = Refused.safeParse(body).data;
      return answer === undefined
        ? null
        : { reason: reasonOf(answer.error), message: answer.error };
    },
  });
  const { channel } = options;
  return {
    via: 'slack',
    threads: true,
    post: (message) =>
      call(client, 'chat.postMessage', { channel, ...slackMessage(message), ...NO_PREVIEWS }),
    edit: async (posted, message) => {
      const place = { channel: posted.channel, ts: posted.ref };
      await call(client, 'chat.update', { ...place, ...slackMessage(message) });
    },
    reply: async (parent, message) => {
      const place = { channel: parent.channel, thread_ts: parent.ref };
      const json = { ...place, ...slackMessage(message), ...NO_PREVIEWS };
      await call(client, 'chat.postMessage', json);
    },
    close: () => client.close(),
  };
}

const Refused = z.object({ ok: z.literal(false), error: z.string() });
const Posted = z.object({ ok: z.literal(true), channel: z.string().min(1), ts: z.string().min(1) });

/** Slack says no in an answer of 200. */
async function call(client: HttpClient, method: string, json: object): Promise<ChatRef> {
  const answer = await client.send({
    method: 'POST',
    path: `/${method}`,
    json,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  });
  const refused = Refused.safeParse(answer).data;
  if (refused !== undefined) throw refusal(client, method, refused.error);
  const posted = Posted.safeParse(answer).data;
  if (posted !== undefined) return { channel: posted.channel, ref: posted.ts };
  throw new PortError('malformed', `${client.target.who} answered ${method} in an unknown shape`);
}

function refusal(client: HttpClient, method: string, error: string): PortError {
  const remedy = REMEDIES.get(error);
  const hint = remedy === undefined ? '' : `; ${remedy}`;
  return new PortError(
    reasonOf(error),
    `${client.target.who} refused ${method}: ${client.say(error)}${hint}`,
  );
}

function reasonOf(error: string): PortReason {
  return REASONS.get(error) ?? 'refused';
}

/** What is not here is a request that stays wrong. */
const REASONS: ReadonlyMap<string, PortReason> = new Map(
  Object.entries<PortReason>({
    ratelimited: 'rate-limited',
    rate_limited: 'rate-limited',
    message_limit_exceeded: 'rate-limited',
    internal_error: 'unavailable',
    fatal_error: 'unavailable',
    service_unavailable: 'unavailable',
    request_timeout: 'timeout',
    invalid_auth: 'auth',
    not_authed: 'auth',
    account_inactive: 'auth',
    token_revoked: 'auth',
    token_expired: 'auth',
    missing_scope: 'auth',
    no_permission: 'auth',
  }),
);

const REMEDIES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    channel_not_found:
      'check project_context.incident_channel, and invite the bot where it is private',
    not_in_channel: 'invite the bot to the channel',
    is_archived: 'the channel is archived: name another one in project_context.incident_channel',
    missing_scope: 'give the bot the scope chat:write',
    invalid_auth: 'check SLACK_BOT_TOKEN',
    not_authed: 'check SLACK_BOT_TOKEN',
    token_revoked: 'make a new token and set SLACK_BOT_TOKEN',
    token_expired: 'make a new token and set SLACK_BOT_TOKEN',
    account_inactive: 'the bot was removed: install it again and set SLACK_BOT_TOKEN',
  }),
);
