import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SANDBOX_ROUTING_KEY } from '../../src/sandbox/pagerduty.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse, WEBHOOK_SECRET } from '../given/house.ts';
import { signed } from '../given/quarantine.ts';

const databases = givenDatabases();
let at: Standing;
let began: string;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
  began = at.clock.now();
});

afterEach(() => at.close());

const DETAILS = { alertname: 'CheckoutServiceDown', service: 'payments', severity: 'critical' };

const lan = () => at.pagerduty.asUser('Lan Nguyen');

async function born(title: string): Promise<{ vendorId: string; incident: Context }> {
  const { id } = lan().triggerIncident({ title, service: 'Checkout' });
  await at.settle();
  const { incidents } = await at.get('/api/v1/incidents');
  return { vendorId: id, incident: incidents[0] };
}

/** Where, and who. */
const askedToJoin = () =>
  at.pagerduty.requests
    .filter(({ path }) => path.endsWith('/responder_requests'))
    .map(({ path, text }) => [path, /"id":"(\w+)"/.exec(text)?.[1]]);

/** Told in any order; `after`: seconds from the beginning of the story. */
async function happens(
  vendorId: string,
  change: string,
  after: number,
  agent: object,
): Promise<void> {
  const occurred = new Date(Date.parse(began) + after * 1000).toISOString();
  at.clock.forward(60);
  const event = {
    id: `01${change}${after}`,
    event_type: `incident.${change}`,
    resource_type: 'incident',
    occurred_at: occurred,
    agent,
    data: {
      id: vendorId,
      type: 'incident',
      title: 'Search is slow',
      status: change === 'resolved' ? 'resolved' : 'triggered',
      urgency: 'high',
    },
  };
  expect(await signed(at, JSON.stringify({ event }))).toMatchObject({ body: { outcome: 'used' } });
  await at.settle();
}

async function timeline(id: string): Promise<string[]> {
  const { entries } = await at.get(`/api/v1/incidents/${id}/timeline`);
  return entries.map((entry: { text: string }) => entry.text);
}

describe('an incident that somebody opens in PagerDuty', () => {
  it('opens one here, judged by the rules, and is not opened a second time there', async () => {
    const { vendorId, incident } = await born('SiteDown: nobody can pay');
    expect(incident).toMatchObject({
      source: 'pagerduty',
      status: 'triage',
      pagerduty: { incident_id: vendorId },
      affected_services: ['Checkout'],
    });
    expect(at.pagerduty.incidents).toHaveLength(1);
  });

  it('is followed: acknowledged, its priority, and what a person resolves there is resolved here', async () => {
    const { vendorId, incident } = await born('Search is slow');
    lan().acknowledge(vendorId);
    lan().prioritize(vendorId, 'P3');
    await at.settle();
    const followed = await at.get(`/api/v1/incidents/${incident.incident_id}`);
    expect(followed.acknowledged).toMatchObject({ by: 'Lan Nguyen' });
    lan().resolve(vendorId);
    await at.settle();
    const lines = await timeline(incident.incident_id);
    expect(lines.some((line) => line.includes('priority P3'))).toBe(true);
    expect(lines.some((line) => line.includes('Lan Nguyen resolved it in PagerDuty'))).toBe(true);
    const after = await at.get(`/api/v1/incidents/${incident.incident_id}`);
    expect(after).toMatchObject({ status: 'resolved', alerts: { firing: 0 } });
    const asked = at.pagerduty.requests.length;
    at.clock.forward(120);
    await at.house.reconcile();
    const polled = at.pagerduty.requests.slice(asked).map(({ path }) => path);
    const about = polled.filter((path) => path.includes(vendorId));
    expect(about, 'what people write').toEqual([`/incidents/${vendorId}/notes`]);
  });

  it('stays open when PagerDuty’s own integration resolves it there', async () => {
    const { vendorId, incident } = await born('Search is slow');
    await happens(vendorId, 'resolved', 1, {
      id: 'PINTEG1',
      type: 'integration_reference',
      summary: 'Events API v2',
    });
    const path = `/api/v1/incidents/${incident.incident_id}`;
    expect((await at.get(path)).status).toBe('triage');
    expect((await at.get(`${path}/signals`)).signals).toMatchObject([{ status: 'resolved' }]);
  });

  it('stays open when it was opened there again, and the word that it is over comes late', async () => {
    const { vendorId, incident } = await born('Search is slow');
    const who = { id: 'PLAN001', type: 'user_reference', summary: 'Lan Nguyen' };
    await happens(vendorId, 'reopened', 60, who);
    await happens(vendorId, 'resolved', 30, who);
    const path = `/api/v1/incidents/${incident.incident_id}`;
    expect((await at.get(path)).status).toBe('triage');
    await happens(vendorId, 'resolved', 90, who);
    expect((await at.get(path)).status).toBe('resolved');
  });

  it('is steered by notes, and closed there when it is resolved here', async () => {
    const { vendorId, incident } = await born('Search is slow');
    for (const note of ['sev2', 'ic me', 'verified: search answers in 80 ms again', 'resolve']) {
      lan().annotate(vendorId, note);
      await at.settle();
    }
    const after = await at.get(`/api/v1/incidents/${incident.incident_id}`);
    expect(after).toMatchObject({
      status: 'resolved',
      severity: 'SEV2',
      incident_commander: 'Lan Nguyen',
    });
    expect(at.pagerduty.incident(vendorId).status).toBe('resolved');
  });

  it('that becomes SEV1 is raised, not opened again, and the architect is asked to join', async () => {
    await at.close();
    const config = 'pagerduty: {architects: ["user:PARCHIT"], sev1_priority: P1}';
    at = await standHouse({ databaseUrl: await databases.empty(), config });
    const { vendorId, incident } = await born('Search is slow');
    const there = () => at.pagerduty.incident(vendorId);
    there().urgency = 'low';
    expect(there().priority).toBeNull();
    expect(askedToJoin()).toEqual([]);
    lan().annotate(vendorId, 'sev1');
    await at.settle();
    const after = await at.get(`/api/v1/incidents/${incident.incident_id}`);
    expect(after.page).toMatchObject({ state: 'accepted', via: 'pagerduty, raised' });
    expect(at.pagerduty.incidents).toHaveLength(1);
    expect(at.pagerduty.requests.filter((request) => request.path === '/v2/enqueue')).toEqual([]);
    expect(there()).toMatchObject({ urgency: 'high', priority: 'P1' });
    expect(askedToJoin()).toEqual([[`/incidents/${vendorId}/responder_requests`, 'PARCHIT']]);
  });

  it('is judged by what its alerts say, as by labels', async () => {
    const response = await fetch(`${at.pagerduty.url}/v2/enqueue`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...{ routing_key: SANDBOX_ROUTING_KEY, event_action: 'trigger', dedup_key: 'theirs' },
        payload: {
          ...{ summary: 'something is wrong', source: 'probe', severity: 'info' },
          custom_details: DETAILS,
        },
      }),
    });
    expect(response.status).toBe(202);
    await at.settle();
    const { incidents } = await at.get('/api/v1/incidents');
    expect(incidents).toMatchObject([
      { source: 'pagerduty', severity: 'SEV1', affected_services: ['payments'] },
    ]);
    const { signals } = await at.get(`/api/v1/incidents/${incidents[0].incident_id}/signals`);
    expect(signals).toMatchObject([{ labels: { ...DETAILS, urgency: 'high' } }]);
    expect(at.pagerduty.incidents).toHaveLength(1);
  });
});

