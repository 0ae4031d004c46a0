/** The HTTP client against a server that fails in every way we know. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
} from '../../../src/adapters/http-client.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { type Loopback, openLoopback } from '../../../src/sandbox/loopback.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { portErrorOf } from './port-error-of.ts';

const TOKEN = 'canary-token-5b1f';

let server: Loopback;
let opened: HttpClient[];

beforeEach(async () => {
  server = await openLoopback(() => ({ status: 200, body: { hello: 'world' } }));
  opened = [];
});

afterEach(async () => {
  for (const client of opened) client.close();
  await server.close();
});

function client(options: Partial<HttpClientOptions> = {}): HttpClient {
  const made = createHttpClient({
    vendor: 'Metrics',
    baseUrl: server.url,
    headers: { Authorization: `Bearer ${TOKEN}` },
    timeoutMs: 400,
    ...options,
  });
  opened.push(made);
  return made;
}

const GET = { method: 'GET', path: '/data' } as const;

describe('a call that works', () => {
  it('gives the JSON value, and sends headers, query and form as they are', async () => {
    const query = new URLSearchParams([
      ['match[]', 'up'],
      ['match[]', 'a b'],
    ]);
    const form = new URLSearchParams({ query: 'a{b="ü"} > 1' });
    expect(await client().send({ method: 'POST', path: '/data', query, form })).toEqual({
      hello: 'world',
    });
    const [request] = server.requests;
    expect(request?.query.getAll('match[]')).toEqual(['up', 'a b']);
    expect(request?.body).toEqual({ query: 'a{b="ü"} > 1' });
    expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(request?.headers['authorization']).toBe(`Bearer ${TOKEN}`);
  });

  it('keeps the path prefix of the base URL, and its user and password as Basic credentials', async () => {
    const baseUrl = `${server.url.replace('http://', 'http://ops:p%40ss@')}/prefix/`;
    await client({ baseUrl, headers: {} }).send(GET);
    expect(server.requests[0]?.path).toBe('/prefix/data');
    const pair = Buffer.from('ops:p@ss').toString('base64');
    expect(server.requests[0]?.headers['authorization']).toBe(`Basic ${pair}`);
  });

  it('sends JSON, and takes any answer where none is needed', async () => {
    const json = { text: 'ü "quoted"', list: [1] };
    const asked = { method: 'POST', path: '/data', json, answer: 'any' } as const;
    expect(await client().send(asked)).toBeUndefined();
    server.fail(faults.answers(200, 'ok'));
    expect(await client().send(asked)).toBeUndefined();
    expect(server.requests.map((one) => one.body)).toEqual([json, json]);
    expect(server.requests[0]?.headers['content-type']).toBe('application/json');
    server.fail(faults.answers(404, 'no_service'));
    expect((await portErrorOf(client().send(asked))).reason).toBe('refused');
  });

  it('does not leave the base URL for an absolute path', async () => {
    await client().send({ method: 'GET', path: 'http://elsewhere.example/data' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a call that fails', () => {
  it.each([
    [faults.answers(400, {}), 'refused'],
    [faults.answers(401, {}), 'auth'],
    [faults.answers(403, 'no'), 'auth'],
    [faults.answers(404, 'nothing here'), 'refused'],
    [faults.answers(408, ''), 'timeout'],
    [faults.answers(500, {}), 'unavailable'],
    [faults.badGateway(), 'unavailable'],
    [faults.loginPage(), 'malformed'],
    [faults.answers(204, ''), 'malformed'],
    [faults.answers(200, '{"cut": tru'), 'malformed'],
    [faults.reset(), 'unavailable'],
    [faults.breakOff(), 'unavailable'],
  ] as const)('is told with its reason (%#)', async (fault, reason) => {
    server.fail(fault);
    const error = await portErrorOf(client().send(GET));
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(`Metrics at ${new URL(server.url).host}`);
    expect(error.message).not.toContain(TOKEN);
  });

  it.each([
    [{ 'ratelimit-reset': '7' }, 7],
    [{ 'retry-after': '12' }, 12],
    [{ 'ratelimit-reset': '3', 'retry-after': '90' }, 3],
    [{ date: 'Sun, 22 Nov 2026 10:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }, 30],
    [{ 'retry-after': '999999999' }, 3600],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('says how long to wait after a 429 with %j', async (headers, seconds) => {
    server.fail(faults.answers(429, {}, headers));
    const error = await portErrorOf(client().send(GET));
    expect(error.reason).toBe('rate-limited');
    expect(error.retryAfter).toBe(seconds);
  });

  it.each([
    ['hangs', faults.hang()],
    ['drips', faults.drip(20)],
  ])('is over within its deadline when the server %s', async (_, fault) => {
    server.fail(fault);
    const waited = waitWatch();
    const error = await portErrorOf(client({ timeoutMs: 200 }).send(GET));
    expect(error.reason).toBe('timeout');
    expect(error.message).toContain('within 0.2 s');
    expect(waited()).toBeLessThan(1500);
  });

  it('cannot reach a port that nobody listens on', async () => {
    await server.close();
    const error = await portErrorOf(client().send(GET));
    expect([error.reason, error.message]).toEqual([
      'unavailable',
      `Metrics at ${new URL(server.url).host} cannot be reached (ECONNREFUSED)`,
    ]);
  });

  it.each([
    ['200 MB', faults.flood(200_000_000)],
    ['a gzip bomb', faults.gzipBomb(200_000_000)],
  ])('is cut off when the answer is %s', async (_, fault) => {
    server.fail(fault);
    const before = process.memoryUsage().rss;
    const error = await portErrorOf(client({ timeoutMs: 5000 }).send(GET));
    expect([error.reason, error.message]).toEqual([
      'malformed',
      expect.stringContaining('more than we take'),
    ]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it('refuses a redirect, names only the host it leads to, and does not go there', async () => {
    const stranger = await openLoopback(() => ({ status: 200, body: {} }));
    server.fail(faults.redirect(`${stranger.url}/steal?token=abc`));
    const error = await portErrorOf(client().send(GET));
    await stranger.close();
    expect(error.reason).toBe('refused');
    expect(error.message).toContain(new URL(stranger.url).host);
    expect(error.message).not.toContain('steal');
    expect(stranger.requests).toHaveLength(0);
  });

  it('blots our own credentials out of what the server says', async () => {
    const refusal = () =>
      ({ reason: 'refused', message: `bad token ${TOKEN}\n\u001b[31m!` }) as const;
    server.fail(faults.answers(400, {}));
    const error = await portErrorOf(client({ refusal }).send(GET));
    expect(error.message).toContain('(400): bad token *** [31m!');
  });

  it('does not print the user and password of its URL', async () => {
    server.fail(faults.serverError());
    const baseUrl = server.url.replace('http://', 'http://ops:hunter2@');
    const error = await portErrorOf(client({ baseUrl }).send(GET));
    expect(`${error.message}${error.stack}`).not.toMatch(/hunter2|ops:/);
  });
});

describe('a base URL', () => {
  it.each([
    'http://169.254.169.254/latest',
    'http://2852039166/',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fd00:ec2::254]/',
    'ftp://host/',
    'host:9090',
    'http://host/?token=x',
    '',
  ])('%j is refused', (baseUrl) => {
    expect(() => createHttpClient({ vendor: 'Metrics', baseUrl })).toThrowError(
      expect.objectContaining({ name: 'PortError', reason: 'refused' }),
    );
  });
});

describe('an error that comes as plain text', () => {
  it('is said where the other side speaks so, without our token', async () => {
    server.fail(faults.answers(400, `parse error at line 1\nnear ${TOKEN}`));
    const error = await portErrorOf(client({ saysPlainly: true }).send(GET));
    expect(error.reason).toBe('refused');
    expect(error.message).toContain('parse error at line 1 near ***');
  });

  it.each([
    [{ saysPlainly: true }, faults.badGateway()],
    [{}, faults.answers(400, 'nginx says no')],
  ])('is not said otherwise (%#)', async (options, fault) => {
    server.fail(fault);
    const error = await portErrorOf(client(options).send(GET));
    expect(error.message).not.toContain('nginx');
  });
});

describe('a 404', () => {
  it('is what the request says that it stands for', async () => {
    server.fail(faults.answers(404, { error: 'none' }));
    server.fail(faults.answers(404, 'page not found'));
    const request = { ...GET, whenMissing: (body: unknown) => ({ missing: body }) };
    expect(await client().send(request)).toEqual({ missing: { error: 'none' } });
    expect(await client().send(request)).toEqual({ missing: undefined });
    expect(await client().send(request)).toEqual({ hello: 'world' });
  });
});
