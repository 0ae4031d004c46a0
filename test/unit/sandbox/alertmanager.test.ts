/** The sandbox's Alertmanager writes what the real one writes, and comes again when the real one does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notificationBody, sendAlerts } from '../../../src/sandbox/alertmanager.ts';
import { fingerprint } from '../../../src/sandbox/alertmanager-encoding.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { type Loopback, openLoopback } from '../../../src/sandbox/loopback.ts';

const AT = '2026-11-22T10:00:00.5Z';
const LABELS = { alertname: 'ShopDown', job: 'shop', instance: 'b', severity: 'critical' };
const FIRING = { labels: LABELS, annotations: { summary: 'errors > 5 % <b>' }, startsAt: AT };

describe('the body', () => {
  it('is the bytes of a Go program', () => {
    const alerts = [FIRING, { ...FIRING, labels: { ...LABELS, instance: 'a' }, endsAt: AT }];
    const body = notificationBody({ alerts, receiver: 'team.shop', groupBy: ['job', 'alertname'] });
    expect(body.endsWith('}\n')).toBe(true);
    expect(body).toContain('errors \\u003e 5 % \\u003cb\\u003e');
    const parsed = JSON.parse(body);
    expect(Object.keys(parsed)).toEqual([
      'receiver',
      'status',
      'alerts',
      'groupLabels',
      'commonLabels',
      'commonAnnotations',
      'externalURL',
      'version',
      'groupKey',
      'truncatedAlerts',
    ]);
    expect(parsed).toMatchObject({
      receiver: 'team\\.shop',
      status: 'firing',
      version: '4',
      groupKey: '{}:{alertname="ShopDown", job="shop"}',
      commonLabels: { alertname: 'ShopDown', job: 'shop', severity: 'critical' },
    });
    expect(parsed.alerts.map((one: { status: string }) => one.status)).toEqual([
      'resolved',
      'firing',
    ]);
    expect(parsed.alerts[1].endsAt).toBe('0001-01-01T00:00:00Z');
  });

  it('is resolved when every alert in it is, and counts what it leaves out', () => {
    const alerts = ['a', 'b', 'c'].map((instance) => ({
      labels: { ...LABELS, instance },
      ...(instance === 'c' ? {} : { endsAt: AT }),
    }));
    const parsed = JSON.parse(
      notificationBody({ alerts, maxAlerts: 2, groupBy: [], route: ['{}', '{team="x"}'] }),
    );
    expect(parsed).toMatchObject({ status: 'resolved', truncatedAlerts: 1, groupLabels: {} });
    expect(parsed.groupKey).toBe('{}/{team="x"}:{}');
  });

  // The first three were read off Alertmanager 0.25.
  it.each([
    [{ alertname: 'CartSlow', instance: 'a', job: 'shop', zone: '1' }, '9a4095835ea212e7'],
    [{ Zone: '0', alertname: 'CartSlow', instance: 'a', job: 'shop' }, '4761083d643c46d4'],
    [{ alertname: 'CartSlow', instance: 'b', job: 'shop', sev: 'ü"q\\\n' }, 'ebc80bbd5984ce97'],
    [{}, 'cbf29ce484222325'],
  ])('has the fingerprint of %j', (labels, expected) => {
    expect(fingerprint(labels)).toBe(expected);
  });

  it('has its alerts in the order of the real one', () => {
    const sets: Record<string, string>[] = [
      { alertname: 'X', instance: 'b', job: 'shop' },
      { alertname: 'X' },
      { alertname: 'X', Zone: '0', instance: 'a', job: 'shop' },
      { alertname: 'X', zone: '1', instance: 'a', job: 'shop' },
      { alertname: 'X', zone: '0', instance: 'a', job: 'shop' },
      { alertname: 'X', instance: 'a', job: 'shop' },
      { alertname: 'X', instance: 'z', job: 'cart' },
    ];
    const parsed = JSON.parse(notificationBody({ alerts: sets.map((labels) => ({ labels })) }));
    const order = parsed.alerts.map((alert: { labels: Record<string, string> }) =>
      sets.findIndex((set) => fingerprint(set) === fingerprint(alert.labels)),
    );
    expect(order).toEqual([6, 5, 4, 3, 2, 0, 1]);
  });

  it('has fingerprints that do not depend on the order of labels', () => {
    expect(fingerprint({ b: '2', a: '1' })).toBe(fingerprint({ a: '1', b: '2' }));
    expect(fingerprint({ a: 'ü' })).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('sending', () => {
  let receiver: Loopback;

  beforeEach(async () => {
    receiver = await openLoopback(() => ({ status: 202, body: { incidents: [] } }));
  });

  afterEach(() => receiver.close());

  it('posts once when it is taken, with the token', async () => {
    const sent = await sendAlerts(receiver.url, { alerts: [FIRING] }, { token: 'secret' });
    expect(sent).toMatchObject({ delivered: true, statuses: [202] });
    expect(receiver.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Alertmanager\//),
    });
  });

  it('comes again after 5xx and silence', async () => {
    receiver.fail(faults.answers(503, 'storage is away'));
    receiver.fail(faults.reset());
    const sent = await sendAlerts(receiver.url, { alerts: [FIRING] }, { backoffMs: 1 });
    expect(sent).toMatchObject({ delivered: true, statuses: [503, 0, 202] });
  });

  it.each([400, 401, 413, 429])('does not come again after %i', async (status) => {
    receiver.fail(faults.answers(status, 'no'));
    const sent = await sendAlerts(receiver.url, { alerts: [FIRING] }, { backoffMs: 1 });
    expect(sent).toEqual({ delivered: false, statuses: [status], body: 'no' });
  });

  it('gives up at the end of the flush', async () => {
    receiver.fail(faults.hang(), { times: 100 });
    const sent = await sendAlerts(receiver.url, { alerts: [FIRING] }, { deadlineMs: 100 });
    expect([sent.delivered, sent.statuses]).toEqual([false, [0]]);
  });
});
