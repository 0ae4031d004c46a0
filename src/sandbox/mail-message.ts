/** A mail message as it went over the wire, taken apart far enough to be looked at. */

export interface MailMessage {
  /** Names in lower case; folded lines joined, encoded words as they came. A name that comes twice is joined by ` | `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The subject with its encoded words read. */
  readonly subject: string;
  /** The body of a message that has one part, decoded. */
  readonly text: string;
}

export function readMail(raw: string): MailMessage {
  const end = raw.indexOf('\r\n\r\n');
  const headers = readHeaders(end === -1 ? raw : raw.slice(0, end));
  const body = end === -1 ? '' : raw.slice(end + 4);
  const encoding = (headers['content-transfer-encoding'] ?? '7bit').toLowerCase();
  return {
    headers,
    subject: decodeWords(headers['subject'] ?? ''),
    text: decodeBody(body, encoding).replaceAll('\r\n', '\n'),
  };
}

function readHeaders(head: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]} | ${value}`;
  }
  return headers;
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1').toString('utf8');
  return fromQuoted(body.replace(/=\r\n/g, ''));
}

/** White space between two encoded words is none. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : fromQuoted(word.replaceAll('_', ' ')),
    );
}

function fromQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
