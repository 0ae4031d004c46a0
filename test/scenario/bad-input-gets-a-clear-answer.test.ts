import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { send } from '../given/send.ts';

const databases = givenDatabases();
let at: Standing;

beforeAll(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
});

afterAll(() => at.close());

const alertmanager = (body: unknown, headers = {}) =>
  send(
    `${at.url}/webhooks/alertmanager`,
    typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  );

/** The one incident that this payload opened. */
async function opened(payload: object): Promise<Context> {
  const { status, body } = await alertmanager(payload);
  expect(status).toBe(202);
  expect(body.incidents).toHaveLength(1);
  await at.settle();
  return at.get(`/api/v1/incidents/${body.incidents[0].id}`);
}

describe('the Alertmanager door refuses', () => {
  const REFUSED: readonly (readonly [string, string, number, string])[] = [
    ['a body that is no JSON', '{"alerts": [', 400, 'malformed_json'],
    ['an empty body', '', 400, 'empty_body'],
    ['a list at the top', '[]', 400, 'not_an_object'],
    ['nesting without end', `{"a":${'['.repeat(200_000)}`, 400, 'too_deep'],
    ['a payload without alerts', '{"version":"4"}', 400, 'no_alerts'],
  ];

  it.each(REFUSED)('%s, and says what to do', async (_, body, status, code) => {
    const answer = await alertmanager(body);
    expect(answer).toMatchObject({ status, type: 'application/problem+json; charset=utf-8' });
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.body.remedy.length).toBeGreaterThan(10);
    expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.ts|node_modules/);
  });

  it('a content type that is not JSON', async () => {
    const answer = await alertmanager('alerts=1', {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    expect(answer).toMatchObject({ status: 415, body: { code: 'content-type' } });
  });

  it('an encoding that nobody knows', async () => {
    const answer = await alertmanager('{}', { 'Content-Encoding': 'rot13' });
    expect(answer.status).toBe(415);
  });

  it('a body of 65 MB, plain or packed into a few kilobytes', async () => {
    const large = Buffer.alloc(65 * 1024 * 1024, ' ');
    expect((await send(`${at.url}/webhooks/alertmanager`, large)).status).toBe(413);
    const bomb = gzipSync(large);
    expect(bomb.length).toBeLessThan(100_000);
    const answer = await send(`${at.url}/webhooks/alertmanager`, bomb, {
      'Content-Encoding': 'gzip',
    });
    expect(answer.status).toBe(413);
  });

  it('a method that it does not have', async () => {
    const response = await fetch(`${at.url}/webhooks/alertmanager`, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toContain('POST');
  });
});

describe('the Alertmanager door takes', () => {
  it('NUL, lone surrogates and control characters, and stores readable text', async () => {
    const incident = await opened({
      version: '4',
      groupKey: 'nul',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'Bad\u0000Name', service: 'che\ud800ckout', __proto__x: 'y' },
          annotations: { summary: 'line\u001b[31mred\u0007' },
          startsAt: '0001-01-01T00:00:00Z',
        },
      ],
    });
    expect(incident.title).not.toMatch(/\p{Cc}/u);
    expect(incident.affected_services[0]).toBe('che\ufffdckout');
    expect(incident.started_at).toBe(at.clock.now());
  });

  it('__proto__ and constructor as labels, without losing them and without harm', async () => {
    const body =
      '{"version":"4","groupKey":"proto","alerts":[{"status":"firing","labels":{"alertname":"Proto","__proto__":"polluted","constructor":"c"}}]}';
    const { status, body: answer } = await alertmanager(body);
    expect(status).toBe(202);
    const { signals } = await at.get(`/api/v1/incidents/${answer.incidents[0].id}/signals`);
    expect(Object.entries(signals[0].labels)).toContainEqual(['__proto__', 'polluted']);
    expect(Object.entries(signals[0].labels)).toContainEqual(['constructor', 'c']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('an alert without name, group key, fingerprint, dates or status: doubt counts as firing', async () => {
    const incident = await opened({ alerts: [{ labels: { service: 'mail' } }] });
    expect(incident.alerts.firing).toBe(1);
    expect(incident.title).not.toBe('');
  });

  it('nanoseconds and dates in the future', async () => {
    const incident = await opened({
      version: '4',
      groupKey: 'nanoseconds',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'A', n: '1' },
          startsAt: '2026-03-17T14:29:52.768486639Z',
        },
        { status: 'firing', labels: { alertname: 'A', n: '2' }, startsAt: '2031-01-01T00:00:00Z' },
      ],
    });
    expect(incident.started_at).toBe('2026-03-17T14:29:52.768Z');
  });

  it('no alerts at all, which opens nothing', async () => {
    expect(await alertmanager({ version: '4', groupKey: 'x', alerts: [] })).toMatchObject({
      status: 202,
      body: { incidents: [] },
    });
  });

  it('10,000 alerts in one delivery as one incident with one page', async () => {
    const alerts = Array.from({ length: 10_000 }, (_, index) => ({
      status: 'firing',
      labels: {
        alertname: 'NodeOutage',
        severity: 'critical',
        instance: `10.0.${index >> 8}.${index & 255}`,
      },
      annotations: { summary: 'node is gone' },
      startsAt: '2026-03-17T14:29:52Z',
      generatorURL: 'http://prometheus.example.com/graph?g0.expr=up+%3D%3D+0',
    }));
    const incident = await opened({ version: '4', groupKey: 'many', alerts });
    expect(incident.alerts.firing).toBe(10_000);
    expect(at.pagerduty.incidents.filter((each) => each.title.includes('NodeOutage'))).toHaveLength(
      1,
    );
  });
});
