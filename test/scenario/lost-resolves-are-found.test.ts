import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendAlerts } from '../../src/sandbox/alertmanager.ts';
import { type AlertmanagerApi, openAlertmanagerApi } from '../../src/sandbox/alertmanager-api.ts';
import { serverError } from '../../src/sandbox/faults.ts';
import { endGone } from '../../src/service/end-gone.ts';
import { openIncidents } from '../../src/service/open-incidents.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { movableClock } from '../given/movable-clock.ts';

const databases = givenDatabases();
let at: Standing;
let alertmanager: AlertmanagerApi;
let id: string;

const ALERT = checkoutDown();

/** One incident with one alert that Alertmanager holds too; from now on its webhooks are lost. */
beforeEach(async () => {
  const clock = movableClock();
  alertmanager = await openAlertmanagerApi({ clock });
  const env = { ALERTMANAGER_URL: alertmanager.url };
  at = await standHouse({ databaseUrl: await databases.empty(), clock, env });
  alertmanager.fire(ALERT);
  const [opened] = await at.alert(ALERT);
  id = opened?.id ?? '';
  await at.house.reconcile();
});

afterEach(async () => {
  await at.close();
  await alertmanager.close();
});

/** Compares every minute, as Tocsin does by itself. */
async function minutes(count: number): Promise<Context> {
  for (let minute = 0; minute <= count; minute += 1) {
    await at.house.reconcile();
    if (minute < count) await at.forward(60);
  }
  await at.settle();
  return at.get(`/api/v1/incidents/${id}`);
}

const repairs = () => at.timeline(id, 'RepairMade');

describe('an alert whose resolve never came', () => {
  it('is resolved once Alertmanager has had none for five minutes, and the timeline says so', async () => {
    alertmanager.resolve(ALERT.labels);
    expect((await minutes(4)).alerts).toMatchObject({ firing: 1 });
    expect(await repairs()).toEqual([]);
    expect((await minutes(1)).alerts).toMatchObject({ firing: 0, resolved: 1 });
    expect(await repairs()).toEqual([
      expect.stringContaining('Alertmanager has no CheckoutServiceDown any more'),
    ]);
    await minutes(6);
    expect(await repairs()).toHaveLength(1);
    expect(await at.metric('tocsin_repairs_total{kind="resolve"}')).toBe(1);
  });

  it('is no repair where its resolve comes while it is compared', async () => {
    const { parts } = at.house;
    const comparing = endGone();
    const open = await openIncidents(parts);
    await comparing.round(parts, [], open);
    await at.forward(300);
    await at.alert(checkoutDown({ endsAt: at.clock.now() }));
    await comparing.round(parts, [], open);
    expect(await repairs()).toEqual([]);
    expect(await at.metric('tocsin_repairs_total{kind="resolve"}')).toBe(0);
  });

  it('is counted from anew after a restart of Tocsin', async () => {
    alertmanager.resolve(ALERT.labels);
    await minutes(4);
    await at.restart();
    expect((await minutes(4)).alerts).toMatchObject({ firing: 1 });
    expect((await minutes(1)).alerts).toMatchObject({ firing: 0 });
  });
});

describe('an alert of an Alertmanager that is not asked', () => {
  it('is not counted as gone, for however long the one that is asked does not have it', async () => {
    const door = `${at.url}/webhooks/alertmanager`;
    const labels = { alertname: 'SearchServiceDown', service: 'search', severity: 'critical' };
    const externalURL = 'http://another-alertmanager.example.com:9093';
    const sent = await sendAlerts(door, { alerts: [{ labels }], externalURL });
    const [other] = JSON.parse(sent.body).incidents;
    alertmanager.resolve(ALERT.labels);
    expect((await minutes(20)).alerts).toMatchObject({ firing: 0 });
    expect((await at.get(`/api/v1/incidents/${other.id}`)).alerts).toMatchObject({ firing: 1 });
    expect(await at.timeline(other.id, 'RepairMade')).toEqual([]);
  });
});

describe('an alert that Alertmanager keeps', () => {
  it.each<[string, () => void]>([
    ['silenced', () => alertmanager.silence({ service: 'checkout' })],
    [
      'inhibited',
      () => {
        alertmanager.fire({ labels: { alertname: 'ClusterDown' } });
        alertmanager.inhibit({ alertname: 'ClusterDown' }, { service: 'checkout' });
      },
    ],
    ['muted', () => alertmanager.mute({ service: 'checkout' }, 'night')],
  ])('%s is not resolved', async (_, suppress) => {
    suppress();
    expect((await minutes(10)).alerts).toMatchObject({ firing: 1 });
    expect(await repairs()).toEqual([]);
  });
});

describe('an Alertmanager', () => {
  it('that restarted and is told again within five minutes ends nothing', async () => {
    alertmanager.restart();
    await minutes(4);
    alertmanager.fire(ALERT);
    expect((await minutes(10)).alerts).toMatchObject({ firing: 1 });
  });

  it('that was away meanwhile is given five minutes anew', async () => {
    alertmanager.restart();
    await minutes(3);
    alertmanager.fail(serverError());
    await minutes(4);
    alertmanager.fire(ALERT);
    expect((await minutes(10)).alerts).toMatchObject({ firing: 1 });
  });

  it('that cannot be asked ends nothing, and the log says so once', async () => {
    alertmanager.resolve(ALERT.labels);
    alertmanager.fail(serverError(), { times: 100 });
    expect((await minutes(10)).alerts).toMatchObject({ firing: 1 });
    const said = at.log.lines.filter((line) => line.message === 'could not compare');
    expect(said.map((line) => line.fields['with'])).toEqual(['Alertmanager alerts']);
    alertmanager.heal();
    expect((await minutes(5)).alerts).toMatchObject({ firing: 0 });
  });
});
