import { afterEach, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';

const databases = givenDatabases();
let instances: readonly Standing[] = [];

afterEach(async () => {
  await Promise.all(instances.map((each) => each.close()));
});

/** Three processes on one database, with one PagerDuty. */
async function three(): Promise<readonly [Standing, Standing, Standing]> {
  const databaseUrl = await databases.empty();
  const first = await standHouse({ databaseUrl });
  const env = { PAGERDUTY_API_URL: first.pagerduty.url, PAGERDUTY_EVENTS_URL: first.pagerduty.url };
  const second = await standHouse({ databaseUrl, env });
  const third = await standHouse({ databaseUrl, env });
  instances = [first, second, third];
  return [first, second, third];
}

it('of three instances one asks PagerDuty each minute, always the same; another one when that is told to stop', async () => {
  const [first, second, third] = await three();
  const asked = () =>
    first.pagerduty.requests.filter(({ method, path }) => method === 'GET' && path === '/incidents')
      .length;
  await first.house.reconcile();
  for (let minute = 1; minute <= 3; minute += 1) {
    await Promise.all([first, second, third].map((each) => each.house.reconcile()));
    expect(asked()).toBe(1 + minute);
  }
  await first.restart();
  await Promise.all([second, third].map((each) => each.house.reconcile()));
  await first.house.reconcile();
  expect(asked()).toBe(5);
  await Promise.all([first, second, third].map((each) => each.house.reconcile()));
  expect(asked()).toBe(6);
});
