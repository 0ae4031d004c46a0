import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.ts';
import { redact, secretValues } from '../../../src/config/redact.ts';
import { configFolder } from './config-folder.ts';

const { read, load, remarks } = configFolder();

describe('PagerDuty', () => {
  it('is told whom to ask, which priority a SEV1 has, and whether its incidents are ours', async () => {
    const { pagerduty } = await load(
      'pagerduty: {architects: [user:PKHANG1, policy:PARCH01], adopt: false, sev1_priority: Sev-1}\n',
    );
    expect(pagerduty.architects).toEqual([
      { kind: 'user', id: 'PKHANG1' },
      { kind: 'escalation_policy', id: 'PARCH01' },
    ]);
    expect(pagerduty.adopt).toBe(false);
    expect(pagerduty.sev1Priority).toBe('Sev-1');
  });

  it('is told of others for a severity that has its own, and of nobody where that list is empty', async () => {
    const { pagerduty } = await load(
      'pagerduty: {architects: [user:PKHANG1]}\nseverities: {SEV2: {architects: [policy:PDB0001]}, SEV1: {architects: []}, SEV3: {architects: }}\n',
    );
    expect(pagerduty.architects).toEqual([{ kind: 'user', id: 'PKHANG1' }]);
    expect(pagerduty.architectsOf).toEqual({
      SEV1: [],
      SEV2: [{ kind: 'escalation_policy', id: 'PDB0001' }],
    });
    expect(await remarks('severities: {SEV2: {architects: [group:x]}}\n')).toEqual([
      'error 1:34 item 1 of "architects" must name who is meant, not "group:x" [write user:ID or policy:ID]',
    ]);
  });

  it.each(['schedule:PARCH01', 'PKHANG1', 'user:', 'anyone'])(
    'cannot ask %s to join',
    async (one) => {
      expect(await remarks(`pagerduty: {architects: [${JSON.stringify(one)}]}\n`)).toEqual([
        `error 1:26 item 1 of "architects" must name who is meant, not "${one}" [write user:ID or policy:ID]`,
      ]);
    },
  );
});

const MAIL = `
pagerduty:
  fallback:
    routing_key: ${'k'.repeat(32)}
    webhook_url: https://pages.example/hook
    email:
      smtp_url: smtps://tocsin:canary%21pw@mail.example
      from: tocsin@example.com
      to: [sre@example.com, lan@example.com]
`;

describe('the fallback', () => {
  it('is what the file says', async () => {
    const { fallback } = (await load(MAIL)).pagerduty;
    expect(fallback.routingKey?.reveal()).toBe('k'.repeat(32));
    expect(fallback.webhookUrl?.reveal()).toBe('https://pages.example/hook');
    expect(fallback.email?.smtpUrl.reveal()).toBe('smtps://tocsin:canary%21pw@mail.example');
    expect(fallback.email?.from).toBe('tocsin@example.com');
    expect(fallback.email?.to).toEqual(['sre@example.com', 'lan@example.com']);
  });

  it('keeps its secrets', async () => {
    const config = await load(MAIL);
    expect(JSON.stringify(config)).not.toMatch(/canary|kkkk|pages\.example/u);
    const said = `canary%21pw canary!pw ${'k'.repeat(32)} https://pages.example/hook`;
    expect(redact(said, secretValues(config))).toBe('<secret> <secret> <secret> <secret>');
  });

  it.each([
    ['routing_key: short', '"routing_key" must be a routing key of 32 characters'],
    [
      'webhook_url: ftp://x',
      '"webhook_url" must be an address that begins with http:// or https://',
    ],
    [
      'email: {smtp_url: "http://mail.example"}',
      '"smtp_url" must be an address that begins with smtp:// or smtps://',
    ],
    ['email: {smtp_url: "smtp://"}', '"smtp_url" must name a host'],
    ['email: {from: Tocsin}', '"from" must be an e-mail address [write it as sre@example.com]'],
    ['email: {to: ["a@example.com\\r\\nBcc: b"]}', 'item 1 of "to" must be an e-mail address'],
    ['email: {to: sre@example.com}', '"to" must be a list [found "sre@example.com"]'],
  ])('cannot be %j', async (line, message) => {
    expect((await remarks(`pagerduty:\n  fallback:\n    ${line}\n`))[0]).toContain(message);
  });

  it('by e-mail needs a sender and receivers', async () => {
    const text = 'pagerduty:\n  fallback:\n    email: {smtp_url: "smtp://u:canary@mail.example"}\n';
    const result = await read(text);
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(await remarks(text)).toEqual([
      'error 3:5 the e-mail fallback has nobody to write from or to [set pagerduty.fallback.email.from and pagerduty.fallback.email.to]',
    ]);
  });

  it('by e-mail needs them from the file when its server comes from the environment', async () => {
    const env = { FALLBACK_SMTP_URL: 'smtp://mail.example' };
    const fix = '[set pagerduty.fallback.email.from and pagerduty.fallback.email.to]';
    const expected = [
      `error environment the e-mail fallback has nobody to write from or to ${fix}`,
    ];
    expect(await remarks('server: {port: 1}\n', env)).toEqual(expected);
    const alone = await loadConfig({ env, cwd: '/nowhere' });
    expect(alone.ok ? [] : alone.error.map((one) => one.file)).toEqual(['environment']);
  });

  it('by e-mail is off without a server, and says so', async () => {
    const text = 'pagerduty:\n  fallback:\n    email:\n      from: tocsin@example.com\n';
    expect(await remarks(text)).toEqual([
      'warning 3:5 the e-mail fallback is off: it has no server to send through [set FALLBACK_SMTP_URL or FALLBACK_SMTP_URL_FILE]',
    ]);
    expect((await load(text)).pagerduty.fallback.email).toBeNull();
  });
});
