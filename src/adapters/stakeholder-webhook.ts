/** The stakeholder webhook posts what stakeholders hear as JSON, signed as Standard Webhooks are where a secret is set. */
import { createHmac } from 'node:crypto';
import { epochSeconds } from '../domain/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { StakeholderHook, StakeholderMessage } from '../ports/stakeholder-hook.ts';
import { createHttpClient } from './http-client.ts';
import { partsOf } from './outbound-address.ts';

export interface StakeholderWebhookOptions {
  /** http(s) URL; its path and query may hold a secret, and are never printed. */
  readonly url: string;
  /** Signs every message; `whsec_…` is base64, anything else is taken as it is. Default: they are not signed. */
  readonly secret?: string;
  /** Default 10,000. */
  readonly timeoutMs?: number;
  /** Of the signatures. */
  readonly clock: Clock;
}

/** Any 2xx answer is acceptance. Throws PortError `refused` for a URL that may not be called. */
export function createStakeholderWebhook(
  options: StakeholderWebhookOptions,
): StakeholderHook & { close(): void } {
  const { clock, secret = null } = options;
  const { server, path, query } = partsOf(options.url);
  const client = createHttpClient({
    ...options,
    vendor: 'The stakeholder webhook',
    baseUrl: server,
  });
  return {
    tell: async (message) => {
      const json = bodyOf(message);
      const headers = headersOf(message.key, JSON.stringify(json), secret, clock);
      await client.send({ method: 'POST', path, query, json, headers, answer: 'any' });
    },
    close: () => client.close(),
  };
}

function bodyOf({ event, incident, text, at }: StakeholderMessage) {
  const { id, title, severity, status, services, commander, startedAt } = incident;
  return {
    event,
    incident: { id, title, severity, status, services, commander, started_at: startedAt },
    text,
    at,
  };
}

/** The same key as long as it is the same message, so that the receiver can tell a repetition. */
function headersOf(key: string, body: string, secret: string | null, clock: Clock) {
  const id = encodeURIComponent(key).slice(0, 256);
  const timestamp = String(Math.floor(epochSeconds(clock.now())));
  const signed =
    secret === null ? {} : { 'webhook-signature': signature(secret, `${id}.${timestamp}.${body}`) };
  return { 'Idempotency-Key': id, 'webhook-id': id, 'webhook-timestamp': timestamp, ...signed };
}

function signature(secret: string, content: string): string {
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret);
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
