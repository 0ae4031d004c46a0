/** The sandbox's SMTP server takes mail for everybody, keeps it, and can be told to refuse. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { accept, command, forget, type ReceivedMail, type SmtpSession } from './smtp-session.ts';

export interface SmtpOptions {
  /** PEM; the server then offers STARTTLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Nobody may send without this login. Default: everybody may. */
  readonly login?: { readonly user: string; readonly password: string };
}

/** `GREETING` and `MESSAGE` (the end of a mail) stand beside the verbs of SMTP. */
export type SmtpMoment = 'GREETING' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'MESSAGE';

export interface SmtpSink {
  /** `smtp://127.0.0.1:PORT` */
  readonly url: string;
  /** Accepted mail in order. */
  readonly mails: readonly ReceivedMail[];
  /** All that clients said outside of messages, in order. */
  readonly commands: readonly string[];
  /** The next time, does nothing but answer this line; null: never answers; `cut`: hangs up. Used up in order. */
  answer(moment: SmtpMoment, line: string | null): void;
  /** Also cuts connections that are open. */
  close(): Promise<void>;
}

interface Office {
  readonly options: SmtpOptions;
  readonly mails: ReceivedMail[];
  readonly commands: string[];
  readonly script: { readonly moment: string; readonly line: string | null }[];
}

export async function openSmtp(options: SmtpOptions = {}): Promise<SmtpSink> {
  const office: Office = { options, mails: [], commands: [], script: [] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    converse(office, socket, false);
    respond(office, socket, 'GREETING', () => '220 sandbox ESMTP');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails: office.mails,
    commands: office.commands,
    answer: (moment, line) => office.script.push({ moment, line }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Until the line is cut, or goes on over TLS. */
function converse(office: Office, socket: Socket, secure: boolean): void {
  const session = newSession(office, secure);
  let pending = '';
  const onData = (chunk: Buffer) => {
    const lines = `${pending}${chunk.toString('latin1')}`.split('\r\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (isStartTls(session, line)) {
        socket.off('data', onData);
        secureLine(office, socket);
        return;
      }
      hear(office, session, socket, line);
    }
  };
  socket.on('data', onData);
  // A client that hangs up is part of the play.
  socket.on('error', () => {});
}

function newSession(office: Office, secure: boolean): SmtpSession {
  const { tls, login = null } = office.options;
  const letter = { user: null, from: null, to: [], message: null };
  return { secure, offersTls: tls !== undefined, login, mails: office.mails, ...letter };
}

function isStartTls(session: SmtpSession, line: string): boolean {
  return session.offersTls && session.message === null && line.toUpperCase() === 'STARTTLS';
}

function secureLine(office: Office, socket: Socket): void {
  socket.write('220 go ahead\r\n');
  converse(office, new TLSSocket(socket, { isServer: true, ...office.options.tls }), true);
}

function hear(office: Office, session: SmtpSession, socket: Socket, line: string): void {
  if (session.message === null) {
    office.commands.push(line);
    const [verb = ''] = line.toUpperCase().split(' ');
    respond(office, socket, verb, () => command(session, line));
  } else if (line === '.') {
    respond(office, socket, 'MESSAGE', () => accept(session));
    forget(session);
  } else {
    session.message.push(line.startsWith('.') ? line.slice(1) : line);
  }
}

/** What is scripted for the moment takes the place of `act` and its answer. */
function respond(office: Office, socket: Socket, moment: string, act: () => string): void {
  const index = office.script.findIndex((one) => one.moment === moment);
  const [scripted] = index === -1 ? [] : office.script.splice(index, 1);
  const answer = scripted === undefined ? act() : scripted.line;
  if (answer === 'cut') socket.destroy();
  else if (answer !== null) socket.write(`${answer}\r\n`);
}
