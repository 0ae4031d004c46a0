import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPagerDuty, type PagerDutySandbox } from '../../src/sandbox/pagerduty.ts';
import { checkoutDown } from '../given/checkout.ts';
import { freePort } from '../given/free-port.ts';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { triggersAt } from '../given/sent-pages.ts';
import { givenTocsin, pagerdutyAt, type Tocsin } from '../given/tocsin.ts';
import { until } from '../given/until.ts';

let tocsin: Tocsin;
showLogsOfFailures(() => tocsin.log());
let port: number;
let pagerduty: PagerDutySandbox | null = null;

beforeAll(async () => {
  port = await freePort();
  tocsin = await givenTocsin(pagerdutyAt(`http://127.0.0.1:${port}`));
});

afterAll(async () => {
  await tocsin.remove();
  await pagerduty?.close();
});

it('the next process adopts the database that was left behind and pages, once', async () => {
  const killed = await tocsin.start();
  const sent = await tocsin.alert(checkoutDown());
  expect(sent.statuses).toEqual([202]);
  await until('the page is refused', () => killed.stderr().includes('page not accepted'));
  await killed.end('SIGKILL');
  const orphan = await tocsin.postmaster();
  expect(orphan).not.toBeNull();

  pagerduty = await openPagerDuty({ port });
  const next = await tocsin.start();
  expect(next.stderr()).toContain(`(process ${orphan?.pid})`);
  expect(await tocsin.postmaster()).toEqual(orphan);
  const accepted = async () =>
    (await tocsin.metric('tocsin_pages_total{outcome="accepted"}')) === 1;
  await until('the page is accepted', accepted);
  const [incident] = await tocsin.incidents();
  const again = await tocsin.alert(checkoutDown());
  expect(JSON.parse(again.body).incidents).toEqual([{ id: incident.incident_id, created: false }]);
  expect((await next.end()).code).toBe(0);
  expect(triggersAt(pagerduty)).toHaveLength(1);
  expect(pagerduty.incidents.map((each) => each.key)).toEqual([incident.pagerduty.dedup_key]);
});
