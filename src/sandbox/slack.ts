/** The sandbox's Slack is one incoming webhook that keeps what it was sent. */
import {
  type Answer,
  type Loopback,
  type LoopbackOptions,
  openLoopback,
  type RecordedRequest,
} from './loopback.ts';

export interface Slack extends Loopback {
  /** The secret address to post to. */
  readonly webhookUrl: string;
  /** Accepted messages in order. */
  readonly messages: readonly Readonly<Record<string, unknown>>[];
}

const WEBHOOK_PATH = '/services/T0SANDBOX/B0SANDBOX/tocsin';

export async function openSlack(options: LoopbackOptions = {}): Promise<Slack> {
  const messages: Record<string, unknown>[] = [];
  const loopback = await openLoopback((request) => receive(request, messages), options);
  return { ...loopback, webhookUrl: `${loopback.url}${WEBHOOK_PATH}`, messages };
}

/** Slack answers in plain words, never JSON. */
function receive(request: RecordedRequest, messages: Record<string, unknown>[]): Answer {
  if (request.path !== WEBHOOK_PATH) return { status: 404, body: 'no_service' };
  const message = request.body;
  if (typeof message !== 'object' || message === null)
    return { status: 400, body: 'invalid_payload' };
  const fields = message as Record<string, unknown>;
  if (!fields['text'] && !fields['blocks'] && !fields['attachments']) {
    return { status: 400, body: 'no_text' };
  }
  messages.push(fields);
  return { status: 200, body: 'ok' };
}
