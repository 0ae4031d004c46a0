/** Needs redis-server. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPagerDuty, type PagerDutySandbox } from '../../src/sandbox/pagerduty.ts';
import { openPrometheus, type PrometheusSandbox } from '../../src/sandbox/prometheus.ts';
import { checkoutDown, ERROR_RATIO } from '../given/checkout.ts';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { type RedisServer, redisServer } from '../given/redis-server.ts';
import { type Answer, givenTocsin, pagerdutyAt, type Tocsin } from '../given/tocsin.ts';
import { until } from '../given/until.ts';

let redis: RedisServer;
let pagerduty: PagerDutySandbox;
let prometheus: PrometheusSandbox;
let tocsin: Tocsin;
showLogsOfFailures(() => tocsin.log());

beforeAll(async () => {
  [redis, pagerduty, prometheus] = await Promise.all([
    redisServer(),
    openPagerDuty(),
    openPrometheus(),
  ]);
  for (const service of ['checkout', 'search']) {
    prometheus.set(ERROR_RATIO, { service }, () => 0.31);
  }
  await redis.start();
  tocsin = await givenTocsin({
    ...pagerdutyAt(pagerduty.url),
    PROMETHEUS_URL: prometheus.url,
    REDIS_URL: redis.url,
  });
  await tocsin.start();
});

afterAll(async () => {
  await tocsin.remove();
  await Promise.all([redis.remove(), pagerduty.close(), prometheus.close()]);
});

/** Fires for the service; the id of its incident. */
async function goDown(service: string): Promise<string> {
  const labels = { alertname: `${service} is down`, service, severity: 'critical' };
  const sent = await tocsin.alert(checkoutDown({ labels, startsAt: new Date().toISOString() }));
  expect(sent.statuses).toEqual([202]);
  return JSON.parse(sent.body).incidents[0].id;
}

const now = (id: string): Promise<Answer> => tocsin.get(`/api/v1/incidents/${id}`);

async function diagnosed(id: string): Promise<Answer> {
  return until(`${id} has its evidence`, async () => (await now(id)).evidence[0]);
}

it('the diagnosis of a SEV1 goes through Redis', async () => {
  const id = await goDown('checkout');
  expect(await diagnosed(id)).toMatchObject({ id: 'E1', outcome: 'answered', query: ERROR_RATIO });
  await until('it rings', () => pagerduty.incidents.length === 1);
  expect(await redis.command('KEYS', '*')).not.toEqual([]);
});

it('while Redis is dead a SEV1 pages all the same, and is diagnosed when Redis is back', async () => {
  await redis.kill();
  const id = await goDown('search');
  await until('it rings', () => pagerduty.incidents.length === 2);
  await until('the job was refused', () => tocsin.log().includes('the job queue has a fault'));
  expect((await now(id)).evidence).toEqual([]);
  expect((await tocsin.request('/-/ready')).status).toBe(200);

  await redis.start();
  expect(await diagnosed(id)).toMatchObject({ id: 'E1', outcome: 'answered' });
  expect(pagerduty.requests.filter(({ path }) => path === '/v2/enqueue')).toHaveLength(2);
});
