/** An SMTP session hears one line after another and knows what to answer. */
import { type MailMessage, readMail } from './mail-message.ts';

export interface ReceivedMail extends MailMessage {
  /** The envelope's addresses. */
  readonly from: string;
  readonly to: readonly string[];
  /** Whether it came over TLS. */
  readonly secure: boolean;
  /** Who had logged in; null when nobody had. */
  readonly user: string | null;
  /** Headers and body as they came, without the dots of the transport. */
  readonly raw: string;
}

export interface SmtpSession {
  readonly secure: boolean;
  readonly offersTls: boolean;
  /** Nobody may send without this login; null: everybody may. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Accepted mail is put here. */
  readonly mails: ReceivedMail[];
  user: string | null;
  from: string | null;
  to: string[];
  /** Lines of the message that is being sent; null outside of one. */
  message: string[] | null;
}

/** The answer to a command, with its effect. */
export function command(session: SmtpSession, line: string): string {
  const [verb = ''] = line.split(' ');
  return VERBS[verb.toUpperCase()]?.(session, line) ?? '502 no such command';
}

/** Takes the message that has come to its end. */
export function accept(session: SmtpSession): string {
  const raw = (session.message ?? []).join('\r\n');
  const { from, to, secure, user } = session;
  session.mails.push({ ...readMail(raw), from: from ?? '', to, secure, user, raw });
  forget(session);
  return '250 queued';
}

export function forget(session: SmtpSession): void {
  session.message = null;
  session.from = null;
  session.to = [];
}

type Verb = (session: SmtpSession, line: string) => string;

const VERBS: Readonly<Record<string, Verb>> = {
  EHLO: hello,
  HELO: () => '250 sandbox',
  AUTH: logIn,
  MAIL: sender,
  RCPT: receiver,
  DATA: (session) => {
    if (session.to.length === 0) return '503 no valid recipients';
    session.message = [];
    return '354 go on';
  },
  RSET: (session) => {
    forget(session);
    return '250 ok';
  },
  NOOP: () => '250 ok',
  QUIT: () => '221 bye',
};

function hello(session: SmtpSession): string {
  const offers = [
    'sandbox',
    ...(session.offersTls && !session.secure ? ['STARTTLS'] : []),
    ...(session.login === null ? [] : ['AUTH PLAIN']),
  ];
  return [...offers.map((one) => `250-${one}`), '250 8BITMIME'].join('\r\n');
}

function logIn(session: SmtpSession, line: string): string {
  const secret = Buffer.from(/^AUTH PLAIN (\S+)$/i.exec(line)?.[1] ?? '', 'base64').toString();
  const [, user = '', password = ''] = secret.split('\0');
  // Some servers are this talkative.
  const isRight = session.login?.user === user && session.login.password === password;
  if (!isRight) return `535 5.7.8 wrong login ${user}:${password}`;
  session.user = user;
  return '235 welcome';
}

function sender(session: SmtpSession, line: string): string {
  if (session.login !== null && session.user === null) return '530 5.7.0 log in first';
  session.from = /^MAIL FROM:<([^>]*)>/i.exec(line)?.[1] ?? null;
  return session.from === null ? '501 bad sender' : '250 ok';
}

function receiver(session: SmtpSession, line: string): string {
  const to = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1];
  if (session.from === null || to === undefined) return '503 sender first';
  session.to.push(to);
  return '250 ok';
}
