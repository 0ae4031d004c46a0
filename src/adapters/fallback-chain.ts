/** The fallback chain tries one way after another until one takes the page. */
import type { Fallback } from '../ports/fallback.ts';
import type { Log } from '../ports/log.ts';
import type { Page } from '../ports/pager.ts';
import { PortError } from '../ports/port-error.ts';
import { sayable } from './outbound-failure.ts';

/**
 * null for an empty list. When no way takes the page, the PortError tells what each one said, and can be retried when
 * any of them can.
 */
export function createFallbackChain(list: readonly Fallback[], log: Log): Fallback | null {
  if (list.length === 0) return null;
  return {
    via: list.map((one) => one.via).join(', '),
    call: (page, why) => firstThatTakes(list, log, page, why),
    resolve: async (dedupKey) => {
      for (const one of list) await one.resolve(dedupKey);
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
      return await one.call(page, why);
    } catch (thrown) {
      const error = asPortError(thrown);
      said.push({ via: one.via, error });
      const facts = { via: one.via, incident_id: page.incidentId, reason: error.reason };
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
