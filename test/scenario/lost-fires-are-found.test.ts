import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendAlerts } from '../../src/sandbox/alertmanager.ts';
import { type AlertmanagerApi, openAlertmanagerApi } from '../../src/sandbox/alertmanager-api.ts';
import { serverError } from '../../src/sandbox/faults.ts';
import { checkoutDown, checkoutSlow } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { type MovableClock, movableClock } from '../given/movable-clock.ts';
import { triggersAt } from '../given/sent-pages.ts';

const databases = givenDatabases();
let clock: MovableClock;
let at: Standing;
let alertmanager: AlertmanagerApi;

const ALERT = checkoutDown();
/** What told us once that the receiver `tocsin` leads here; long over. */
const EARLIER = {
  labels: { alertname: 'DiskFull', cluster: 'eu1', instance: 'db-1' },
  startsAt: '2026-03-17T10:00:00Z',
};

async function stand(config = '{}'): Promise<void> {
  clock = movableClock();
  alertmanager = await openAlertmanagerApi({ clock });
  const env = { ALERTMANAGER_URL: alertmanager.url };
  at = await standHouse({ databaseUrl: await databases.empty(), clock, env, config });
}

const door = () => `${at.url}/webhooks/alertmanager`;

/** On a route of its own, as most receivers are. */
const ROUTE = ['{}', '{team="shop"}'];

async function deliver(...alerts: Parameters<Standing['alert']>): Promise<void> {
  const sent = await sendAlerts(door(), { alerts, route: ROUTE });
  if (!sent.delivered) throw new Error(sent.body);
  await at.settle();
}

async function minutes(count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await at.forward(60);
    await at.house.reconcile();
  }
  await at.settle();
}

async function incidents(): Promise<readonly Context[]> {
  return (await at.get('/api/v1/incidents')).incidents;
}

const fireRepairs = () => at.metric('tocsin_repairs_total{kind="fire"}');

afterEach(async () => {
  await at.close();
  await alertmanager.close();
});

describe('an alert whose webhook never came', () => {
  beforeEach(async () => {
    await stand();
    await deliver({ ...EARLIER, endsAt: '2026-03-17T11:00:00Z' });
    expect(await incidents()).toEqual([]);
  });

  it('opens its incident and pages after two rounds, and the timeline says so, once', async () => {
    alertmanager.fire({ ...ALERT, startsAt: clock.now() });
    await minutes(1);
    expect(await incidents()).toEqual([]);
    await minutes(1);
    const [found, ...others] = await incidents();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: 'SEV1', alerts: { firing: 1 } });
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    const said = [
      'Repaired: Alertmanager has CheckoutServiceDown firing, and its webhook never came',
    ];
    expect(await at.timeline(found.incident_id, 'RepairMade')).toEqual(said);
    await minutes(5);
    expect(await at.timeline(found.incident_id, 'RepairMade')).toEqual(said);
    expect(await fireRepairs()).toBe(1);
  });

  it('is in the same incident when the webhook comes after all, also under another route', async () => {
    alertmanager.fire(ALERT);
    await minutes(3);
    const [found] = await incidents();
    await deliver(ALERT);
    const elsewhere = { alerts: [ALERT, checkoutSlow()], route: ['{}', '{team="other"}'] };
    await sendAlerts(door(), { ...elsewhere, groupBy: ['service'] });
    await at.settle();
    const [only, ...others] = await incidents();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ incident_id: found.incident_id, alerts: { firing: 2 } });
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
  });

  it('rings under the key that Alertmanager’s own PagerDuty road has for its group', async () => {
    alertmanager.fire(ALERT);
    await minutes(3);
    const groupKey = `${ROUTE.join('/')}:{alertname="CheckoutServiceDown"}`;
    expect(triggersAt(at.pagerduty).map((page) => page.dedup_key)).toEqual([
      createHash('sha256').update(groupKey).digest('hex'),
    ]);
  });

  it('waits for its group when the group was told of already, and then joins its incident', async () => {
    alertmanager.fire(ALERT);
    await deliver(ALERT);
    const second = { ...ALERT, labels: { ...ALERT.labels, cluster: 'us1' } };
    alertmanager.fire({ ...second, startsAt: clock.now() });
    await minutes(5);
    expect((await incidents())[0]).toMatchObject({ alerts: { firing: 1 } });
    await minutes(1);
    const [only, ...others] = await incidents();
    expect([others, only.alerts.firing]).toEqual([[], 2]);
    expect(await fireRepairs()).toBe(1);
  });

  it.each<[string, () => void]>([
    ['is silenced', () => alertmanager.silence({ service: 'checkout' })],
    ['is muted', () => alertmanager.mute({ service: 'checkout' }, 'night')],
    [
      'is inhibited',
      () => {
        alertmanager.fire({ labels: { alertname: 'ClusterDown' }, receivers: ['mail'] });
        alertmanager.inhibit({ alertname: 'ClusterDown' }, { service: 'checkout' });
      },
    ],
  ])('opens nothing while it %s', async (_, suppress) => {
    alertmanager.fire(ALERT);
    suppress();
    await minutes(10);
    expect(await incidents()).toEqual([]);
  });

  it('opens nothing when it is for other receivers only', async () => {
    alertmanager.fire({ ...ALERT, receivers: ['mail', 'chat'] });
    await minutes(10);
    expect(await incidents()).toEqual([]);
  });

  it('opens nothing when it is over before the second round, or when the second round failed', async () => {
    alertmanager.fire(ALERT);
    await minutes(1);
    alertmanager.resolve(ALERT.labels);
    await minutes(1);
    alertmanager.fire(ALERT);
    await minutes(1);
    alertmanager.fail(serverError());
    await minutes(1);
    await minutes(1);
    expect(await incidents()).toEqual([]);
    await minutes(1);
    expect(await incidents()).toHaveLength(1);
  });
});

