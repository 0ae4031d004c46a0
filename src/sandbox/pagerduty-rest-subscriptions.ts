/** Webhook subscriptions over the sandbox's PagerDuty REST API. */
import type { Answer } from './loopback.ts';
import {
  bodyPart,
  invalid,
  listed,
  notFound,
  type RestCall,
  type Route,
} from './pagerduty-rest-call.ts';
import type { Subscription } from './pagerduty-webhooks.ts';

export const subscriptionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/webhook_subscriptions$/,
    answer: (call) =>
      listed(call, 'webhook_subscriptions', call.webhooks.subscriptions.map(listedJson)),
  },
  { method: 'POST', path: /^\/webhook_subscriptions$/, answer: create },
  {
    method: 'GET',
    path: /^\/webhook_subscriptions\/([^/]+)$/,
    answer: (call) => onSubscription(call, (one) => shown(one, null)),
  },
  {
    method: 'POST',
    path: /^\/webhook_subscriptions\/([^/]+)\/enable$/,
    answer: (call) =>
      onSubscription(call, (one) => {
        call.webhooks.enable(one);
        return shown(one, null);
      }),
  },
  {
    method: 'POST',
    path: /^\/webhook_subscriptions\/([^/]+)\/ping$/,
    answer: (call) =>
      onSubscription(call, (one) => {
        call.webhooks.ping(one);
        return { status: 202 };
      }),
  },
];

function onSubscription(call: RestCall, answer: (subscription: Subscription) => Answer): Answer {
  const found = call.webhooks.subscriptions.find((one) => one.id === call.params[0]);
  return found === undefined ? notFound() : answer(found);
}

/** The secret is told here and never again. */
function create(call: RestCall): Answer {
  const wanted = bodyPart(call, 'webhook_subscription');
  const method = wanted['delivery_method'] as { type?: string; url?: string } | undefined;
  const filter = wanted['filter'] as { type?: string; id?: string } | undefined;
  const events = wanted['events'];
  if (method?.type !== 'http_delivery_method' || !URL.canParse(method.url ?? '')) {
    return invalid('delivery_method must be an http_delivery_method with a url');
  }
  if (!Array.isArray(events) || events.length === 0) return invalid('events cannot be empty');
  if (filter?.type !== 'account_reference' && filter?.id === undefined)
    return invalid('filter is invalid or missing');
  const subscription = call.webhooks.subscribe({
    url: method.url ?? '',
    events: events.map(String),
    serviceId: filter.type === 'service_reference' ? (filter.id ?? null) : null,
    description: String(wanted['description'] ?? ''),
  });
  return shown(subscription, subscription.secrets[0] ?? null);
}

function shown(subscription: Subscription, secret: string | null): Answer {
  return { status: 200, body: { webhook_subscription: subscriptionJson(subscription, secret) } };
}

/** The list keeps silent about deliveries that were given up, as in PagerDuty's own example. */
function listedJson(subscription: Subscription) {
  const whole = subscriptionJson(subscription, null);
  const { temporarily_disabled: _, ...method } = whole.delivery_method;
  return { ...whole, delivery_method: method };
}

function subscriptionJson(subscription: Subscription, secret: string | null) {
  const { serviceId } = subscription;
  return {
    id: subscription.id,
    type: 'webhook_subscription',
    active: subscription.active,
    description: subscription.description,
    delivery_method: {
      id: `${subscription.id}D`,
      type: 'http_delivery_method',
      url: subscription.url,
      secret,
      custom_headers: [],
      temporarily_disabled: subscription.disabled,
    },
    events: subscription.events,
    filter:
      serviceId === null
        ? { type: 'account_reference' }
        : { type: 'service_reference', id: serviceId },
  };
}
