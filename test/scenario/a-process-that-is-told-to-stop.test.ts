import { afterEach, beforeEach, expect, it } from 'vitest';
import { hang } from '../../src/sandbox/faults.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../src/sandbox/pagerduty.ts';
import { checkoutDown } from '../given/checkout.ts';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { type Answer, givenTocsin, pagerdutyAt, type Tocsin } from '../given/tocsin.ts';
import { until } from '../given/until.ts';

let tocsin: Tocsin;
showLogsOfFailures(() => tocsin.log());
let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  pagerduty = await openPagerDuty();
  tocsin = await givenTocsin(pagerdutyAt(pagerduty.url));
});

afterEach(async () => {
  await tocsin.remove();
  await pagerduty.close();
});

it.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it with exit code 0 within ten seconds, and its database server with it',
  async (signal) => {
    const child = await tocsin.start();
    expect(await tocsin.postmaster()).not.toBeNull();
    const { code, seconds } = await child.end(signal);
    expect(code, child.stderr()).toBe(0);
    expect(seconds).toBeLessThan(10);
    expect(await tocsin.postmaster()).toBeNull();
  },
);

it('a page that hangs does not keep it, and is sent by the next process', async () => {
  const child = await tocsin.start();
  pagerduty.fail(hang(), { times: 1, path: '/v2/enqueue' });
  await tocsin.alert(checkoutDown());
  await until('the page is under way', () =>
    pagerduty.requests.some(({ path }) => path === '/v2/enqueue'),
  );
  const { code, seconds } = await child.end();
  expect(code, child.stderr()).toBe(0);
  expect(seconds).toBeLessThan(10);
  await tocsin.start();
  await until('the page is accepted', () => pagerduty.incidents.length > 0);
  expect(pagerduty.incidents).toHaveLength(1);
});

it('of fifty deliveries under way it loses none that it answered', async () => {
  const child = await tocsin.start();
  const sends = Array.from({ length: 50 }, (_, at) =>
    tocsin
      .request('/webhooks/alertmanager', { method: 'POST', body: bodyOf(at) })
      .then(async (response) => ({
        status: response.status,
        body: (await response.json()) as Answer,
      }))
      // Refused at the door that is shut by now: the sender knows, and sends it again.
      .catch(() => null),
  );
  await Promise.race(sends);
  const [{ code, seconds }, ...answers] = await Promise.all([child.end(), ...sends]);
  expect(code, child.stderr()).toBe(0);
  expect(seconds).toBeLessThan(10);
  expect(child.stderr()).not.toContain('stopped before everything was finished');
  const taken = answers.filter((answer) => answer !== null);
  expect(taken.length).toBeGreaterThan(0);
  expect(new Set(taken.map((answer) => answer.status))).toEqual(new Set([202]));
  await tocsin.start();
  const { incidents } = await tocsin.get('/api/v1/incidents?limit=200');
  const kept = incidents.map((incident: { incident_id: string }) => incident.incident_id);
  expect(kept).toEqual(expect.arrayContaining(taken.map(({ body }) => body.incidents[0].id)));
});

function bodyOf(at: number): string {
  const labels = { alertname: `QueueBacklog${at}`, service: 'mail', severity: 'warning' };
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{alertname="QueueBacklog${at}"}`,
    alerts: [{ status: 'firing', labels, startsAt: new Date().toISOString() }],
  });
}
