/** What stands at an Alertmanager that speaks its real API, and in every way in which it fails. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AlertmanagerOptions,
  createAlertmanager,
} from '../../../src/adapters/alertmanager.ts';
import type { StandingAlert } from '../../../src/ports/alert-source.ts';
import { notificationBody } from '../../../src/sandbox/alertmanager.ts';
import {
  type AlertmanagerApi,
  openAlertmanagerApi,
} from '../../../src/sandbox/alertmanager-api.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { readAlertmanager } from '../../../src/webhooks/alertmanager.ts';
import { portErrorOf } from './port-error-of.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const DOWN = { alertname: 'CheckoutDown', service: 'checkout', severity: 'critical' };
const SLOW = { alertname: 'SearchSlow', service: 'search' };

let server: AlertmanagerApi;
let opened: { close(): void }[];

beforeEach(async () => {
  server = await openAlertmanagerApi({ clock: { now: () => NOW } });
  opened = [];
});

afterEach(async () => {
  for (const one of opened) one.close();
  await server.close();
});

function standing(options: Partial<AlertmanagerOptions> = {}): Promise<readonly StandingAlert[]> {
  const source = createAlertmanager({ baseUrl: server.url, timeoutMs: 2000, ...options });
  opened.push(source);
  return source.standing();
}

const names = (alerts: readonly StandingAlert[]) => alerts.map((one) => one.signal.name).sort();

describe('what stands', () => {
  it('is every firing alert, in our words', async () => {
    server.fire({
      labels: DOWN,
      annotations: { summary: 'Down\u0000\u0007' },
      startsAt: '2026-11-22T18:30:00.123456789+07:00',
      generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
    });
    expect(await standing()).toEqual([
      {
        signal: {
          source: 'alertmanager',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
          status: 'firing',
          name: 'CheckoutDown',
          labels: DOWN,
          annotations: { summary: 'Down\uFFFD' },
          startsAt: '2026-11-22T11:30:00.123Z',
          endsAt: null,
          generatorUrl: 'http://prometheus:9090/graph?g0.expr=up',
          groupKey: '',
        },
        suppressed: false,
        reason: '',
        receivers: ['tocsin'],
        updatedAt: NOW,
      },
    ]);
    const [request] = server.requests;
    expect([request?.path, `${request?.query}`]).toEqual([
      '/api/v2/alerts',
      'active=true&silenced=true&inhibited=true&unprocessed=false',
    ]);
  });

  it('is the same signal as the webhook’s', async () => {
    const alert = {
      labels: { ...DOWN, odd: 'x\u202ey\n\u0000z', long: 'é'.repeat(3000) },
      annotations: { description: 'e\u0301'.repeat(4000) },
      startsAt: '2026-11-22T11:30:00Z',
    };
    server.fire(alert);
    const sent: unknown = JSON.parse(notificationBody({ alerts: [alert] }));
    const read = readAlertmanager(sent, NOW);
    if (!read.ok) throw new Error('the webhook is refused');
    const [one] = await standing();
    const signal = { ...one?.signal, groupKey: read.value.signals[0]?.groupKey };
    expect(signal).toEqual(read.value.signals[0]);
  });

  it('is still standing when it is silenced, inhibited or muted, and says by what', async () => {
    server.fire({ labels: DOWN });
    server.fire({ labels: SLOW });
    server.fire({ labels: { alertname: 'Quiet' } });
    server.fire({ labels: { alertname: 'Night', team: 'eu' } });
    const silence = server.silence({ alertname: 'Quiet' });
    const second = server.silence({ team: 'eu' });
    server.inhibit({ service: 'checkout' }, { service: 'search' });
    server.mute({ team: 'eu' }, 'out\u0000of-hours');
    const alerts = await standing();
    const down = alerts.find((one) => one.signal.name === 'CheckoutDown');
    const reasons = Object.fromEntries(alerts.map((one) => [one.signal.name, one.reason]));
    expect(reasons).toEqual({
      CheckoutDown: '',
      SearchSlow: `inhibited by ${down?.signal.fingerprint}`,
      Quiet: `silenced by ${silence}`,
      Night: `silenced by ${second}; muted by out\uFFFDof-hours`,
    });
    expect(alerts.filter((one) => !one.suppressed)).toEqual([down]);
  });

  it('is nothing that was resolved or forgotten', async () => {
    server.fire({ labels: DOWN });
    server.fire({ labels: SLOW, endsAt: '2026-11-22T11:59:59Z' });
    expect(names(await standing())).toEqual(['CheckoutDown']);
    server.resolve(DOWN);
    expect(await standing()).toEqual([]);
    server.fire({ labels: DOWN });
    server.restart();
    expect(await standing()).toEqual([]);
  });

  it('is also what Prometheus posted', async () => {
    const alerts = [
      { labels: DOWN },
      { labels: { instance: 'a' }, annotations: { summary: 'Odd' } },
    ];
    const post = (body: unknown) =>
      fetch(`${server.url}/api/v2/alerts`, { method: 'POST', body: JSON.stringify(body) });
    expect((await post(alerts)).status).toBe(200);
    expect(names(await standing())).toEqual(['CheckoutDown', 'Odd']);
    const refused = await post([{ labels: {} }]);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      'at least one label pair required',
    ]);
  });

  it('may have fields and states that are newer than we are', async () => {
    const alert = {
      labels: { service: 'x' },
      annotations: null,
      fingerprint: 'f1',
      startsAt: '0001-01-01T00:00:00Z',
      generatorURL: `http://x/${'y'.repeat(20_000)}`,
      status: { state: 'suppressed', pausedBy: ['p'], silencedBy: ['a', 'b', 'c', 'd', 'e'] },
      flavour: 'new',
    };
    const other = { ...alert, fingerprint: 'f2', status: { state: 'suppressed' } };
    server.fail(faults.answers(200, [alert, other]));
    expect(await standing()).toMatchObject([
      {
        reason: 'silenced by a, b, c and 2 more',
        signal: { name: 'unnamed alert', startsAt: null, generatorUrl: '' },
      },
      { suppressed: true, reason: 'suppressed' },
    ]);
  });

  it('is asked for below a path and with credentials', async () => {
    const headers = { Authorization: 'Bearer canary', 'X-Scope-OrgID': 'shop' };
    const error = await portErrorOf(standing({ baseUrl: `${server.url}/am/`, headers }));
    expect([error.reason, server.requests[0]?.path]).toEqual(['refused', '/am/api/v2/alerts']);
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer canary',
      'x-scope-orgid': 'shop',
    });
  });

  it('of thirty thousand alerts is told whole', async () => {
    const alerts = Array.from({ length: 30_000 }, (_, n) => ({
      labels: { ...DOWN, instance: `10.0.0.${n}` },
      annotations: { description: 'It is down. '.repeat(40) },
      fingerprint: `${n}`.padStart(16, '0'),
      status: { state: 'active', silencedBy: [], inhibitedBy: [] },
    }));
    server.fail(faults.answers(200, alerts));
    expect(await standing({ timeoutMs: 8000 })).toHaveLength(30_000);
  });
});

describe('an Alertmanager that fails', () => {
  it.each([
    [400, 'bad matcher format: {', 'refused', 'bad matcher format: {'],
    [422, { code: 612, message: 'matchers in body\u0007 is wrong' }, 'refused', 'is wrong'],
    [404, '', 'refused', '(404)'],
    [500, 'the store is gone', 'unavailable', 'the store is gone'],
    [401, 'who are you', 'auth', 'who are you'],
    [429, { code: 429, message: 'slowly' }, 'rate-limited', 'slowly'],
  ] as const)('says %d with its own words %j', async (status, body, reason, words) => {
    const text = body === '' ? '' : JSON.stringify(body);
    server.fail(faults.answers(status, text, { 'content-type': 'application/json' }));
    const error = await portErrorOf(standing());
    expect([error.reason, error.message]).toEqual([reason, expect.stringContaining(words)]);
    expect(error.message).not.toContain('\u0007');
  });

  it.each([
    [faults.badGateway(), 'unavailable'],
    [faults.loginPage(), 'malformed'],
    [faults.answers(200, { status: 'success' }), 'malformed'],
    [faults.answers(200, [{ labels: DOWN }]), 'malformed'],
    [faults.answers(200, [{ labels: DOWN, fingerprint: '', status: {} }]), 'malformed'],
    [faults.answers(200, null), 'malformed'],
    [faults.hang(), 'timeout'],
    [faults.drip(20), 'timeout'],
    [faults.reset(), 'unavailable'],
    [faults.breakOff(), 'unavailable'],
    [faults.redirect('http://10.0.0.1/'), 'refused'],
    [faults.flood(3_000_000), 'malformed'],
    [faults.gzipBomb(3_000_000), 'malformed'],
  ] as const)('never looks as if nothing fired (%#)', async (fault, reason) => {
    server.fail(fault);
    const error = await portErrorOf(standing({ timeoutMs: 300, maxBytes: 1_000_000 }));
    expect([error.reason, error.message]).toEqual([
      reason,
      expect.stringContaining('Alertmanager at 127.0.0.1'),
    ]);
  });

  it('may not be a link-local address', () => {
    expect(() => createAlertmanager({ baseUrl: 'http://169.254.169.254' })).toThrowError(
      /link-local/,
    );
  });
});
