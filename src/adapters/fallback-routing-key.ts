/** The fallback by a second routing key rings through another PagerDuty service, under a key of its own. */
import { createHash } from 'node:crypto';
import type { Fallback } from '../ports/fallback.ts';
import type { Pager } from '../ports/pager.ts';

/** `pager` is one with the second integration's routing key. */
export function createFallbackRoutingKey(pager: Pager): Fallback {
  return {
    via: 'second routing key',
    call: (page, why) =>
      pager.trigger({
        ...page,
        dedupKey: fallbackKey(page.dedupKey),
        details: { ...page.details, fallback_because: why },
      }),
  };
}

const SUFFIX = '-fallback';
const KEY_CHARS = 255;

/** Where both keys lead to the same service, the first page's alert must not swallow this one. */
function fallbackKey(dedupKey: string): string {
  if (dedupKey.length + SUFFIX.length <= KEY_CHARS) return `${dedupKey}${SUFFIX}`;
  return `${createHash('sha256').update(dedupKey).digest('hex')}${SUFFIX}`;
}