describe('an alert that Alertmanager gave up, and whose sender came again', () => {
  it('fires again here with its old start, although its webhook looks like a repetition', async () => {
    await stand();
    alertmanager.fire(ALERT);
    await deliver(ALERT);
    const [{ incident_id: id }] = await incidents();
    await at.forward(300);
    alertmanager.resolve(ALERT.labels);
    await deliver({ ...ALERT, endsAt: clock.now() });
    expect(await at.get(`/api/v1/incidents/${id}`)).toMatchObject({ alerts: { firing: 0 } });
    await at.forward(60);
    alertmanager.fire(ALERT);
    await deliver(ALERT);
    await minutes(7);
    expect(await at.get(`/api/v1/incidents/${id}`)).toMatchObject({ alerts: { firing: 1 } });
    expect(await at.timeline(id, 'RepairMade')).toEqual([
      'Repaired: CheckoutServiceDown fires again in Alertmanager, and no webhook made that known here',
    ]);
    expect(await incidents()).toHaveLength(1);
    await minutes(5);
    expect(await fireRepairs()).toBe(1);
    alertmanager.resolve(ALERT.labels);
    await deliver({ ...ALERT, endsAt: clock.now() });
    expect(await at.get(`/api/v1/incidents/${id}`)).toMatchObject({ alerts: { firing: 0 } });
  });

  it('stays resolved while its sender has said nothing since', async () => {
    await stand();
    alertmanager.fire(ALERT);
    await deliver(ALERT);
    await at.forward(300);
    await deliver({ ...ALERT, endsAt: clock.now() });
    await minutes(20);
    expect((await incidents())[0]).toMatchObject({ alerts: { firing: 0 } });
    expect(await fireRepairs()).toBe(0);
  });
});

describe('a Tocsin that no Alertmanager ever told anything', () => {
  it('takes nothing, because it cannot know what is meant for it', async () => {
    await stand();
    alertmanager.fire(ALERT);
    await minutes(10);
    expect(await incidents()).toEqual([]);
  });

  it('takes what is for the receiver that it is told of', async () => {
    await stand('sources: {alertmanager_receiver: the pager}');
    alertmanager.fire({ ...ALERT, receivers: ['the pager'] });
    alertmanager.fire({ ...checkoutSlow(), receivers: ['tocsin'] });
    await minutes(3);
    const [found, ...others] = await incidents();
    expect([others, found.title]).toEqual([[], 'CheckoutServiceDown: no checkout succeeds']);
  });
});
