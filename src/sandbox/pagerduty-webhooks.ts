/** The webhook sender of the sandbox's PagerDuty: signed, in order per incident, retried, and given up like the real one. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxClock } from './loopback.ts';
import { pingJson, webhookJson } from './pagerduty-webhook-json.ts';
import { type Happening, newId } from './pagerduty-world.ts';

export interface NewSubscription {
  readonly url: string;
  /** Several while a secret is being rotated. Default: one is made. */
  readonly secrets?: readonly string[];
  /** Event types. Default: all. */
  readonly events?: readonly string[];
  /** Only this service's. Default: the whole account's. */
  readonly serviceId?: string | null;
  readonly description?: string;
  /** False: made, but switched off by its owner. Default true. */
  readonly active?: boolean;
}

export interface Subscription extends Required<NewSubscription> {
  readonly id: string;
  /** After three drops in a row; nothing is sent until it is enabled again. */
  disabled: boolean;
  consecutiveDrops: number;
}

export interface Delivery {
  /** The same on every attempt. */
  readonly webhookId: string;
  readonly subscription: Subscription;
  readonly eventType: string;
  /** The exact bytes that are signed and sent. */
  readonly body: string;
  /** One per attempt; 0 where there was no answer in time. */
  readonly statuses: number[];
  outcome: 'pending' | 'delivered' | 'dropped' | 'discarded';
}

export interface SenderOptions {
  readonly clock: SandboxClock;
  /** What the receiver has to answer in. Default 5,000. */
  readonly answerWithinMs?: number;
  /** First pause before a retry, doubling up to a minute. Default 1,000. */
  readonly retryMs?: number;
}

export interface WebhookSender {
  readonly subscriptions: readonly Subscription[];
  /** Append-only, in the order in which the events happened. */
  readonly deliveries: readonly Delivery[];
  subscribe(wanted: NewSubscription): Subscription;
  enable(subscription: Subscription): void;
  ping(subscription: Subscription): void;
  send(happening: Happening): void;
  /** Sends a delivery once more, as at-least-once allows. */
  again(delivery: Delivery): void;
  /** When nothing is queued or on its way any more. */
  settled(): Promise<void>;
  close(): void;
}

const DROPS_THAT_DISABLE = 3;
const LONGEST_PAUSE_MS = 60_000;

export function createWebhookSender(options: SenderOptions): WebhookSender {
  const subscriptions: Subscription[] = [];
  const deliveries: Delivery[] = [];
  const closing = new AbortController();
  const lanes = createLanes((delivery) => deliver(delivery, options, closing.signal));
  const post = (subscription: Subscription, eventType: string, resource: string, body: object) => {
    if (subscription.disabled || !subscription.active) return;
    const delivery = newDelivery(subscription, eventType, body);
    deliveries.push(delivery);
    lanes.add(delivery, resource);
  };
  return {
    subscriptions,
    deliveries,
    subscribe: (wanted) => {
      const subscription = newSubscription(wanted);
      subscriptions.push(subscription);
      return subscription;
    },
    enable: (subscription) => {
      subscription.disabled = false;
      subscription.consecutiveDrops = 0;
    },
    ping: (subscription) =>
      post(subscription, 'pagey.ping', 'ping', pingJson(newId('01', 26), options.clock.now())),
    send: (happening) => {
      const body = webhookJson(newId('01', 26), options.clock.now(), happening);
      for (const subscription of subscriptions.filter((one) => wants(one, happening))) {
        post(subscription, happening.type, happening.incident.id, body);
      }
    },
    again: (delivery) => lanes.add(delivery, delivery.webhookId),
    settled: lanes.empty,
    close: () => closing.abort(),
  };
}

/** One lane per subscription and resource: in a lane, one delivery waits for the one before. */
function createLanes(run: (delivery: Delivery) => Promise<void>) {
  const lanes = new Map<string, Promise<void>>();
  let added = 0;
  return {
    add: (delivery: Delivery, resource: string) => {
      added += 1;
      const lane = `${delivery.subscription.id} ${resource}`;
      const before = lanes.get(lane) ?? Promise.resolve();
      lanes.set(
        lane,
        before.then(() => run(delivery)),
      );
    },
    empty: async () => {
      for (let seen = -1; seen !== added; ) {
        seen = added;
        await Promise.all(lanes.values());
      }
    },
  };
}

function newDelivery(subscription: Subscription, eventType: string, body: object): Delivery {
  return {
    webhookId: randomUUID(),
    subscription,
    eventType,
    body: JSON.stringify(body),
    statuses: [],
    outcome: 'pending',
  };
}

function newSubscription(wanted: NewSubscription): Subscription {
  return {
    id: newId('P', 7),
    url: wanted.url,
    secrets: wanted.secrets ?? [randomBytes(48).toString('base64')],
    events: wanted.events ?? [],
    serviceId: wanted.serviceId ?? null,
    description: wanted.description ?? '',
    active: wanted.active ?? true,
    disabled: false,
    consecutiveDrops: 0,
  };
}

function wants(subscription: Subscription, happening: Happening): boolean {
  const { events, serviceId } = subscription;
  if (serviceId !== null && serviceId !== happening.incident.service.id) return false;
  return events.length === 0 || events.includes(happening.type);
}

/** Later deliveries about the same incident wait behind this one until it is delivered or dropped. */
async function deliver(
  delivery: Delivery,
  options: SenderOptions,
  closing: AbortSignal,
): Promise<void> {
  const { subscription } = delivery;
  let wait = options.retryMs ?? 1000;
  while (!closing.aborted) {
    if (subscription.disabled) {
      delivery.outcome = 'discarded';
      return;
    }
    const status = await attempt(delivery, options.answerWithinMs ?? 5000, closing);
    delivery.statuses.push(status);
    if (status >= 200 && status < 300) {
      delivery.outcome = 'delivered';
      subscription.consecutiveDrops = 0;
      return;
    }
    if (status !== 0 && status !== 429 && status < 500) return drop(delivery);
    await pause(wait, undefined, { signal: closing, ref: false }).catch(() => {});
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
  }
}

function drop(delivery: Delivery): void {
  const { subscription } = delivery;
  delivery.outcome = 'dropped';
  subscription.consecutiveDrops += 1;
  if (subscription.consecutiveDrops >= DROPS_THAT_DISABLE) subscription.disabled = true;
}

async function attempt(
  delivery: Delivery,
  withinMs: number,
  closing: AbortSignal,
): Promise<number> {
  try {
    const response = await fetch(delivery.subscription.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'PagerDuty-Webhook/V3.0',
        'x-pagerduty-signature': signatures(delivery.subscription.secrets, delivery.body),
        'x-webhook-id': delivery.webhookId,
        'x-webhook-subscription': delivery.subscription.id,
      },
      body: delivery.body,
      signal: AbortSignal.any([closing, AbortSignal.timeout(withinMs)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

/** Over the raw bytes, with the secret as it stands: it looks like base64 and is not decoded. */
export function signatures(secrets: readonly string[], body: string): string {
  return secrets
    .map((secret) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`)
    .join(',');
}
