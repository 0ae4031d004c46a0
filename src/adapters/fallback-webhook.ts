/** The fallback by webhook posts a page as JSON to an address of the operator's choice. */
import type { Fallback } from '../ports/fallback.ts';
import type { Page } from '../ports/pager.ts';
import { createHttpClient } from './http-client.ts';
import { partsOf } from './outbound-address.ts';

export interface FallbackWebhookOptions {
  /** http(s) URL; its path and query may hold a secret, and are never printed. */
  readonly url: string;
  /** Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default 10,000. */
  readonly timeoutMs?: number;
}

const VIA = 'webhook';

/** Any 2xx answer is acceptance. Throws PortError `refused` for a URL that may not be called. */
export function createFallbackWebhook(
  options: FallbackWebhookOptions,
): Fallback & { close(): void } {
  const { server, path, query } = partsOf(options.url);
  const client = createHttpClient({ ...options, vendor: 'The fallback webhook', baseUrl: server });
  return {
    via: VIA,
    call: async (page, why) => {
      const json = message(page, why);
      await client.send({ method: 'POST', path, query, json, answer: 'any' });
      return VIA;
    },
    resolve: async () => {},
    close: () => client.close(),
  };
}

function message(page: Page, why: string): object {
  return {
    incident: page.incidentId,
    severity: page.severity,
    summary: page.summary,
    why,
    started_at: page.startedAt,
    links: page.links,
  };
}
