import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/read-settings.ts';
import {
  type Compose,
  type ComposeService,
  DOCKER,
  mountOf,
  ROOT,
  readDocker,
} from '../../given/compose.ts';
import { knownVariables } from '../../given/known-settings.ts';

const base = await readDocker<Compose>('compose.yaml');
const pagerduty = await readDocker<Compose>('compose.pagerduty.yaml');
const services = Object.entries(base.services);

/** A line of somebody's file, as something that Tocsin takes. */
const SECRETS: Readonly<Record<string, string>> = {
  database_url: 'postgres://tocsin:not-a-password@postgres:5432/tocsin',
  tocsin_api_token: 'not-a-token-for-the-api',
  alertmanager_webhook_token: 'not-a-token-for-the-webhook',
  pagerduty_routing_key: '0123456789abcdef0123456789abcdef',
  pagerduty_api_token: 'not-a-token-for-pagerduty',
  pagerduty_webhook_secret: 'not-a-secret',
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-secrets-'));
  for (const [name, text] of Object.entries(SECRETS)) {
    await writeFile(join(folder, name), `${text}\n`);
  }
});

afterAll(() => rm(folder, { recursive: true }));

/** The environment as the container sees it, with the secrets where this test put them. */
function environmentOf(...parts: (ComposeService | undefined)[]): Record<string, string> {
  const given = Object.assign({}, ...parts.map((part) => part?.environment ?? {}));
  return Object.fromEntries(
    Object.entries<string | number>(given).map(([name, value]) => [
      name,
      String(value)
        .replace('/run/secrets', folder)
        .replace(/^\$\{.*\}$/, 'tocsin@example.com'),
    ]),
  );
}

describe('the compose file', () => {
  it('has Tocsin, its two stores and the two that watch', () => {
    expect(Object.keys(base.services)).toEqual([
      'tocsin',
      'postgres',
      'redis',
      'prometheus',
      'alertmanager',
    ]);
  });

  it.each(services)('%s leans on services, volumes and secrets that exist', (_name, service) => {
    for (const other of Object.keys(service.depends_on ?? {})) {
      expect(Object.keys(base.services)).toContain(other);
    }
    for (const secret of service.secrets ?? []) {
      expect(base.secrets?.[secret]?.file).toBe(`./secrets/${secret}`);
    }
    for (const { from } of (service.volumes ?? []).map(mountOf)) {
      if (from.startsWith('.')) expect(existsSync(join(DOCKER, from)), from).toBe(true);
      else expect(Object.keys(base.volumes ?? {})).toContain(from);
    }
  });

  it.each(services)('%s takes from a secret only what it was given', (_name, service) => {
    const wanted = Object.values(service.environment ?? {})
      .map(String)
      .filter((value) => value.startsWith('/run/secrets/'));
    const given = (service.secrets ?? []).map((secret) => `/run/secrets/${secret}`);
    expect(given).toEqual(expect.arrayContaining(wanted));
  });

  it.each(services)('%s says what healthy is, and its image has a version', (name, service) => {
    if (name !== 'tocsin') expect(service.healthcheck).toBeDefined();
    expect(service.image).toMatch(/:v?\d+(\.\d+)*(-\w+)?$/);
  });

  it('sets only variables that Tocsin knows', async () => {
    const known = await knownVariables();
    for (const compose of [base, pagerduty]) {
      for (const name of Object.keys(compose.services['tocsin']?.environment ?? {})) {
        expect(known).toContain(name);
      }
    }
  });

  it('builds from a Dockerfile that is there', () => {
    const { context = '', dockerfile = '' } = base.services['tocsin']?.build ?? {};
    expect(join(DOCKER, context)).toBe(ROOT);
    expect(existsSync(join(DOCKER, context, dockerfile))).toBe(true);
  });
});

describe('Tocsin as it is composed', () => {
  const read = (env: Record<string, string>) => readSettings({ cwd: ROOT, env });

  it('starts with its settings, on every address, with tokens', async () => {
    const settings = await read(environmentOf(base.services['tocsin']));
    expect(settings).toMatchObject({ ok: true, warnings: [] });
    if (settings.ok) expect(settings.config.server).toEqual({ host: '0.0.0.0', port: 8080 });
  });

  it('starts with PagerDuty on top', async () => {
    const env = environmentOf(base.services['tocsin'], pagerduty.services['tocsin']);
    const settings = await read(env);
    expect(settings).toMatchObject({ ok: true, warnings: [] });
    if (settings.ok) {
      expect(settings.config.pagerduty.routingKey?.reveal()).toHaveLength(32);
      expect(settings.config.pagerduty.from).toBe('tocsin@example.com');
    }
  });

  it('would not start without its tokens', async () => {
    const env = environmentOf(base.services['tocsin']);
    const { TOCSIN_API_TOKEN_FILE: _one, ALERTMANAGER_WEBHOOK_TOKEN_FILE: _two, ...rest } = env;
    const settings = await read(rest);
    expect(settings.ok ? [] : settings.error.map((each) => each.check)).toEqual([
      'config/open-door',
      'config/open-door',
    ]);
  });
});
