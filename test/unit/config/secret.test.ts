import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { redact, secretValues } from '../../../src/config/redact.ts';
import { Secret } from '../../../src/config/secret.ts';

async function configOf(env: Record<string, string>) {
  const result = await loadConfig({ env, cwd: '/nowhere' });
  if (!result.ok) throw new Error('expected a configuration');
  return result.value;
}

describe('a secret', () => {
  const secret = new Secret('canary-1234');

  it.each([
    ['String', String(secret)],
    ['a template', `${secret}`],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ deep: [secret] })],
    ['inspect with everything', inspect(secret, { showHidden: true, customInspect: false })],
    ['its own keys', JSON.stringify(Object.entries(secret))],
  ])('does not print through %s', (_, text) => {
    expect(text).not.toContain('canary');
  });

  it('is given to whoever asks for it by name', () => {
    expect(secret.reveal()).toBe('canary-1234');
    expect(String(secret)).toBe('<secret>');
  });
});

describe('redaction', () => {
  it('knows every secret of the configuration, and passwords inside addresses', async () => {
    const config = await configOf({
      TOCSIN_API_TOKEN: 'canary-token',
      PAGERDUTY_WEBHOOK_SECRET: 'canary-a,canary-b',
      DATABASE_URL: 'postgres://me:canary%2Fpw@db/t',
      PROMETHEUS_URL: 'http://me:canary-prom@p',
    });
    const clean = redact(
      'canary-token canary-a canary-b canary%2Fpw canary/pw canary-prom and words',
      secretValues(config),
    );
    expect(clean).not.toContain('canary');
    expect(clean).toContain('and words');
  });

  it('knows the ways past the pager', async () => {
    const config = await configOf({
      PAGERDUTY_FALLBACK_ROUTING_KEY: 'canary0fallback0routing0key00001',
      FALLBACK_WEBHOOK_URL: 'https://pages.example/canary',
    });
    expect(secretValues(config)).toContain('canary0fallback0routing0key00001');
    expect(secretValues(config)).toContain('https://pages.example/canary');
  });

  it('leaves ordinary words alone when a secret is very short', async () => {
    const config = await configOf({ TOCSIN_API_TOKEN: 'e' });
    expect(redact('the weather', secretValues(config))).toBe('the weather');
  });
});
