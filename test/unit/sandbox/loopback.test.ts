/** What every server of the sandbox can do: keep a log, fail on command, close at once; and the smallest of them, Slack. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../../src/sandbox/faults.ts';
import { type Loopback, openLoopback } from '../../../src/sandbox/loopback.ts';
import { openSlack } from '../../../src/sandbox/slack.ts';

let server: Loopback;
let carriedOut: number;

beforeEach(async () => {
  carriedOut = 0;
  server = await openLoopback(
    (request) => {
      carriedOut += 1;
      if (request.path === '/bug') throw new Error('oh');
      return { status: 200, body: { ok: true } };
    },
    { clock: { now: () => '2026-11-22T10:00:00.000Z' } },
  );
});

afterEach(() => server.close());

describe('the log', () => {
  it('keeps method, path, query, headers, parsed body and time', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-test': '1' };
    await fetch(`${server.url}/a/b?c=d`, { method: 'POST', headers, body: 'e=f%20g' });
    await fetch(`${server.url}/j`, { method: 'PUT', body: '{"k":[1]}' });
    await fetch(`${server.url}/t`, { method: 'POST', body: 'plain' });
    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/a/b', body: { e: 'f g' }, at: '2026-11-22T10:00:00.000Z' },
      { method: 'PUT', path: '/j', body: { k: [1] }, text: '{"k":[1]}' },
      { body: 'plain' },
    ]);
    expect(server.requests[0]?.query.get('c')).toBe('d');
    expect(server.requests[0]?.headers['x-test']).toBe('1');
  });

  it('shows a mistake of the sandbox itself as 500', async () => {
    const response = await fetch(`${server.url}/bug`);
    expect([response.status, await response.text()]).toEqual([500, 'sandbox: Error: oh']);
  });
});

describe('the fault script', () => {
  const statusOf = (path: string) =>
    fetch(`${server.url}${path}`).then(
      (response) => response.status,
      () => 0,
    );

  it('is used up in order, within its path, and forgotten on heal', async () => {
    server.fail(faults.answers(500, ''), { times: 2, path: '/a' });
    server.fail(faults.reset(), { path: '/a' });
    const seen = [];
    for (const path of ['/b', '/a', '/a', '/a', '/a']) seen.push(await statusOf(path));
    expect(seen).toEqual([200, 500, 500, 0, 200]);
    server.fail(faults.serverError(), { times: 9 });
    server.heal();
    expect(await statusOf('/a')).toBe(200);
  });

  it('can lose the answer to a request that was carried out', async () => {
    server.fail(faults.reset());
    await statusOf('/');
    expect(carriedOut).toBe(0);
    server.fail(faults.reset(), { afterwards: true });
    expect([await statusOf('/'), carriedOut]).toEqual([0, 1]);
  });

  it('does not keep a server from closing', async () => {
    server.fail(faults.hang());
    server.fail(faults.drip(5));
    const cut = Promise.allSettled([statusOf('/'), fetch(server.url).then((r) => r.text())]);
    await fetch(server.url);
    await server.close();
    expect((await cut).map((one) => one.status)).toContain('rejected');
  });
});

it('Slack keeps messages and answers in plain words', async () => {
  const slack = await openSlack();
  const post = async (url: string, body: string) => {
    const response = await fetch(url, { method: 'POST', body });
    return `${response.status} ${await response.text()}`;
  };
  expect(await post(slack.webhookUrl, '{"text":"hello"}')).toBe('200 ok');
  expect(await post(slack.webhookUrl, 'hello')).toBe('400 invalid_payload');
  expect(await post(slack.webhookUrl, '{}')).toBe('400 no_text');
  expect(await post(`${slack.url}/services/T/B/other`, '{"text":"x"}')).toBe('404 no_service');
  await slack.close();
  expect(slack.messages).toEqual([{ text: 'hello' }]);
});
