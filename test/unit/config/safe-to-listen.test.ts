import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { assertSafeToListen, isLoopback } from '../../../src/config/safe-to-listen.ts';

async function complaints(env: Record<string, string>): Promise<string[]> {
  const result = await loadConfig({ env, cwd: '/nowhere' });
  if (!result.ok) throw new Error('expected a configuration');
  return assertSafeToListen(result.value).map((one) => `${one.message}; ${one.fix}`);
}

const TOKENS = { TOCSIN_API_TOKEN: 'a', ALERTMANAGER_WEBHOOK_TOKEN: 'b' };

it('the loopback address is safe without tokens', async () => {
  expect(await complaints({})).toEqual([]);
});

it('another address without tokens is refused, and each missing one is named with its remedy', async () => {
  expect(await complaints({ HOST: '0.0.0.0' })).toEqual([
    'other machines can reach 0.0.0.0, and TOCSIN_API_TOKEN is not set; set TOCSIN_API_TOKEN or TOCSIN_API_TOKEN_FILE (key access.api_token), or listen on HOST=127.0.0.1',
    'other machines can reach 0.0.0.0, and ALERTMANAGER_WEBHOOK_TOKEN is not set; set ALERTMANAGER_WEBHOOK_TOKEN or ALERTMANAGER_WEBHOOK_TOKEN_FILE (key access.alertmanager_webhook_token), or listen on HOST=127.0.0.1',
  ]);
});

it('one token is not enough, both are', async () => {
  expect(await complaints({ HOST: '::', TOCSIN_API_TOKEN: 'a' })).toHaveLength(1);
  expect(await complaints({ HOST: '::', ...TOKENS })).toEqual([]);
});

it.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost', 'LOCALHOST'])('%s is loopback', (host) => {
  expect(isLoopback(host)).toBe(true);
});

it.each([
  '0.0.0.0',
  '::',
  '10.0.0.1',
  '127.0.0.1.example.com',
  'localhost.example.com',
  '127.evil',
])('%s is not loopback', (host) => {
  expect(isLoopback(host)).toBe(false);
});
