import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Environment } from '../../../src/config/environment.ts';
import { loadConfig } from '../../../src/config/load-config.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'tocsin-config-'));
  await mkdir(join(cwd, '_config'));
});

afterEach(() => rm(cwd, { recursive: true }));

async function write(text: string, mode = 0o600): Promise<void> {
  const file = join(cwd, '_config', 'config.yaml');
  await writeFile(file, text);
  await chmod(file, mode);
}

async function errors(env: Environment = {}, file?: string): Promise<string[]> {
  const result = await loadConfig({ env, cwd, ...(file === undefined ? {} : { file }) });
  if (result.ok) return [];
  return result.error.map((one) => {
    const place = one.line === 0 ? '' : `:${one.line}:${one.column}`;
    const name = one.file.replace(`${cwd}/`, '');
    return `${name}${place} ${one.message}${one.fix ? ` [${one.fix}]` : ''}`;
  });
}

describe('a wrong configuration', () => {
  it('is told with every error at its place', async () => {
    await write(
      'server:\n  prt: 80\n  host: "a b"\nsources: {prometheus_url: "ftp://x"}\nclocks: {quiet_for: 5}\nlog: {level: verbose}\nzzz: 1\n',
    );
    expect(await errors({ PORT: 'eighty' })).toEqual([
      '_config/config.yaml:2:3 unknown field "prt" [did you mean "port"?]',
      '_config/config.yaml:3:9 "host" must be a host name or an IP address',
      '_config/config.yaml:4:27 "prometheus_url" must be an address that begins with http:// or https://',
      '_config/config.yaml:5:21 "quiet_for" must be text [found 5]',
      '_config/config.yaml:6:14 "level" cannot be "verbose" [expected one of debug, info, warn, error]',
      '_config/config.yaml:7:1 unknown field "zzz" [expected one of server, storage, pagerduty, sources, slack, stakeholders, access, log, rules_dir, workflows_dir, project_context, workflow_defaults, severities, clocks, postmortem, diagnosis]',
      'environment "PORT" must be a number [found "eighty"]',
    ]);
  });

  it.each<[string, string, string]>([
    ['PORT', '70000', '"PORT" must be at most 65535'],
    ['LOG_LEVEL', 'inf', '"LOG_LEVEL" cannot be "inf" [did you mean "info"?]'],
    [
      'DATABASE_URL',
      'mysql://x',
      '"DATABASE_URL" must be an address that begins with postgres:// or postgresql://',
    ],
    [
      'REDIS_URL',
      'http://x',
      '"REDIS_URL" must be an address that begins with redis:// or rediss://',
    ],
    ['LOKI_URL', 'http://l?x=1', '"LOKI_URL" must not have a query or a fragment'],
    ['TOCSIN_API_TOKEN', 'two words', '"TOCSIN_API_TOKEN" must be printable ASCII without spaces'],
    [
      'PAGERDUTY_WEBHOOK_SECRET',
      'a,b c',
      '"PAGERDUTY_WEBHOOK_SECRET" must be printable ASCII without spaces',
    ],
  ])('%s=%s', async (name, value, message) => {
    expect(await errors({ [name]: value })).toEqual([`environment ${message}`]);
  });

  it.each([
    ['"quiet_for" must be a duration [write 90s, 5m or 1h30m]', 'clocks: {quiet_for: five}\n'],
    ['"quiet_for" must be a duration [write 90s, 5m or 1h30m]', 'clocks: {quiet_for: 0s}\n'],
    ['"page" must be true or false [found "yes"]', 'severities: {SEV1: {page: yes}}\n'],
    ['unknown field "SEV5" [did you mean "SEV1"?]', 'severities: {SEV5: {page: true}}\n'],
  ])('%s', async (message, text) => {
    await write(text);
    expect((await errors())[0]).toContain(message);
  });

  it('never shows a secret in its errors', async () => {
    await write(
      'access: {}\npagerduty:\n  api_token: canary two\n  routing_key: 7312345\n  webhook_secret:\n    - "canary three"\n',
    );
    const result = await loadConfig({ env: {}, cwd });
    const text = JSON.stringify(result);
    expect(result.ok).toBe(false);
    expect(text).not.toMatch(/canary|7312345/u);
    expect(text).toContain('api_token: <secret>');
    expect(text).toContain('\\"routing_key\\" must be text: put it in quotes');
  });

  it('never shows a secret of a line that is not even YAML', async () => {
    await write('pagerduty:\n  api_token: "canary\n');
    expect(JSON.stringify(await loadConfig({ env: {}, cwd }))).not.toContain('canary');
  });

  it('must exist when it is named', async () => {
    expect(await errors({}, 'other.yaml')).toEqual(['other.yaml the file cannot be read (ENOENT)']);
  });
});

describe('warnings', () => {
  async function warnings(): Promise<string[]> {
    const result = await loadConfig({ env: {}, cwd });
    return result.ok ? result.warnings.map((one) => one.check) : ['failed'];
  }

  it('tell that everybody can read a file with secrets in it', async () => {
    await write('access: {api_token: x}\n', 0o644);
    expect(await warnings()).toEqual(['config/world-readable']);
  });

  it('tell nothing when only the owner can, or when there is no secret', async () => {
    await write('access: {api_token: x}\n', 0o640);
    expect(await warnings()).toEqual([]);
    await write('server: {port: 1}\n', 0o644);
    expect(await warnings()).toEqual([]);
  });

  it('tell that SEV1 rings nobody', async () => {
    await write('severities: {SEV1: {page: false}}\n');
    expect(await warnings()).toEqual(['config/sev1-silent']);
  });
});
