/** A PagerDuty change event, as it is sent to /v2/change/enqueue; its routing key is not kept. */
import type { ChangeKind } from '../domain/change.ts';
import type { Instant } from '../domain/instant.ts';
import {
  digestKey,
  linkOf,
  momentOf,
  serviceNames,
  summaryOf,
  type Told,
  word,
} from './change-fields.ts';
import { type Given, isObject, part } from './given.ts';

const KINDS: ReadonlySet<string> = new Set(['deploy', 'flag', 'config', 'restart']);

export function isPagerdutyChange(body: Given): boolean {
  return isObject(body['payload']) && ('routing_key' in body || 'summary' in body['payload']);
}

export function readPagerdutyChange(body: Given, receivedAt: Instant): Told {
  const payload = part(body, 'payload');
  const details = part(payload, 'custom_details');
  const summary = summaryOf(word(payload['summary'], 4096));
  if (summary === '') return { ignored: 'a change event without a summary says nothing' };
  const named = serviceNames(details['service'], details['services']);
  const services = named.length > 0 ? named : serviceNames(payload['source']);
  const kind = word(details['kind']);
  const links = Array.isArray(body['links']) ? body['links'].filter(isObject) : [];
  return {
    change: {
      key: digestKey(summary, payload['timestamp'] ?? minuteOf(receivedAt), services),
      source: 'pagerduty',
      kind: KINDS.has(kind) ? (kind as ChangeKind) : 'deploy',
      at: momentOf(receivedAt, payload['timestamp']),
      summary,
      services,
      version: word(details['version']) || word(details['build_version']),
      link: linkOf(...links.map((link) => link['href'])),
    },
  };
}

/** Without a time of its own, what comes again within the minute is a repetition. */
function minuteOf(at: Instant): string {
  return at.slice(0, 16);
}