describe('an incident of PagerDuty whose opening was not heard', () => {
  beforeEach(async () => {
    await at.close();
    at = await standHouse({ databaseUrl: await databases.empty(), hearsPagerduty: false });
    const url = `${at.url}/webhooks/pagerduty`;
    const changes = ['acknowledged', 'priority_updated', 'escalated', 'reassigned', 'resolved'];
    const events = changes.map((change) => `incident.${change}`);
    at.pagerduty.subscribe({ url, secrets: [WEBHOOK_SECRET], events });
  });

  it('opens with its acknowledgement, which counts', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    lan().acknowledge(id);
    await at.settle();
    const { incidents } = await at.get('/api/v1/incidents');
    expect(incidents).toMatchObject([
      {
        source: 'pagerduty',
        pagerduty: { incident_id: id },
        acknowledged: { by: 'Lan Nguyen' },
      },
    ]);
    expect(at.pagerduty.incidents).toHaveLength(1);
  });

  it('opens with another change, which is on its timeline', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    lan().prioritize(id, 'P2');
    await at.settle();
    const { incidents } = await at.get('/api/v1/incidents');
    const lines = await timeline(incidents[0]?.incident_id ?? '');
    expect(lines).toContainEqual(expect.stringContaining('priority P2'));
  });

  it('opens when it is escalated, which is on its timeline and counts as no answer', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    lan().escalate(id);
    await at.settle();
    const { incidents } = await at.get('/api/v1/incidents');
    expect(incidents).toMatchObject([
      { source: 'pagerduty', pagerduty: { incident_id: id }, acknowledged: null, status: 'triage' },
    ]);
    expect(await timeline(incidents[0].incident_id)).toContain(
      'PagerDuty: escalated, by Lan Nguyen',
    );
    expect(at.pagerduty.incidents).toHaveLength(1);
  });

  it('opens when it is given to somebody else, once, also where it is escalated later', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    lan().reassign(id, 'Minh Tran');
    await at.settle();
    at.pagerduty.asUser('Minh Tran').escalate(id);
    await at.settle();
    const { incidents } = await at.get('/api/v1/incidents');
    expect(incidents).toMatchObject([{ pagerduty: { incident_id: id }, acknowledged: null }]);
    expect(await at.timeline(incidents[0].incident_id, 'PagerdutyChanged')).toEqual([
      'PagerDuty: reassigned, by Lan Nguyen',
      'PagerDuty: escalated, by Minh Tran',
    ]);
  });

  it('does not open when it is over', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    lan().resolve(id);
    await at.settle();
    expect((await at.get('/api/v1/incidents')).incidents).toEqual([]);
  });
});
