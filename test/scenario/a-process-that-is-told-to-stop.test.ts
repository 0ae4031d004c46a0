import { afterEach, beforeEach, expect, it } from 'vitest';
import { hang } from '../../src/sandbox/faults.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../src/sandbox/pagerduty.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenTocsin, pagerdutyAt, type Tocsin } from '../given/tocsin.ts';
import { until } from '../given/until.ts';

let tocsin: Tocsin;
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
  await until('the page is under way', () => pagerduty.requests.length > 0);
  const { code, seconds } = await child.end();
  expect(code, child.stderr()).toBe(0);
  expect(seconds).toBeLessThan(10);
  await tocsin.start();
  await until('the page is accepted', () => pagerduty.incidents.length > 0);
  expect(pagerduty.incidents).toHaveLength(1);
});
