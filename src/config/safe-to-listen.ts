/** Whether the address is safe to listen on: what other machines can reach asks for its tokens. */
import { isIPv4 } from 'node:net';
import { type Diagnostic, wholeFile } from '../documents/diagnostic.ts';
import type { Config } from './config.ts';
import type { Secret } from './secret.ts';

/** One error per missing token; empty when the service may listen. */
export function assertSafeToListen(config: Config): readonly Diagnostic[] {
  const { host } = config.server;
  if (isLoopback(host)) return [];
  const asked: readonly (readonly [string, string, Secret | null])[] = [
    ['TOCSIN_API_TOKEN', 'access.api_token', config.access.apiToken],
    [
      'ALERTMANAGER_WEBHOOK_TOKEN',
      'access.alertmanager_webhook_token',
      config.access.alertmanagerWebhookToken,
    ],
  ];
  return asked
    .filter(([, , token]) => token === null)
    .map(([variable, key]) =>
      wholeFile(config.file ?? 'environment', {
        level: 'error',
        check: 'config/open-door',
        message: `other machines can reach ${host}, and ${variable} is not set`,
        fix: `set ${variable} or ${variable}_FILE (key ${key}), or listen on HOST=127.0.0.1`,
      }),
    );
}

export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.');
  return host === '::1' || host.toLowerCase() === 'localhost';
}
