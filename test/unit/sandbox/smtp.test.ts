/** The sandbox's SMTP server, spoken to line by line. */
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSmtp, type SmtpOptions, type SmtpSink } from '../../../src/sandbox/smtp.ts';

let smtp: SmtpSink;

beforeEach(async () => {
  smtp = await openSmtp();
});

afterEach(() => smtp.close());

/** Says the lines at once; gives the codes of all answers when the server has said `bye`. */
function talk(sink: SmtpSink, lines: readonly string[]): Promise<string[]> {
  const { hostname, port } = new URL(sink.url);
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n`));
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      if (!heard.includes('221 ')) return;
      socket.destroy();
      resolve(heard.trim().split('\r\n'));
    });
    socket.once('error', reject);
  });
}

const codes = (answers: readonly string[]) => answers.map((one) => one.slice(0, 4));

it('takes a message with its dots undone and its words decoded', async () => {
  const answers = await talk(smtp, [
    'EHLO me',
    'MAIL FROM:<a@example.com> BODY=8BITMIME',
    'RCPT TO:<b@example.com>',
    'DATA',
    'Subject: =?UTF-8?Q?Caf=C3=A9?=',
    ' =?UTF-8?B?IGNsb3NlZA==?=',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '..leading dot, caf=C3=A9 =',
    'closed',
    '.',
    'QUIT',
  ]);
  expect(codes(answers)).toEqual(['220 ', '250-', '250 ', '250 ', '250 ', '354 ', '250 ', '221 ']);
  expect(smtp.mails).toMatchObject([
    {
      from: 'a@example.com',
      to: ['b@example.com'],
      subject: 'Café closed',
      text: '.leading dot, café closed',
      secure: false,
      user: null,
    },
  ]);
});

it('keeps the order of SMTP', async () => {
  const answers = await talk(smtp, ['RCPT TO:<b@x>', 'DATA', 'MAIL b@x', 'WHAT', 'QUIT']);
  expect(codes(answers).slice(1)).toEqual(['503 ', '503 ', '501 ', '502 ', '221 ']);
});

it('does nothing but answer what it was told to', async () => {
  smtp.answer('RCPT', '550 nobody');
  smtp.answer('MESSAGE', '452 full');
  const letter = ['MAIL FROM:<a@x>', 'RCPT TO:<b@x>', 'RCPT TO:<c@x>', 'DATA', 'Hi', '.'];
  const answers = await talk(smtp, ['EHLO me', ...letter, ...letter, 'QUIT']);
  expect(codes(answers).slice(3)).toEqual(
    '250 |550 |250 |354 |452 |250 |250 |250 |354 |250 |221 '.split('|'),
  );
  expect(smtp.mails.map((mail) => mail.to)).toEqual([['b@x', 'c@x']]);
});

it('takes nothing from those who are not logged in where a login is asked for', async () => {
  const options: SmtpOptions = { login: { user: 'u', password: 'p' } };
  const guarded = await openSmtp(options);
  const plain = (user: string, password: string) =>
    `AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`;
  const answers = await talk(guarded, [
    'MAIL FROM:<a@x>',
    plain('u', 'wrong'),
    plain('u', 'p'),
    'MAIL FROM:<a@x>',
    'QUIT',
  ]);
  await guarded.close();
  expect(codes(answers).slice(1)).toEqual(['530 ', '535 ', '235 ', '250 ', '221 ']);
});
