/** The fallback chain tries one way after another until one takes the page, and says which it was. */
import type { Fallback } from '../ports/fallback.ts';
import type { Log } from '../ports/log.ts';
import type { Page } from '../ports/pager.ts';
import { PortError } from '../ports/port-error.ts';
import { sayable } from './outbound-failure.ts';

/**
 * null for an empty list. After a call `via` names the way that took the page; otherwise, and when none did, it names
 * every way in order. When none does, the PortError tells what each one said, and can be retried when any of them can.
 */
export function createFallbackChain(list: readonly Fallback[], log: Log): Fallback | null {
  if (list.length === 0) return null;
  const all = list.map((one) => one.via).join(', ');
  let via = all;
  return {
    get via() {
      return via;
    },
    call: async (page, why) => {
      via = all;
      const taken = await firstThatTakes(list, log, page, why);
      log.warn('a fallback took the page', { via: taken, incident: page.incidentId, why });
      via = taken;
    },
  };
}

async function firstThatTakes(
  list: readonly Fallback[],
  log: Log,
  page: Page,
  why: string,
): Promise<string> {
  const said: { readonly via: string; readonly error: PortError }[] = [];
  for (const one of list) {
    try {
      await one.call(page, why);
      return one.via;
    } catch (thrown) {
      const error = asPortError(thrown);
      said.push({ via: one.via, error });
      const facts = { via: one.via, incident: page.incidentId, reason: error.reason };
      log.warn('a fallback did not take the page', { ...facts, error: error.message });
    }
  }
  const worth = said.find(({ error }) => error.retryable) ?? said[0];
  const told = said.map(({ via, error }) => `${via}: ${error.message}`).join('; ');
  const reason = worth?.error.reason ?? 'unavailable';
  throw new PortError(reason, `No fallback took the page (${told})`, worth?.error.retryAfter);
}

/** Even a mistake of ours in one way must not keep the page from the next one. */
function asPortError(thrown: unknown): PortError {
  if (thrown instanceof PortError) return thrown;
  return new PortError('unavailable', `it failed unexpectedly: ${sayable(String(thrown))}`);
}
