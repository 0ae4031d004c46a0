/** PagerDuty's webhook subscriptions, and whether PagerDuty has switched one off after failed deliveries. */
import { z } from 'zod';
import type { Subscription } from '../ports/duty-board.ts';
import { ask, type PagerDutyCall } from './pagerduty-client.ts';
import { askFor, askForAll, segment } from './pagerduty-rest-answer.ts';

const Listed = z
  .object({
    id: z.string(),
    active: z.boolean().catch(true),
    delivery_method: z.object({
      url: z.string().catch(''),
      temporarily_disabled: z.boolean().nullish(),
    }),
    events: z.array(z.string()).catch([]),
  })
  .transform(({ id, active, delivery_method: method, events }) => ({
    id,
    url: method.url,
    active,
    /** null when PagerDuty does not say. */
    disabled: method.temporarily_disabled ?? null,
    events,
  }));

export async function subscriptions(call: PagerDutyCall): Promise<readonly Subscription[]> {
  const listed = await askForAll(
    call,
    { method: 'get', path: '/webhook_subscriptions' },
    { name: 'webhook_subscriptions', row: Listed, keyOf: (one) => one.id },
  );
  const known: Subscription[] = [];
  for (const { disabled, ...one } of listed) {
    known.push({ ...one, disabled: disabled ?? (await isDisabled(call, one.id)) });
  }
  return known;
}

/** A list may leave out what the single subscription tells. */
async function isDisabled(call: PagerDutyCall, id: string): Promise<boolean> {
  const path = `/webhook_subscriptions/${segment(id, 'webhook subscription')}`;
  const shape = z.object({ webhook_subscription: Listed });
  const answer = await askFor(call, shape, { method: 'get', path });
  return answer.webhook_subscription.disabled ?? false;
}

export async function enableSubscription(call: PagerDutyCall, id: string): Promise<void> {
  const path = `/webhook_subscriptions/${segment(id, 'webhook subscription')}/enable`;
  await ask(call, { method: 'post', path });
}
