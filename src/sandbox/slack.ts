/** The sandbox's Slack is one workspace: an incoming webhook and methods of the Web API, over channels that keep what was posted. */
import {
  type Answer,
  type Loopback,
  type LoopbackOptions,
  openLoopback,
  type RecordedRequest,
  wallClock,
} from './loopback.ts';
import { blockFaults } from './slack-blocks.ts';
import { webMethod } from './slack-web.ts';
import { newWorkspace, type Posted, type Workspace } from './slack-workspace.ts';

export const SANDBOX_BOT_TOKEN = 'xoxb-sandbox-not-a-secret';

export interface Slack extends Loopback {
  /** The secret address to post to. */
  readonly webhookUrl: string;
  /** Where the methods of the Web API are. */
  readonly apiUrl: string;
  /** What the webhook accepted, in order. */
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  /** What the Web API accepted, as it reads now: edits change it. */
  readonly posted: readonly Posted[];
  /** Nothing can be posted into that channel any more. */
  archive(channel: string): void;
  /** Somebody deletes a message. */
  remove(ts: string): void;
}

export interface SlackOptions extends LoopbackOptions {
  /** Names without `#` that the bot has joined. Default: incidents. */
  readonly channels?: readonly string[];
  /** Default SANDBOX_BOT_TOKEN. */
  readonly token?: string;
  /** What the token may do. Default: chat:write. */
  readonly scopes?: readonly string[];
}

const WEBHOOK_PATH = '/services/T0SANDBOX/B0SANDBOX/tocsin';

export async function openSlack(options: SlackOptions = {}): Promise<Slack> {
  const messages: Record<string, unknown>[] = [];
  const workspace = newWorkspace(options.channels ?? ['incidents'], options.clock ?? wallClock);
  const { token = SANDBOX_BOT_TOKEN, scopes = ['chat:write'] } = options;
  const loopback = await openLoopback(
    (request) =>
      request.path.startsWith('/api/')
        ? webMethod(workspace, { token, scopes }, request)
        : receive(workspace, request, messages),
    options,
  );
  return {
    ...loopback,
    webhookUrl: `${loopback.url}${WEBHOOK_PATH}`,
    apiUrl: `${loopback.url}/api`,
    messages,
    posted: workspace.posted,
    archive: (name) => {
      for (const channel of workspace.channels) if (channel.name === name) channel.archived = true;
    },
    remove: (ts) => {
      const at = workspace.posted.findIndex((message) => message.ts === ts);
      if (at >= 0) workspace.posted.splice(at, 1);
    },
  };
}

/** The webhook answers in plain words, never JSON. */
function receive(
  workspace: Workspace,
  request: RecordedRequest,
  messages: Record<string, unknown>[],
): Answer {
  if (request.path !== WEBHOOK_PATH) return { status: 404, body: 'no_service' };
  if (workspace.channels[0]?.archived === true) return { status: 410, body: 'channel_is_archived' };
  const message = request.body;
  if (typeof message !== 'object' || message === null)
    return { status: 400, body: 'invalid_payload' };
  const fields = message as Record<string, unknown>;
  if (!fields['text'] && !fields['blocks'] && !fields['attachments']) {
    return { status: 400, body: 'no_text' };
  }
  if (blockFaults(fields['blocks']).length > 0) return { status: 400, body: 'invalid_blocks' };
  messages.push(fields);
  return { status: 200, body: 'ok' };
}
