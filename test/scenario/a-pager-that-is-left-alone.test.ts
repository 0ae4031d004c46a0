import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hang, serverError } from '../../src/sandbox/faults.ts';
import { type Loopback, openLoopback, type RecordedRequest } from '../../src/sandbox/loopback.ts';
import { checkoutDown, checkoutSlow } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { failPages, triggersAt } from '../given/sent-pages.ts';

const databases = givenDatabases();
let at: Standing;
let receiver: Loopback;

beforeEach(async () => {
  receiver = await openLoopback(() => ({ status: 200 }));
  at = await standHouse({
    databaseUrl: await databases.empty(),
    env: { FALLBACK_WEBHOOK_URL: `${receiver.url}/hooks/secret-part` },
    config: 'severities: {SEV3: {page: true}}',
  });
});

afterEach(async () => {
  await Promise.all([at.close(), receiver.close()]);
});

const labels = (service: string) => ({ service, severity: 'warning' });
const slow = (service: string) =>
  checkoutSlow({ labels: { alertname: `${service}Slow`, ...labels(service) } });

async function alert(of: Parameters<typeof at.alert>[0]): Promise<string> {
  const [opened] = await at.alert(of);
  return opened?.id ?? '';
}

/** Pages of five services fail: from here on PagerDuty is left alone. */
async function failFiveTimes(): Promise<void> {
  for (let service = 1; service <= 5; service += 1) await alert(slow(`part${service}`));
  expect(await at.metric('tocsin_pager_breaker_open')).toBe(1);
}

const RESOLVED = [
  'sev1',
  'override root-cause because it went away',
  'verified: it answers',
  'users ok',
  'override fix because there was nothing to fix',
  'resolve',
];

const isClose = ({ body }: RecordedRequest) =>
  (body as { event_action?: string } | undefined)?.event_action === 'resolve';

const said = (message: string) => at.log.lines.filter((line) => line.message === message);

describe('while PagerDuty’s Events API fails', () => {
  it('a page of lower severity is not sent, its fallback is called after a minute all the same, and Tocsin is ready', async () => {
    failPages(at.pagerduty, serverError());
    expect(await at.metric('tocsin_pager_breaker_open')).toBe(0);
    await failFiveTimes();
    expect(triggersAt(at.pagerduty)).toHaveLength(5);
    const id = await alert(slow('search'));
    expect(triggersAt(at.pagerduty)).toHaveLength(5);
    expect(await at.timeline(id, 'PageFailed')).toEqual([
      expect.stringContaining('pagerduty failed 5 times in a row and is left alone'),
    ]);
    const called = () =>
      receiver.requests.map(({ body }) => (body as { incident: string }).incident);
    await at.forward(59);
    expect(called()).not.toContain(id);
    await at.forward(1);
    expect(called()).toContain(id);
    expect((await fetch(`${at.url}/-/ready`)).status).toBe(200);
    expect(said('the pager is left alone, only SEV1 is tried')).toHaveLength(1);
  });

  it('a SEV1 is sent at once, and when it is taken the others are sent too', async () => {
    failPages(at.pagerduty, serverError());
    await failFiveTimes();
    await alert(checkoutDown());
    expect(triggersAt(at.pagerduty)).toHaveLength(6);
    at.pagerduty.heal();
    await at.forward(5);
    // Those whose own time has come follow it, none goes before it.
    expect(at.pagerduty.incidents[0]?.title).toContain('CheckoutServiceDown');
    expect(await at.metric('tocsin_pager_breaker_open')).toBe(0);
    expect(said('the pager answers again')).toHaveLength(1);
    await at.forward(60);
    expect(at.pagerduty.incidents).toHaveLength(6);
    expect(said('the pager is left alone, only SEV1 is tried')).toHaveLength(1);
  });

  it('a close waits for no deadline, and is sent when PagerDuty is back', async () => {
    const id = await alert(checkoutDown());
    failPages(at.pagerduty, serverError());
    await failFiveTimes();
    // Whatever is sent from here on hangs until its deadline.
    failPages(at.pagerduty, hang());
    await at.alert(checkoutDown({ endsAt: at.clock.now() }));
    for (const text of RESOLVED) await at.say(id, text);
    expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('resolved');
    expect(at.pagerduty.requests.filter(isClose)).toEqual([]);
    at.pagerduty.heal();
    // One of those that wait finds out, the others follow.
    for (let minute = 0; minute < 2; minute += 1) await at.forward(60);
    expect(at.pagerduty.requests.filter(isClose)).toHaveLength(1);
    expect(at.pagerduty.incidents[0]?.status).toBe('resolved');
  });
});
