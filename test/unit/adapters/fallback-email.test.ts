/** The fallback by e-mail, sent in earnest to an SMTP server that can refuse in every way we know. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createFallbackEmail,
  type FallbackEmailOptions,
} from '../../../src/adapters/fallback-email.ts';
import {
  openSmtp,
  type SmtpMoment,
  type SmtpOptions,
  type SmtpSink,
} from '../../../src/sandbox/smtp.ts';
import { PAGE } from './a-page.ts';
import { portErrorOf } from './port-error-of.ts';

const WHY = 'PagerDuty at events.pagerduty.com did not answer within 10 s';

let sinks: SmtpSink[];
let smtp: SmtpSink;

async function server(options: SmtpOptions = {}): Promise<SmtpSink> {
  const sink = await openSmtp(options);
  sinks.push(sink);
  return sink;
}

beforeEach(async () => {
  sinks = [];
  smtp = await server();
});

afterEach(() => Promise.all(sinks.map((sink) => sink.close())));

function email(options: Partial<FallbackEmailOptions> = {}) {
  return createFallbackEmail({
    url: smtp.url,
    from: 'tocsin@example.com',
    to: ['lan@example.com', 'minh@example.com'],
    timeoutMs: 3000,
    ...options,
  });
}

describe('an e-mail', () => {
  it('tells everybody in plain text what happened, and why it is no page', async () => {
    await email().call(PAGE, WHY);
    const [mail, ...others] = smtp.mails;
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      from: 'tocsin@example.com',
      to: ['lan@example.com', 'minh@example.com'],
      subject: '[SEV1] INC-2026-11-22-001: SEV1 Checkout: error rate above 5 %',
    });
    expect(mail?.headers).toMatchObject({
      from: 'Tocsin <tocsin@example.com>',
      to: 'lan@example.com, minh@example.com',
      'content-type': 'text/plain; charset=utf-8',
      'auto-submitted': 'auto-generated',
      importance: 'High',
    });
    expect(mail?.text.trimEnd().split('\n')).toEqual([
      'SEV1 Checkout: error rate above 5 %',
      '',
      'Incident: INC-2026-11-22-001',
      'Severity: SEV1',
      'Affected: checkout',
      'Started:  2026-11-22T10:00:00.000Z',
      '',
      `This comes by e-mail because the pager failed: ${WHY}`,
      '',
      'Details:',
      '  rule: defaults/sev1-critical',
      '  reason: severity="critical"',
      '',
      'Links:',
      '  Runbook: https://runbooks.example.com/checkout',
    ]);
  });

  it('cannot be made to say anything else by what an alert holds', async () => {
    const evil =
      'x\r\nBcc: all@evil.example\r\n\r\n<b>hi</b>\r\n.\r\nMAIL FROM:<e@evil.example>\u0000\u202e';
    const page = {
      ...PAGE,
      incidentId: evil,
      summary: evil,
      source: evil,
      details: { [evil]: evil },
      links: [
        { href: 'javascript:alert(1)', text: 'click' },
        { href: 'https://ok.example/', text: evil },
      ],
    };
    await email().call(page, evil);
    const [mail] = smtp.mails;
    expect(smtp.commands.filter((line) => /^(MAIL|RCPT)/.test(line))).toEqual([
      'MAIL FROM:<tocsin@example.com>',
      'RCPT TO:<lan@example.com>',
      'RCPT TO:<minh@example.com>',
    ]);
    expect(mail?.headers['bcc']).toBeUndefined();
    expect(mail?.headers['content-type']).toMatch(/^text\/plain/);
    expect(mail?.text).not.toMatch(/^(Bcc|<b>|MAIL)/m);
    expect(mail?.text).not.toContain('javascript:');
    expect(mail?.text).toContain('https://ok.example/');
  });

  it('has one subject line and one envelope, whatever the page says', async () => {
    const any = fc.string({ unit: 'binary', maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(any, any, async (summary, why) => {
        const before = smtp.mails.length;
        await email().call({ ...PAGE, summary }, why);
        const mail = smtp.mails[before];
        expect(mail?.to).toEqual(['lan@example.com', 'minh@example.com']);
        expect(Object.keys(mail?.headers ?? {}).sort()).toEqual([
          'auto-submitted',
          'content-transfer-encoding',
          'content-type',
          'date',
          'from',
          'importance',
          'message-id',
          'mime-version',
          'subject',
          'to',
          'x-msmail-priority',
          'x-priority',
        ]);
        expect(mail?.subject).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 40 },
    );
  });

  it('of a page that is far too long is short', async () => {
    const details = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`d${n}`, 'y'.repeat(9000)]),
    );
    await email().call({ ...PAGE, summary: 'ü'.repeat(50_000), details }, WHY);
    expect(smtp.mails[0]?.subject.length).toBeLessThanOrEqual(180);
    expect(smtp.mails[0]?.raw.length).toBeLessThan(200_000);
  });

  it('is accepted when one of its receivers is', async () => {
    smtp.answer('RCPT', '550 nobody here');
    await email().call(PAGE, WHY);
    expect(smtp.mails[0]?.to).toEqual(['minh@example.com']);
  });
});

describe('a mail server that fails', () => {
  it.each<[SmtpMoment, string | null, string, string]>([
    ['GREETING', null, 'timeout', 'did not answer within 0.3 s'],
    ['EHLO', null, 'timeout', 'did not answer within 0.3 s'],
    ['MESSAGE', null, 'timeout', 'did not answer within 0.3 s'],
    ['GREETING', '554 go away', 'refused', '554 go away'],
    ['GREETING', 'HTTP/1.1 400 Bad Request', 'unavailable', 'EPROTOCOL'],
    ['GREETING', 'cut', 'unavailable', 'ECONNECTION'],
    ['MAIL', '451 come\u0007back later', 'unavailable', '451 come back later'],
    ['DATA', 'cut', 'unavailable', 'ECONNECTION'],
    ['MESSAGE', '552 too big', 'refused', '552 too big'],
    ['MESSAGE', '421 busy', 'unavailable', '421 busy'],
  ])('at %s with %j is told of by its reason', async (moment, line, reason, words) => {
    smtp.answer(moment, line);
    const timeoutMs = reason === 'timeout' ? 300 : 3000;
    const error = await portErrorOf(email({ timeoutMs }).call(PAGE, WHY));
    expect([error.reason, error.message]).toEqual([reason, expect.stringContaining(words)]);
    expect(error.message).toMatch(/^Mail server at 127\.0\.0\.1:\d+ /);
    expect(smtp.mails).toEqual([]);
  });

  it('refuses everybody', async () => {
    for (const line of ['550 nobody', '550 here']) smtp.answer('RCPT', line);
    expect((await portErrorOf(email().call(PAGE, WHY))).reason).toBe('refused');
  });

  it.each([
    ['smtp://127.0.0.1:1', 'ECONNREFUSED'],
    ['smtp://no-such-host.invalid', 'cannot be reached'],
  ])('cannot be reached at %s', async (url, words) => {
    const error = await portErrorOf(email({ url }).call(PAGE, WHY));
    expect([error.reason, error.message]).toEqual(['unavailable', expect.stringContaining(words)]);
  });
});

describe('a login', () => {
  const read = (name: string) =>
    readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');
  const ca = read('loopback-cert.pem');
  const tls = { key: read('loopback-key.pem'), cert: ca };
  const login = { user: 'tocsin@example.com', password: 'p@ss:word' };
  const withLogin = (sink: SmtpSink, password = 'p%40ss%3Aword') =>
    sink.url.replace('//', `//tocsin%40example.com:${password}@`);

  it('travels encrypted where the server offers it', async () => {
    const sink = await server({ tls, login });
    await email({ url: withLogin(sink), ca }).call(PAGE, WHY);
    expect(sink.mails).toMatchObject([{ secure: true, user: 'tocsin@example.com' }]);
  });

  it('is not sent to a stranger', async () => {
    const sink = await server({ tls, login });
    const error = await portErrorOf(email({ url: withLogin(sink) }).call(PAGE, WHY));
    expect([error.reason, error.message]).toEqual([
      'unavailable',
      expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    ]);
    expect(sink.commands.some((line) => line.startsWith('AUTH'))).toBe(false);
  });

  it('is not sent unencrypted where encryption is asked for', async () => {
    const sink = await server({ login });
    const options = { url: withLogin(sink), requireTls: true };
    const error = await portErrorOf(email(options).call(PAGE, WHY));
    expect([error.reason, error.message]).toEqual(['refused', expect.stringContaining('smtps://')]);
    expect(sink.commands.some((line) => line.startsWith('AUTH'))).toBe(false);
  });

  it('that is wrong is told of without the password, which some servers repeat', async () => {
    const sink = await server({ login });
    const error = await portErrorOf(email({ url: withLogin(sink, 'canary-2') }).call(PAGE, WHY));
    expect(error.reason).toBe('auth');
    expect(error.message).toContain('wrong login');
    expect(error.message).not.toContain('canary-2');
  });
});

describe('what cannot be an e-mail', () => {
  it.each([
    [{ url: 'https://mail.example.com' }, 'SMTP URL'],
    [{ url: 'smtp://mail.example.com/?tls.rejectUnauthorized=false' }, 'SMTP URL'],
    [{ url: 'mail.example.com' }, 'SMTP URL'],
    [{ url: 'smtp://' }, 'SMTP URL'],
    [{ to: [] }, 'addresses'],
    [{ to: ['a@example.com\r\nBcc: b@example.com'] }, 'addresses'],
    [{ to: ['a@example.com, b@example.com'] }, 'addresses'],
    [{ to: ['Lan <lan@example.com>'] }, 'addresses'],
    [{ from: '' }, 'addresses'],
    [{ from: 'a@b\u0000.c' }, 'addresses'],
  ])('is refused at once: %j', (options, words) => {
    expect(() => email(options)).toThrowError(
      expect.objectContaining({ reason: 'refused', message: expect.stringContaining(words) }),
    );
  });
});
