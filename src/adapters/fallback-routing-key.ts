/** The fallback by a second routing key rings through another PagerDuty service. */
import type { Fallback } from '../ports/fallback.ts';
import type { Pager } from '../ports/pager.ts';

const VIA = 'second routing key';

/** `pager` is one with the second integration's routing key. */
export function createFallbackRoutingKey(pager: Pager): Fallback {
  return {
    via: VIA,
    call: async (page, why) => {
      await pager.trigger({ ...page, details: { ...page.details, fallback_because: why } });
      return VIA;
    },
    resolve: (dedupKey) => pager.resolve(dedupKey),
  };
}
