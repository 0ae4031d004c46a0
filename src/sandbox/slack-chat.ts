/** The chat methods of the sandbox's Slack Web API; a refusal is an answer of 200. */
import type { Answer, RecordedRequest } from './loopback.ts';
import { areTooLong, blockFaults } from './slack-blocks.ts';
import { type Channel, channelOf, type Posted, type Workspace } from './slack-workspace.ts';

type Fields = Readonly<Record<string, unknown>>;

export function chatMethod(workspace: Workspace, token: string, request: RecordedRequest): Answer {
  const method = METHODS[request.path];
  if (method === undefined) return refused('unknown_method');
  const bearer = request.headers.authorization;
  if (bearer === undefined) return refused('not_authed');
  if (bearer !== `Bearer ${token}`) return refused('invalid_auth');
  const type = String(request.headers['content-type'] ?? '');
  if (!type.startsWith('application/json')) return refused('invalid_form_data');
  if (typeof request.body !== 'object' || request.body === null) return refused('invalid_json');
  const fields = request.body as Fields;
  const channel = channelOf(workspace, fields['channel']);
  if (channel === undefined) return refused('channel_not_found');
  if (channel.archived) return refused('is_archived');
  return contentFault(fields) ?? method(workspace, channel, fields);
}

const METHODS: Readonly<
  Record<string, (workspace: Workspace, channel: Channel, fields: Fields) => Answer>
> = {
  '/api/chat.postMessage': post,
  '/api/chat.update': update,
};

const MOST_CHARS = 40_000;

function contentFault({ text, blocks }: Fields): Answer | null {
  if (!text && !blocks) return refused('no_text');
  if (String(text ?? '').length > MOST_CHARS) return refused('msg_too_long');
  if (areTooLong(blocks)) return refused('msg_blocks_too_long');
  const faults = blockFaults(blocks);
  return faults.length === 0 ? null : refused('invalid_blocks', faults);
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

function refused(error: string, messages: readonly string[] = []): Answer {
  const details = messages.length === 0 ? {} : { response_metadata: { messages } };
  return { status: 200, body: { ok: false, error, ...details } };
}
