/** The fallback by e-mail sends a page as plain text through an SMTP server. */
import { createTransport } from 'nodemailer';
import type { Fallback } from '../ports/fallback.ts';
import type { Page } from '../ports/pager.ts';
import { PortError } from '../ports/port-error.ts';
import { emailSubject, emailText } from './fallback-email-body.ts';
import { brokenCall, sayable, withinDeadline } from './outbound-failure.ts';

export interface FallbackEmailOptions {
  /** `smtp://[user:password@]host[:587]` (STARTTLS where the server offers it) or `smtps://…[:465]`. */
  readonly url: string;
  /** A plain address: `tocsin@example.com`. */
  readonly from: string;
  /** Plain addresses, at least one; all get the same message. */
  readonly to: readonly string[];
  /** For the whole delivery. Default 20,000. */
  readonly timeoutMs?: number;
  /** PEM of a private certificate authority. Default: the system's. */
  readonly ca?: string;
  /** Whether to give up rather than send unencrypted. Default: where there is a password, and the server is not this machine. */
  readonly requireTls?: boolean;
}

interface Server {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string;
  readonly password: string;
  /** `Mail server at host:port` */
  readonly who: string;
}

const VIA = 'e-mail';

/** Accepted when the server takes it for at least one address. Throws PortError `refused` for an unusable URL or address. */
export function createFallbackEmail(options: FallbackEmailOptions): Fallback {
  const server = readServer(options.url);
  const addresses = [options.from, ...options.to];
  if (options.to.length === 0 || !addresses.every(isPlainAddress)) {
    throw new PortError(
      'refused',
      'The fallback e-mail needs plain addresses such as oncall@example.com: one to send from, at least one to send to',
    );
  }
  const timeoutMs = options.timeoutMs ?? 20_000;
  const transport = transportTo(server, options, timeoutMs);
  return {
    via: VIA,
    call: (page, why) =>
      withinDeadline(server.who, timeoutMs, async (signal) => {
        try {
          await transport.sendMail({ ...message(options, page, why), signal });
          return VIA;
        } catch (error) {
          throw failure(server, error);
        }
      }),
    resolve: async () => {},
  };
}

function message(options: FallbackEmailOptions, page: Page, why: string) {
  return {
    from: { name: 'Tocsin', address: options.from },
    to: [...options.to],
    subject: emailSubject(page),
    text: emailText(page, why),
    priority: 'high' as const,
    // Keeps out-of-office replies away.
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

function transportTo(server: Server, options: FallbackEmailOptions, timeoutMs: number) {
  const { host, port, secure, user, password } = server;
  return createTransport({
    host,
    port,
    secure,
    requireTLS: options.requireTls ?? (password !== '' && !isThisMachine(host)),
    ...(user === '' ? {} : { auth: { user, pass: password } }),
    ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
    // A page is text: nothing in it is ever opened or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
}

function readServer(text: string): Server {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSmtp = url?.protocol === 'smtp:' || url?.protocol === 'smtps:';
  const isBare = url?.search === '' && url.hash === '' && /^\/?$/.test(url.pathname);
  if (!isSmtp || !isBare || url.hostname === '') {
    throw new PortError(
      'refused',
      'The address of the mail server is no SMTP URL; write smtp://user:password@host:port',
    );
  }
  const secure = url.protocol === 'smtps:';
  const port = Number(url.port) || (secure ? 465 : 587);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port,
    secure,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    who: `Mail server at ${url.hostname}:${port}`,
  };
}

/** Nothing that could name a second receiver or begin another header. */
function isPlainAddress(text: string): boolean {
  return /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+$/.test(text) && !/\p{C}/u.test(text);
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

/** What nodemailer says beside its message: a code, and where the server said no, its number and words. */
interface MailFault {
  readonly code?: string;
  /** What the network or TLS said. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

function failure({ who, user, password }: Server, error: unknown): PortError {
  const { code, originalCode, responseCode, response } = error as MailFault;
  // Servers like to repeat what they did not take, and AUTH PLAIN sends both in one.
  const words = sayable(response ?? '', [password, `\0${user}\0${password}`]);
  if (code === 'EAUTH') return new PortError('auth', `${who} does not accept our login: ${words}`);
  if (code === 'ETLS') {
    return new PortError('refused', `${who} offers no encryption; use one that does, or smtps://`);
  }
  if (responseCode !== undefined) {
    const reason = responseCode >= 500 ? 'refused' : 'unavailable';
    return new PortError(reason, `${who} did not take the message: ${words}`);
  }
  if (code === 'ETIMEDOUT') return new PortError('timeout', `${who} did not answer in time`);
  return brokenCall(who, Object.assign(new Error(), { code: originalCode ?? code }));
}
