/** Plain calls on the sandbox's PagerDuty, as any program would make them. */
import {
  type PagerDutySandbox,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
  SANDBOX_ROUTING_KEY,
} from '../../../src/sandbox/pagerduty.ts';

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field
  readonly body: any;
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

export const TRIGGER = {
  routing_key: SANDBOX_ROUTING_KEY,
  event_action: 'trigger',
  dedup_key: 'checkout-down',
  payload: { summary: 'Checkout is down', source: 'checkout', severity: 'critical' },
};

export function keyed(action: 'acknowledge' | 'resolve', key = 'checkout-down'): object {
  return { routing_key: SANDBOX_ROUTING_KEY, event_action: action, dedup_key: key };
}

export async function sendEvent(pagerduty: PagerDutySandbox, event: unknown): Promise<Reply> {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  return replyOf(await fetch(`${pagerduty.url}/v2/enqueue`, { method: 'POST', body }));
}

/** `more`: beside the payload, such as links. */
export async function sendChange(
  pagerduty: PagerDutySandbox,
  payload: object,
  more: object = {},
): Promise<Reply> {
  const body = JSON.stringify({ routing_key: SANDBOX_ROUTING_KEY, payload, ...more });
  return replyOf(await fetch(`${pagerduty.url}/v2/change/enqueue`, { method: 'POST', body }));
}

const HEADERS = {
  authorization: `Token token=${SANDBOX_API_TOKEN}`,
  accept: 'application/vnd.pagerduty+json;version=2',
  'content-type': 'application/json',
  from: SANDBOX_FROM,
};

/** `headers` replace the proper ones by name. */
export async function rest(
  pagerduty: PagerDutySandbox,
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const all = { ...HEADERS, ...headers };
  return replyOf(await fetch(`${pagerduty.url}${path}`, { method, headers: all, ...init }));
}
