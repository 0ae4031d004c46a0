/** Needs Debian's packages `prometheus` and `prometheus-alertmanager`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BreakableRelay, openRelay } from '../given/breakable-relay.ts';
import { givenDatabases } from '../given/database.ts';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { givenRealWorld, type RealWorld } from '../given/real-world.ts';
import { until } from '../given/until.ts';

const databases = givenDatabases();
let wayToDatabase: BreakableRelay;
let world: RealWorld;
showLogsOfFailures(() => world.tocsin.log());

beforeAll(async () => {
  const database = new URL(await databases.empty());
  wayToDatabase = await openRelay({ host: database.hostname, port: Number(database.port) });
  database.port = String(wayToDatabase.port);
  world = await givenRealWorld({ DATABASE_URL: database.href });
});

afterAll(async () => {
  await world.end();
  await wayToDatabase.close();
});

it('an alert that meets a 503 because the database is away is delivered by Alertmanager itself, and is one incident', async () => {
  const { shop, alertmanager, pagerduty, tocsin } = world;
  wayToDatabase.breakDown();
  shop.setErrorRatio(0.31);
  await until('Alertmanager was refused', async () => (await alertmanager.failedRequests()) > 0);
  expect(
    await tocsin.metric('tocsin_webhook_requests_total{source="alertmanager",code="503"}'),
  ).toBeGreaterThan(0);
  expect((await tocsin.request('/-/ready')).status).toBe(503);
  // It is compared with all the time, and told nothing.
  expect(pagerduty.requests.filter(({ method }) => method !== 'GET')).toEqual([]);

  wayToDatabase.repair();
  await until('it rings', () => pagerduty.incidents.length > 0);
  const incidents = await tocsin.incidents();
  expect(incidents).toMatchObject([{ severity: 'SEV1', alerts: { firing: 1, resolved: 0 } }]);
  expect(pagerduty.requests.filter(({ path }) => path === '/v2/enqueue')).toHaveLength(1);
  shop.setErrorRatio(0.01);
});

it('an alert that fires while Tocsin is not there at all is delivered when it comes', async () => {
  const { shop, alertmanager, tocsin, running } = world;
  expect((await running.end()).code).toBe(0);
  const before = await alertmanager.failedRequests();
  shop.breakDown();
  await until(
    'Alertmanager was refused',
    async () => (await alertmanager.failedRequests()) > before,
  );
  await tocsin.start();
  const target = async () => {
    const incidents = await tocsin.incidents();
    return incidents.filter((each) => each.severity_proposal.reason === 'shop limps');
  };
  await until('the alert arrives', async () => (await target()).length > 0);
  expect(await target()).toHaveLength(1);
});
