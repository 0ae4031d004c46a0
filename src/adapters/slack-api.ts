/** Slack's Web API posts into the incident channel with a bot token: a parent message that is edited, and its thread. */
import { z } from 'zod';
import type { Chat, ChatRef } from '../ports/chat.ts';
import { PortError } from '../ports/port-error.ts';
import type { HttpClient } from './http-client.ts';
import { callSlack, type SlackAccess, slackClient } from './slack-client.ts';
import { NO_PREVIEWS, slackMessage } from './slack-message-body.ts';

export interface SlackApiOptions extends SlackAccess {
  /** `#incidents`, or the channel's id. */
  readonly channel: string;
}

/** Throws PortError `refused` for an address that may not be called. */
export function createSlackApi(options: SlackApiOptions): Chat & { close(): void } {
  const { channel, ...access } = options;
  const client = slackClient(access);
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

const Posted = z.object({ ok: z.literal(true), channel: z.string().min(1), ts: z.string().min(1) });

async function call(client: HttpClient, method: string, json: object): Promise<ChatRef> {
  const posted = Posted.safeParse(await callSlack(client, method, json)).data;
  if (posted !== undefined) return { channel: posted.channel, ref: posted.ts };
  throw new PortError('malformed', `${client.target.who} answered ${method} in an unknown shape`);
}
