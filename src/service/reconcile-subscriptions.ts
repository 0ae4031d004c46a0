/** A webhook subscription that PagerDuty switched off after failed deliveries is switched on again. */
import type { Parts } from './parts.ts';

const OURS = /\/webhooks\/pagerduty\/?$/;

export async function reconcileSubscriptions(parts: Parts): Promise<void> {
  if (parts.board === null || !parts.hearsPagerduty) return;
  for (const subscription of await parts.board.subscriptions()) {
    if (!OURS.test(subscription.url) || !subscription.disabled) continue;
    await parts.board.enableSubscription(subscription.id);
    parts.meter.repair('subscription');
    parts.log.warn('PagerDuty had disabled our webhook subscription; it is enabled again', {
      subscription: subscription.id,
    });
  }
}
