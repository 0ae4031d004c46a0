/** A fault is one of the ways in which the outside world fails, played on the open response. */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

export type Fault = (response: ServerResponse) => void;

/** Any status with any body; an object goes out as JSON. */
export function answers(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return (response) => {
    const isText = typeof body === 'string';
    const type = isText ? 'text/plain' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(isText ? body : JSON.stringify(body));
  };
}

/** 429, with `ratelimit-reset` when seconds are given. */
export function rateLimited(seconds?: number): Fault {
  const body = { error: { message: 'Rate Limit Exceeded', code: 2020 } };
  return answers(429, body, seconds === undefined ? {} : { 'ratelimit-reset': String(seconds) });
}

/** 500 with a JSON body. */
export function serverError(): Fault {
  return answers(500, { status: 'error', errorType: 'internal', error: 'something broke' });
}

/** 502 as a proxy says it. */
export function badGateway(): Fault {
  const page = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
  return answers(502, page, { 'content-type': 'text/html' });
}

/** 200 with somebody's login page. */
export function loginPage(): Fault {
  return answers(200, '<html><body><form>Sign in</form></body></html>', {
    'content-type': 'text/html',
  });
}

/** Takes the request and never answers. */
export function hang(): Fault {
  return () => {};
}

/** 200, then one byte every `everyMs` (1,000 by default), for ever. */
export function drip(everyMs = 1000): Fault {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{');
    const timer = setInterval(() => response.write(' '), everyMs);
    response.once('close', () => clearInterval(timer));
  };
}

/** Cuts the connection without a word. */
export function reset(): Fault {
  return (response) => response.socket?.resetAndDestroy();
}

/** 200 and half of an answer, then the line is cut. */
export function breakOff(): Fault {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"status":"success","data":{', () => response.destroy());
  };
}

/** Sends the caller elsewhere. */
export function redirect(location: string, status = 302): Fault {
  return answers(status, '', { location });
}

/** 200 with a JSON text of that many bytes. */
export function flood(bytes: number): Fault {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const body = bigText(bytes).pipe(response);
    response.once('close', () => body.destroy());
  };
}

/** 200 with a small gzip body that unpacks to that many bytes. */
export function gzipBomb(bytes: number): Fault {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    const body = bigText(bytes);
    response.once('close', () => body.destroy());
    body.pipe(createGzip()).pipe(response);
  };
}

function bigText(bytes: number): Readable {
  return Readable.from(pieces(bytes), { objectMode: false });
}

function* pieces(bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(65_536, 'a');
  yield Buffer.from('{"status":"success","data":"');
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  yield Buffer.from('"}');
}
