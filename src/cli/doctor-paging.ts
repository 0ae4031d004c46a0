/** Paging as it is configured: the key that rings, and who is told when it does not. */
import type { Config } from '../config/config.ts';
import { bad, type Checkup, good, missing } from './doctor-checkup.ts';

const LENGTH = 32;

export function routingKey({ pagerduty }: Config): Checkup {
  const name = 'paging';
  if (pagerduty.routingKey === null) {
    return missing(
      name,
      'pages go to the log only',
      'Set PAGERDUTY_ROUTING_KEY to the integration key of an Events API v2 integration.',
    );
  }
  const key = pagerduty.routingKey.reveal();
  if (key.length === LENGTH && /^[0-9A-Za-z]+$/.test(key)) {
    return good(name, `pages go to ${pagerduty.eventsUrl}`);
  }
  const text =
    key.length === LENGTH
      ? 'the routing key holds something else than letters and digits'
      : `the routing key has ${key.length} characters instead of ${LENGTH}`;
  return bad(name, text, 'Copy the integration key again; a REST API key is another thing.');
}

export function fallback({ pagerduty }: Config): Checkup {
  const { routingKey: second, webhookUrl, email } = pagerduty.fallback;
  const ways = [
    ...(second === null ? [] : ['a second routing key']),
    ...(webhookUrl === null ? [] : ['a webhook']),
    ...(email === null ? [] : ['e-mail']),
  ];
  if (ways.length > 0) return good('fallback', `${ways.join(', ')} when PagerDuty does not ring`);
  return missing(
    'fallback',
    'nobody is told when PagerDuty does not ring',
    'Set PAGERDUTY_FALLBACK_ROUTING_KEY, FALLBACK_WEBHOOK_URL or pagerduty.fallback.email.',
  );
}
