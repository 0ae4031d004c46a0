import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  drip,
  type Fault,
  hang,
  loginPage,
  rateLimited,
  serverError,
} from '../../src/sandbox/faults.ts';
import { SANDBOX_ROUTING_KEY } from '../../src/sandbox/pagerduty.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';

const databases = givenDatabases();
let at: Standing;

/** PagerDuty's webhooks are sent to nowhere, so everything that is learned is learned by comparing. */
beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty(), hearsPagerduty: false });
});

afterEach(() => at.close());

const lan = () => at.pagerduty.asUser('Lan Nguyen');

/** As a monitoring tool does it that Tocsin does not hear. */
async function enqueue(action: 'trigger' | 'resolve'): Promise<void> {
  const payload = { summary: 'Search is slow', source: 'search', severity: 'warning' };
  const response = await fetch(`${at.pagerduty.url}/v2/enqueue`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      routing_key: SANDBOX_ROUTING_KEY,
      event_action: action,
      dedup_key: 'search-is-slow',
      ...(action === 'trigger' ? { payload } : {}),
    }),
  });
  expect(response.status).toBe(202);
}

async function compared(): Promise<Context> {
  at.clock.forward(120);
  await at.house.reconcile();
  await at.settle();
  const { incidents } = await at.get('/api/v1/incidents');
  return incidents[0];
}

async function repairs(id: string): Promise<number> {
  const { entries } = await at.get(`/api/v1/incidents/${id}/timeline`);
  return entries.filter((entry: { type: string }) => entry.type === 'RepairMade').length;
}

describe('what a lost PagerDuty webhook left behind', () => {
  it('an incident that was never heard of is opened, once', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    const incident = await compared();
    expect(incident).toMatchObject({ source: 'pagerduty', pagerduty: { incident_id: id } });
    await compared();
    expect((await at.get('/api/v1/incidents')).incidents).toHaveLength(1);
    expect(await repairs(incident.incident_id)).toBe(1);
    expect(await at.metric('tocsin_repairs_total{kind="fire"}')).toBe(1);
  });

  it('an incident that was never heard of is found with what was written on it meanwhile, once', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    at.clock.forward(30);
    lan().annotate(id, 'sev1 because nobody can search');
    const incident = await compared();
    expect(incident).toMatchObject({
      severity: 'SEV1',
      severity_confirmed: { by: 'Lan Nguyen', severity: 'SEV1' },
    });
    await compared();
    expect(await at.timeline(incident.incident_id, 'SeverityConfirmed')).toHaveLength(1);
    expect(await at.metric('tocsin_repairs_total{kind="note"}')).toBe(1);
  });

  it('the link, the acknowledgement and the notes of our page are found, once', async () => {
    const [opened] = await at.alert(checkoutDown());
    const page = at.pagerduty.incidents[0];
    lan().acknowledge(page?.id ?? '');
    at.clock.forward(1);
    lan().annotate(page?.id ?? '', 'sev1 because nobody can pay');
    const incident = await compared();
    expect(incident).toMatchObject({
      incident_id: opened?.id,
      severity_confirmed: { by: 'Lan Nguyen' },
      acknowledged: { by: 'Lan Nguyen' },
      pagerduty: { incident_id: page?.id },
    });
    const found = await repairs(incident.incident_id);
    await compared();
    expect(await repairs(incident.incident_id)).toBe(found);
    const answers = page?.notes.filter((note) => note.content.includes('SEV1 is confirmed.'));
    expect(answers).toHaveLength(1);
  });

  it('what was learned is found while the postmortem is open, once', async () => {
    const [opened] = await at.alert(checkoutDown());
    const id = opened?.id ?? '';
    await at.alert(checkoutDown({ endsAt: at.clock.now() }));
    await compared();
    for (const text of ['sev1', 'verified: orders go through', 'users ok', 'resolve']) {
      expect((await at.say(id, text)).status).toBe(200);
    }
    const [page] = at.pagerduty.incidents;
    lan().annotate(page?.id ?? '', 'action: alert on the pool owner: Lan Nguyen due: 2026-12-01');
    expect(await compared()).toMatchObject({
      status: 'resolved',
      actions: [{ owner: 'Lan Nguyen' }],
    });
    await compared();
    expect(await at.timeline(id, 'ActionAdded')).toHaveLength(1);
    // A day later nobody asks any more.
    at.clock.forward(24 * 3600);
    lan().annotate(page?.id ?? '', 'prevent: the pool grows by itself');
    expect(await compared()).toMatchObject({ prevention: [] });
  });

  it('that a person resolved it there is found, and resolves it here in their name, once', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    const { incident_id: ours } = await compared();
    at.pagerduty.asUser('Minh Tran').resolve(id);
    await compared();
    const resolved = await at.get(`/api/v1/incidents/${ours}`);
    expect(resolved).toMatchObject({ status: 'resolved', alerts: { firing: 0 } });
    expect(await at.timeline(ours, 'RecoveryVouched', 'RepairMade')).toEqual([
      expect.any(String),
      'Recovery vouched for by Minh Tran: Minh Tran resolved it in PagerDuty',
      expect.stringContaining(`PagerDuty incident ${id} was resolved there by Minh Tran`),
    ]);
    const found = await repairs(ours);
    await compared();
    expect(await repairs(ours)).toBe(found);
  });

  it('that an integration resolved it there is found once, leaves it open, and is not asked for every minute', async () => {
    await enqueue('trigger');
    const { incident_id: ours, pagerduty } = await compared();
    await enqueue('resolve');
    expect(await compared()).toMatchObject({ status: 'triage', alerts: { firing: 0 } });
    expect(await at.timeline(ours, 'RepairMade')).toContainEqual(
      expect.stringMatching(/was resolved there$/),
    );
    const asked = () =>
      at.pagerduty.requests.filter(({ path }) => path === `/incidents/${pagerduty.incident_id}`);
    const before = asked().length;
    const found = await repairs(ours);
    // Compared every two minutes here.
    for (let round = 0; round < 7; round += 1) await compared();
    expect(asked()).toHaveLength(before);
    for (let round = 0; round < 2; round += 1) await compared();
    expect(asked()).toHaveLength(before + 1);
    expect(await repairs(ours)).toBe(found);
  });

  it('that it was merged by a person is found, and does not resolve it here', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    const { incident_id: ours } = await compared();
    const other = lan().triggerIncident({ title: 'Mail is late', service: 'Checkout' });
    lan().merge(id, other.id);
    await compared();
    expect((await at.get(`/api/v1/incidents/${ours}`)).status).toBe('triage');
    expect(await at.timeline(ours, 'PagerdutyChanged')).toEqual([
      expect.stringContaining(`merged into ${other.id}`),
    ]);
  });

  it('that it was resolved, opened and resolved again there by people is found both times', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    const { incident_id: ours } = await compared();
    lan().resolve(id);
    await compared();
    const state = async () => {
      const { status, reopened } = await at.get(`/api/v1/incidents/${ours}`);
      return { status, reopened };
    };
    lan().reopen(id);
    await compared();
    expect(await state()).toEqual({ status: 'triage', reopened: 1 });
    const found = await repairs(ours);
    await compared();
    expect(await repairs(ours)).toBe(found);
    lan().resolve(id);
    await compared();
    expect(await state()).toEqual({ status: 'resolved', reopened: 1 });
  });

  it('is compared again after PagerDuty could not be asked', async () => {
    lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    at.clock.forward(120);
    at.pagerduty.fail((response) => void response.writeHead(503).end(), { times: 50 });
    await at.house.reconcile();
    expect((await at.get('/api/v1/incidents')).incidents).toEqual([]);
    at.pagerduty.heal();
    expect(await compared()).toMatchObject({ source: 'pagerduty' });
  });
});

