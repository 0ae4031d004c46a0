/** The Loki adapter against a server that answers like Loki no more. */
import { describe, expect, it, vi } from 'vitest';
import * as faults from '../../../src/sandbox/faults.ts';
import { openLoki } from '../../../src/sandbox/loki.ts';
import { openLoopback } from '../../../src/sandbox/loopback.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { givenLoki, LINES, VOLUME, WINDOW } from './a-loki.ts';
import { portErrorOf } from './port-error-of.ts';
import { SLOW_FAULTS, SOURCE_FAULTS } from './source-faults.ts';

const { server, loki } = givenLoki();

describe('a server that fails', () => {
  it.each(SOURCE_FAULTS)('is told with its reason: %s', async (_, fault, reason) => {
    server().fail(fault, { times: 4 });
    const asked = loki({ timeoutMs: 5000, maxBytes: 1_000_000 });
    expect((await portErrorOf(asked.lines(LINES))).reason).toBe(reason);
    expect((await portErrorOf(asked.volume(VOLUME))).reason).toBe(reason);
  });

  it.each(SLOW_FAULTS)('is given up within the deadline when it %s', async (_, fault) => {
    server().fail(fault);
    const waited = waitWatch();
    expect((await portErrorOf(loki({ timeoutMs: 200 }).lines(LINES))).reason).toBe('timeout');
    expect(waited()).toBeLessThan(1500);
  });

  it('is told in its own words, on one line', async () => {
    server().fail(faults.answers(400, 'max entries limit per query exceeded,\nlimit > 10'));
    const error = await portErrorOf(loki().lines(LINES));
    expect(error.message).toMatch(/^Loki at 127\.0\.0\.1:\d+ refused .*exceeded, limit > 10$/);
  });

  it('is told whole, whatever the tenant is called', async () => {
    server().fail(faults.answers(400, 'limit of 100 lines, 10 s at most'));
    const asked = loki({ headers: { 'X-Scope-OrgID': '1' } });
    const error = await portErrorOf(asked.lines(LINES));
    expect(error.message).toContain('limit of 100 lines, 10 s at most');
  });

  it('says what was wrong also with 200', async () => {
    server().fail(faults.answers(200, { status: 'error', error: 'no such tenant' }));
    const error = await portErrorOf(loki().labels(WINDOW));
    expect([error.reason, error.message]).toEqual([
      'refused',
      expect.stringContaining('no such tenant'),
    ]);
  });

  it.each([
    { resultType: 'streams', result: [{ stream: {}, values: [[1795341600, 'a number']] }] },
    { resultType: 'streams', result: [{ stream: {}, values: [['12', 'too short']] }] },
    { resultType: 'streams', result: [{ stream: {}, values: ['x'] }] },
    { resultType: 'streams', result: [null] },
    { resultType: 'matrix', result: [] },
  ])('with half an answer is not believed (%#)', async (data) => {
    server().fail(faults.answers(200, { status: 'success', data }));
    expect((await portErrorOf(loki().lines(LINES))).reason).toBe('malformed');
  });

  it.each(['later', -1, 1e300])('with a count at %j is not believed', async (at) => {
    const matrix = { resultType: 'matrix', result: [{ metric: {}, values: [[at, '1']] }] };
    const pattern = { pattern: 'a <_>', samples: [[at, 1]] };
    server().fail(faults.answers(200, { status: 'success', data: matrix }));
    server().fail(faults.answers(200, { status: 'success', data: [pattern] }));
    expect((await portErrorOf(loki().volume(VOLUME))).reason).toBe('malformed');
    expect((await portErrorOf(loki().patterns(VOLUME))).reason).toBe('malformed');
  });

  it('is left alone after three failures', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T10:00:00Z') });
    const asked = loki();
    server().fail(faults.badGateway(), { times: 3 });
    for (let n = 0; n < 3; n += 1) await portErrorOf(asked.lines(LINES));
    const resting = await portErrorOf(asked.labels(WINDOW));
    expect(resting.message).toContain('failed 3 times in a row');
    expect(server().requests).toHaveLength(3);
    vi.setSystemTime(Date.parse('2026-11-22T10:00:10Z'));
    expect((await asked.lines(LINES)).lines).toHaveLength(13);
  });
});

describe('the tenant and our credentials', () => {
  it('are sent with every question, and never shown', async () => {
    const strict = await openLoki({ asksForTenant: true, prefix: '/logs' });
    const headers = { 'X-Scope-OrgID': 'team-a', Authorization: 'Bearer canary-71' };
    const stranger = await portErrorOf(loki({ baseUrl: strict.url }).labels(WINDOW));
    expect([stranger.reason, stranger.message]).toEqual([
      'auth',
      expect.stringContaining('no org id'),
    ]);
    strict.fail(faults.answers(400, 'canary-71 is not welcome'), { times: 1 });
    const error = await portErrorOf(loki({ baseUrl: strict.url, headers }).labels(WINDOW));
    expect(error.message).toContain('*** is not welcome');
    expect(await loki({ baseUrl: strict.url, headers }).labels(WINDOW)).toEqual([]);
    await strict.close();
  });

  it('are not sent after a redirect to another host', async () => {
    const stranger = await openLoopback(() => ({
      status: 200,
      body: { status: 'success', data: [] },
    }));
    server().fail(faults.redirect(`${stranger.url}/loki/api/v1/labels`, 307));
    const headers = { Authorization: 'Bearer canary-72' };
    const error = await portErrorOf(loki({ headers }).labels(WINDOW));
    await stranger.close();
    expect(error.message).toContain('redirects to');
    expect(stranger.requests).toHaveLength(0);
  });
});
