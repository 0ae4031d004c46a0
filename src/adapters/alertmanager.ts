/** Alertmanager is asked for all alerts that it holds, for when its webhooks may have been lost. */
import type { AlertSource } from '../ports/alert-source.ts';
import { readStanding, refusalIn } from './alertmanager-answer.ts';
import { readGroups } from './alertmanager-groups-answer.ts';
import { createHttpClient } from './http-client.ts';

export interface AlertmanagerOptions {
  /** http(s) URL, with a path prefix if need be, without `/api/v2`. */
  readonly baseUrl: string;
  /** Authorization, X-Scope-OrgID and the like. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default 10,000. */
  readonly timeoutMs?: number;
  /** Default 32 MiB: some 30,000 alerts. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;

const ALL_ALERTS = new URLSearchParams({
  active: 'true',
  silenced: 'true',
  inhibited: 'true',
  unprocessed: 'false',
});

const ALL_GROUPS = new URLSearchParams({ active: 'true', silenced: 'true', inhibited: 'true' });

/** Throws PortError `refused` for a base URL that may not be called. */
export function createAlertmanager(options: AlertmanagerOptions): AlertSource & { close(): void } {
  const client = createHttpClient({
    ...options,
    vendor: 'Alertmanager',
    maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
    refusal: refusalIn,
  });
  return {
    standing: async () => {
      const asked = { method: 'GET', path: '/api/v2/alerts', query: ALL_ALERTS } as const;
      return readStanding(client.target.who, await client.send(asked));
    },
    groups: async () => {
      const asked = { method: 'GET', path: '/api/v2/alerts/groups', query: ALL_GROUPS } as const;
      return readGroups(client.target.who, await client.send(asked));
    },
    close: () => client.close(),
  };
}