describe('an incident of which PagerDuty says nothing', () => {
  const about = (id: string) => ({
    times: 1000,
    when: ({ path }: { readonly path: string }) => path.includes(`/${id}`),
  });

  it.each<[string, Fault]>([
    ['is told to come again', rateLimited(30)],
    ['fails', serverError()],
    ['is a login page', loginPage()],
    ['hangs', hang()],
    ['drips', drip()],
  ])('because it %s keeps no other from being compared', async (_, fault) => {
    const born = ['Search is slow', 'Mail is late', 'Login is slow'].map(
      (title) => lan().triggerIncident({ title, service: 'Checkout' }).id,
    );
    await compared();
    at.clock.forward(1);
    for (const id of born) lan().annotate(id, 'sev2');
    lan().triggerIncident({ title: 'Nobody heard of this', service: 'Checkout' });
    // It stands between the others, whichever end is asked first.
    at.pagerduty.fail(fault, about(born[1] ?? ''));
    await compared();
    const { incidents } = await at.get('/api/v1/incidents');
    const confirmed = incidents.filter((one: Context) => one.severity_confirmed !== null);
    expect(confirmed.map((one: Context) => one.pagerduty.incident_id).sort()).toEqual(
      [born[0], born[2]].sort(),
    );
    expect(incidents).toHaveLength(4);
    at.pagerduty.heal();
    await compared();
    const after = (await at.get('/api/v1/incidents?severity=SEV2')).incidents;
    expect(after).toHaveLength(3);
  });

  it('is not opened beside the one that it may be, unless it is silent for five minutes', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    at.pagerduty.fail(serverError(), about(id));
    await compared();
    await compared();
    expect((await at.get('/api/v1/incidents')).incidents).toEqual([]);
    await compared();
    expect((await at.get('/api/v1/incidents')).incidents).toMatchObject([
      { pagerduty: { incident_id: id } },
    ]);
  });
});
