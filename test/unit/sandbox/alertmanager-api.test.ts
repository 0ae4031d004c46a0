/** The sandbox's Alertmanager API, asked as any program would ask it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type AlertmanagerApi,
  openAlertmanagerApi,
} from '../../../src/sandbox/alertmanager-api.ts';

let now: string;
let server: AlertmanagerApi;

beforeEach(async () => {
  now = '2026-11-22T12:00:00.000Z';
  server = await openAlertmanagerApi({ clock: { now: () => now } });
  server.fire({ labels: { alertname: 'Active' } });
  server.fire({ labels: { alertname: 'Silenced' } });
  server.fire({ labels: { alertname: 'Inhibited' } });
  server.silence({ alertname: 'Silenced' });
  server.inhibit({ alertname: 'Active' }, { alertname: 'Inhibited' });
});

afterEach(() => server.close());

async function names(query: string): Promise<string[]> {
  const response = await fetch(`${server.url}/api/v2/alerts${query}`);
  const alerts = (await response.json()) as { labels: { alertname: string } }[];
  return alerts.map((one) => one.labels.alertname).sort();
}

it.each([
  ['', ['Active', 'Inhibited', 'Silenced']],
  ['?silenced=false', ['Active', 'Inhibited']],
  ['?inhibited=false', ['Active', 'Silenced']],
  ['?active=false', ['Inhibited', 'Silenced']],
])('lists with %j %j', async (query, wanted) => {
  expect(await names(query)).toEqual(wanted);
});

it('lists an alert as Alertmanager does', async () => {
  const response = await fetch(`${server.url}/api/v2/alerts?silenced=false&inhibited=false`);
  expect(await response.json()).toEqual([
    {
      annotations: {},
      endsAt: '2026-11-22T12:05:00.000Z',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      receivers: [{ name: 'tocsin' }],
      startsAt: now,
      status: { inhibitedBy: [], mutedBy: [], silencedBy: [], state: 'active' },
      updatedAt: now,
      labels: { alertname: 'Active' },
    },
  ]);
});

it('keeps the start of an alert that is sent again, and gives it up after its end', async () => {
  const labels = { alertname: 'Posted' };
  const post = (endsAt: string) =>
    fetch(`${server.url}/api/v2/alerts`, {
      method: 'POST',
      body: JSON.stringify([{ labels, endsAt }]),
    });
  await post('2026-11-22T12:04:00Z');
  now = '2026-11-22T12:03:00.000Z';
  await post('2026-11-22T12:07:00Z');
  now = '2026-11-22T12:06:00.000Z';
  expect(await names('')).toContain('Posted');
  const listed = await (await fetch(`${server.url}/api/v2/alerts`)).json();
  expect(listed).toContainEqual(
    expect.objectContaining({ labels, startsAt: '2026-11-22T12:00:00.000Z' }),
  );
  now = '2026-11-22T12:07:00.000Z';
  expect(await names('')).not.toContain('Posted');
});

it.each([
  ['GET', '/-/ready', 200, 'OK'],
  ['GET', '/nowhere', 404, '404 page not found\n'],
  ['GET', '/api/v2/nowhere', 404, '{"code":404,"message":"path /api/v2/nowhere was not found"}'],
  ['GET', '/api/v2/alerts?filter=%7B', 400, '"bad matcher format: {"\n'],
  ['DELETE', '/api/v2/alerts', 405, '{"code":405,"message":"method DELETE is not allowed"}'],
])('%s %s answers %d in its own way', async (method, path, status, text) => {
  const response = await fetch(`${server.url}${path}`, { method });
  expect([response.status, await response.text()]).toEqual([status, text]);
});
