/** Slack's incoming webhook posts into its one channel; what is posted cannot be edited, and has no thread. */
import type { Chat, ChatMessage } from '../ports/chat.ts';
import { PortError } from '../ports/port-error.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { type Address, partsOf } from './outbound-address.ts';
import { NO_PREVIEWS, slackMessage } from './slack-message-body.ts';

export interface SlackWebhookOptions {
  /** `https://hooks.slack.com/services/T…/B…/…`: the whole address is a secret, and is never printed. */
  readonly url: string;
  /** Default 10,000. */
  readonly timeoutMs?: number;
}

/** Throws PortError `refused` for an address that may not be called. */
export function createSlackWebhook(options: SlackWebhookOptions): Chat & { close(): void } {
  const address = partsOf(options.url);
  const client = createHttpClient({
    ...options,
    vendor: 'The Slack webhook',
    baseUrl: address.server,
  });
  const post = (message: ChatMessage) => send(client, address, message);
  return {
    via: 'slack webhook',
    threads: false,
    post: async (message) => {
      await post(message);
      return null;
    },
    edit: async () => {},
    reply: (_parent, message) => post(message),
    close: () => client.close(),
  };
}

/** Slack answers in words that are no JSON; the status says all of it. */
async function send(client: HttpClient, address: Address, message: ChatMessage): Promise<void> {
  const { path, query } = address;
  const json = { ...slackMessage(message), ...NO_PREVIEWS };
  const headers = { 'Content-Type': 'application/json; charset=utf-8' };
  try {
    await client.send({ method: 'POST', path, query, json, headers, answer: 'any' });
  } catch (error) {
    if (!(error instanceof PortError) || error.retryable) throw error;
    throw new PortError(
      error.reason,
      `${error.message}; where the webhook was revoked or its channel archived, make a new one and set SLACK_WEBHOOK_URL`,
    );
  }
}
