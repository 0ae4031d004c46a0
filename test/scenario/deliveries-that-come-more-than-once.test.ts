import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notificationBody } from '../../src/sandbox/alertmanager.ts';
import { checkoutDown, checkoutSlow, errorsFor } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { tPlus } from '../given/story.ts';

const databases = givenDatabases();
let at: Standing;

beforeAll(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
  errorsFor(at.prometheus, 900);
});

afterAll(() => at.close());

function post(body: string): Promise<Response> {
  return fetch(`${at.url}/webhooks/alertmanager`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
}

async function incidentIn(answer: Response): Promise<{ id: string; created: boolean } | undefined> {
  const { incidents } = (await answer.json()) as { incidents: { id: string; created: boolean }[] };
  return incidents[0];
}

describe('the same alert from three Alertmanagers at once', () => {
  it('is one incident and one page, whoever is first', async () => {
    const body = notificationBody({ alerts: [checkoutDown()] });
    const answers = await Promise.all(Array.from({ length: 30 }, () => post(body)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]));
    const incidents = await Promise.all(answers.map(incidentIn));
    expect(new Set(incidents.map((each) => each?.id)).size).toBe(1);
    expect(incidents.filter((each) => each?.created)).toHaveLength(1);
    await at.settle();
    const triggers = at.pagerduty.requests.filter((request) => request.path === '/v2/enqueue');
    expect(triggers).toHaveLength(1);
    expect(at.pagerduty.incidents).toHaveLength(1);
  });

  it('is not opened again by a replay after it resolved', async () => {
    const [resolved] = await at.alert(checkoutDown({ endsAt: tPlus(-1) }));
    const [replayed] = await at.alert(checkoutDown());
    expect(replayed).toEqual({ id: resolved?.id, created: false });
    const incident = await at.get(`/api/v1/incidents/${resolved?.id}`);
    expect(incident.alerts).toMatchObject({ firing: 0, resolved: 1 });
  });
});

describe('alerts that are all resolved and unknown', () => {
  it('open nothing, and their late firing opens nothing either', async () => {
    const labels = { alertname: 'QueueBacklog', service: 'mail', severity: 'warning' };
    expect(await at.alert({ labels, startsAt: tPlus(-600), endsAt: tPlus(-60) })).toEqual([]);
    expect(await at.alert({ labels, startsAt: tPlus(-600) })).toEqual([]);
  });
});

describe('an alert that fires again', () => {
  it('within half an hour reopens its incident and pages anew; later it opens a new one that names the old', async () => {
    const alert = (over: object) => checkoutSlow(over);
    const [first] = await at.alert(alert({}));
    const id = first?.id ?? '';
    await at.forward(300);
    await at.alert(alert({ endsAt: at.clock.now() }));
    errorsFor(at.prometheus, 200);
    await at.forward(300);
    expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('resolved');

    await at.forward(60);
    expect(await at.alert(alert({ startsAt: at.clock.now() }))).toEqual([{ id, created: false }]);
    // Nobody spoke within the triage deadline of the first round, so its proposal stands accepted.
    expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('diagnosing');

    await at.alert(alert({ startsAt: at.clock.now(), endsAt: at.clock.now() }));
    await at.forward(300);
    expect((await at.get(`/api/v1/incidents/${id}`)).status).toBe('resolved');
    await at.forward(3600);
    const [third] = await at.alert(alert({ startsAt: at.clock.now() }));
    expect(third?.created).toBe(true);
    expect((await at.get(`/api/v1/incidents/${third?.id}`)).follows).toBe(id);
  });
});
