import { afterEach, describe, expect, it } from 'vitest';
import { badGateway, hang, rateLimited, serverError } from '../../src/sandbox/faults.ts';
import { checkoutDown, checkoutSlow } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { notAccepted } from '../given/sent-pages.ts';
import { until } from '../given/until.ts';

const databases = givenDatabases();
let at: Standing;

afterEach(() => at.close());

const triggers = () =>
  at.pagerduty.requests.filter(
    (request) => request.path === '/v2/enqueue' && isTrigger(request.body),
  );

function isTrigger(body: unknown): boolean {
  return (body as { event_action?: string }).event_action === 'trigger';
}

describe('a SEV1 pages', () => {
  it('while Prometheus is away, and the hole in the evidence is shown', async () => {
    const databaseUrl = await databases.empty();
    at = await standHouse({ databaseUrl, env: { PROMETHEUS_URL: 'http://127.0.0.1:9' } });
    const [opened] = await at.alert(checkoutDown());
    expect(at.pagerduty.incidents).toHaveLength(1);
    const incident = await at.get(`/api/v1/incidents/${opened?.id}`);
    expect(incident.evidence[0]).toMatchObject({ id: 'E1', outcome: 'unavailable' });
    expect(incident.evidence[0].summary).toMatch(/^Prometheus at .* cannot be reached/);
  });

  it('while Redis is away', async () => {
    const databaseUrl = await databases.empty();
    at = await standHouse({ databaseUrl, env: { REDIS_URL: 'redis://127.0.0.1:9' } });
    const response = await fetch(`${at.url}/webhooks/alertmanager`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ version: '4', groupKey: '{}:{}', alerts: [checkoutDown()] }),
    });
    expect(response.status).toBe(202);
    await until('it rings', () => at.pagerduty.incidents.length === 1);
  });

  it('once PagerDuty takes it again, under one dedup key, whatever it answered before', async () => {
    at = await standHouse({ databaseUrl: await databases.empty() });
    for (const fault of [rateLimited(3), serverError(), badGateway()]) {
      at.pagerduty.fail(fault, { times: 1, path: '/v2/enqueue' });
    }
    await at.alert(checkoutDown());
    for (let tries = 0; tries < 4; tries += 1) await at.forward(60);
    expect(triggers()).toHaveLength(4);
    expect(
      new Set(triggers().map((each) => (each.body as { dedup_key: string }).dedup_key)).size,
    ).toBe(1);
    expect(at.pagerduty.incidents).toHaveLength(1);
  });

  it('as soon as PagerDuty asks to come again, and not before', async () => {
    at = await standHouse({ databaseUrl: await databases.empty() });
    at.pagerduty.fail(rateLimited(17), { path: '/v2/enqueue' });
    await at.alert(checkoutDown());
    await at.forward(16);
    expect(triggers()).toHaveLength(1);
    await at.forward(1);
    expect(triggers()).toHaveLength(2);
    expect(at.pagerduty.incidents).toHaveLength(1);
  });

  it('without waiting for another page that hangs', async () => {
    at = await standHouse({ databaseUrl: await databases.empty() });
    at.pagerduty.fail(hang(), { times: 1, path: '/v2/enqueue' });
    const alerts = [
      checkoutDown(),
      checkoutDown({
        labels: { alertname: 'SearchServiceDown', severity: 'critical', service: 'search' },
      }),
    ];
    for (const alert of alerts) {
      const response = await fetch(`${at.url}/webhooks/alertmanager`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          version: '4',
          groupKey: alert.labels['alertname'],
          alerts: [alert],
        }),
      });
      expect(response.status).toBe(202);
    }
    await until('another rings', () => at.pagerduty.incidents.length === 1);
    expect(notAccepted(at.log)).toBe(0);
    expect(at.pagerduty.incidents[0]?.title).toContain('SearchServiceDown');
  });
});

describe('a page that PagerDuty refuses for good', () => {
  it('is said on the timeline and in the log, and is not sent again', async () => {
    const databaseUrl = await databases.empty();
    at = await standHouse({
      databaseUrl,
      env: { PAGERDUTY_ROUTING_KEY: 'not0a0key0that0anybody0made00001' },
    });
    const [opened] = await at.alert(checkoutDown());
    await at.forward(60);
    expect(triggers()).toHaveLength(1);
    const { entries } = await at.get(`/api/v1/incidents/${opened?.id}/timeline`);
    expect(entries.map((entry: { type: string }) => entry.type)).toContain('PageFailed');
    expect(
      at.log.lines.some((line) => line.level === 'error' && /nobody is paged/.test(line.message)),
    ).toBe(true);
    expect(await at.metric('tocsin_pages_total{outcome="failed"}')).toBe(1);
  });
});

describe('without a routing key', () => {
  it('the log and the timeline say what would have been sent', async () => {
    at = await standHouse({
      databaseUrl: await databases.empty(),
      env: { PAGERDUTY_ROUTING_KEY: '' },
    });
    const [opened] = await at.alert(checkoutDown());
    expect(at.pagerduty.incidents).toHaveLength(0);
    const { entries } = await at.get(`/api/v1/incidents/${opened?.id}/timeline`);
    const page = entries.find((entry: { type: string }) => entry.type === 'PageAccepted');
    expect(page.text).toContain('it would have said: SEV1 CheckoutServiceDown');
    expect(at.log.lines.some((line) => line.message.startsWith('would page'))).toBe(true);
  });
});

describe('a SEV3', () => {
  it('pages nobody', async () => {
    at = await standHouse({ databaseUrl: await databases.empty() });
    await at.alert(checkoutSlow());
    // It is asked what was changed, and told nothing.
    expect(at.pagerduty.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
