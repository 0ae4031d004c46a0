/** The methods of the sandbox's Slack Web API that chat, and the one that says who asks; a refusal is an answer of 200. */
import type { Answer, RecordedRequest } from './loopback.ts';
import { areTooLong, blockFaults } from './slack-blocks.ts';
import { type Channel, channelOf, type Posted, type Workspace } from './slack-workspace.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The token of a bot, and what it may do. */
export interface Credentials {
  readonly token: string;
  readonly scopes: readonly string[];
}

/** Says which scopes the token has with every answer that it was good for. */
export function webMethod(
  workspace: Workspace,
  { token, scopes }: Credentials,
  request: RecordedRequest,
): Answer {
  const method = METHODS[request.path];
  if (method === undefined && request.path !== '/api/auth.test') return refused('unknown_method');
  const bearer = request.headers.authorization;
  if (bearer === undefined) return refused('not_authed');
  if (bearer !== `Bearer ${token}`) return refused('invalid_auth');
  const provided = scopes.join(',');
  const headers = { 'x-oauth-scopes': provided };
  if (method === undefined) return { status: 200, body: BOT, headers };
  if (scopes.includes('chat:write')) return { ...chat(workspace, method, request), headers };
  return { ...refused('missing_scope', { needed: 'chat:write', provided }), headers };
}

/** What `auth.test` says, for which a token needs no scope. */
const BOT = {
  ok: true,
  url: 'https://example.slack.com/',
  team: 'Example Shop',
  user: 'tocsin',
  team_id: 'T0SANDBOX',
  user_id: 'U0SANDBOX',
  bot_id: 'B0SANDBOX',
  is_enterprise_install: false,
};

type ChatMethod = (workspace: Workspace, channel: Channel, fields: Fields) => Answer;

function chat(workspace: Workspace, method: ChatMethod, request: RecordedRequest): Answer {
  const type = String(request.headers['content-type'] ?? '');
  if (!type.startsWith('application/json')) return refused('invalid_form_data');
  if (typeof request.body !== 'object' || request.body === null) return refused('invalid_json');
  const fields = request.body as Fields;
  const channel = channelOf(workspace, fields['channel']);
  if (channel === undefined) return refused('channel_not_found');
  if (channel.archived) return refused('is_archived');
  return contentFault(fields) ?? method(workspace, channel, fields);
}

const METHODS: Readonly<Record<string, ChatMethod>> = {
  '/api/chat.postMessage': post,
  '/api/chat.update': update,
};

const MOST_CHARS = 40_000;

function contentFault({ text, blocks }: Fields): Answer | null {
  if (!text && !blocks) return refused('no_text');
  if (String(text ?? '').length > MOST_CHARS) return refused('msg_too_long');
  if (areTooLong(blocks)) return refused('msg_blocks_too_long');
  const faults = blockFaults(blocks);
  return faults.length === 0
    ? null
    : refused('invalid_blocks', { response_metadata: { messages: faults } });
}

function post(workspace: Workspace, channel: Channel, fields: Fields): Answer {
  const threadTs = fields['thread_ts'] ?? null;
  const parent = workspace.posted.find((one) => one.ts === threadTs && one.channel === channel.id);
  if (threadTs !== null && parent === undefined) return refused('thread_not_found');
  const posted: Posted = {
    ts: workspace.nextTs(),
    channel: channel.id,
    threadTs: parent?.ts ?? null,
    text: String(fields['text'] ?? ''),
    blocks: fields['blocks'],
    edits: 0,
  };
  workspace.posted.push(posted);
  return accepted(posted);
}

function update(workspace: Workspace, channel: Channel, fields: Fields): Answer {
  const found = workspace.posted.find(
    (one) => one.ts === fields['ts'] && one.channel === channel.id,
  );
  if (found === undefined) return refused('message_not_found');
  found.text = String(fields['text'] ?? '');
  found.blocks = fields['blocks'];
  found.edits += 1;
  return accepted(found);
}

function accepted({ channel, ts, text, blocks }: Posted): Answer {
  return {
    status: 200,
    body: { ok: true, channel, ts, message: { type: 'message', text, blocks } },
  };
}

function refused(error: string, details: Fields = {}): Answer {
  return { status: 200, body: { ok: false, error, ...details } };
}
