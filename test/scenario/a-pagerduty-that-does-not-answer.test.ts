import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drip, type Fault, hang, serverError } from '../../src/sandbox/faults.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Context, type Standing, standHouse } from '../given/house.ts';
import { quarantined } from '../given/quarantine.ts';

const databases = givenDatabases();
let at: Standing;

/** What somebody may do hangs on a role, so that each note needs a look-up. */
const ROLES = `
pagerduty: {authority: {confirm: ["role:user"], lower: [commander], override: [anyone]}}
`;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty(), config: ROLES });
});

afterEach(() => at.close());

const lan = () => at.pagerduty.asUser('Lan Nguyen');

/** Its REST API; events and webhooks go on. */
function restFails(fault: Fault): void {
  at.pagerduty.fail(fault, { times: 1000, when: ({ path }) => !path.startsWith('/v2/') });
}

const answers = () => at.pagerduty.deliveries.map(({ statuses }) => [...statuses]);

async function incidents(): Promise<Context[]> {
  return (await at.get('/api/v1/incidents')).incidents;
}

/** Until the tries that wait are due; what is due is then done. */
async function later(seconds = 10): Promise<void> {
  await at.forward(seconds);
}

describe.each<[string, () => Fault]>([
  ['never answers', hang],
  ['sends one byte a second', drip],
])('while PagerDuty’s REST API %s', (_, fault) => {
  it('its webhook is answered in time, waits where it can be seen, and is done afterwards, once', async () => {
    restFails(fault());
    lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    await at.pagerduty.settled();
    expect(answers()).toEqual([[202]]);
    expect(await incidents()).toEqual([]);
    expect(await quarantined(at)).toMatchObject([
      { state: 'quarantined', reason: expect.stringContaining('it is tried again by itself') },
    ]);

    at.pagerduty.heal();
    await at.restart();
    await later();
    expect(await incidents()).toMatchObject([{ source: 'pagerduty', title: expect.any(String) }]);
    expect(await quarantined(at)).toEqual([]);
    const [first] = at.pagerduty.deliveries;
    if (first !== undefined) at.pagerduty.again(first);
    await later();
    expect(await incidents()).toHaveLength(1);
  });
});

describe('what waits for PagerDuty', () => {
  it('keeps the order of one incident, and holds up no other', async () => {
    const search = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    const mail = lan().triggerIncident({ title: 'Mail is late', service: 'Checkout' });
    await at.settle();
    const told = answers().length;
    at.pagerduty.fail(serverError(), { path: '/users' });
    lan().annotate(search.id, 'sev2');
    await at.pagerduty.settled();
    at.clock.forward(1);
    lan().annotate(search.id, 'sev3');
    lan().annotate(mail.id, 'sev2');
    await at.pagerduty.settled();
    expect(answers().slice(told)).toEqual([[202], [202], [202]]);
    expect(await quarantined(at)).toHaveLength(2);
    const bySubject = async (title: string) =>
      (await incidents()).find((one) => String(one.title).includes(title));
    expect((await bySubject('Mail')).severity_confirmed).not.toBeNull();
    expect((await bySubject('Search')).severity_confirmed).toBeNull();

    await later();
    await later();
    const { incident_id: id } = await bySubject('Search');
    expect(await at.timeline(id, 'SeverityConfirmed')).toEqual([
      expect.stringContaining('SEV2'),
      expect.stringContaining('SEV3'),
    ]);
    expect(await quarantined(at)).toEqual([]);
  });

  it('is done without what PagerDuty would have said after two minutes', async () => {
    restFails(serverError());
    lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    await at.settle();
    for (let waited = 0; waited < 110; waited += 10) await later();
    expect(await incidents()).toEqual([]);
    await later(20);
    expect(await incidents()).toMatchObject([{ source: 'pagerduty' }]);
    expect(await quarantined(at)).toEqual([]);
  });

  it('is joined with the incident that it is, and not opened beside it', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    await at.settle();
    restFails(serverError());
    await at.alert(checkoutDown());
    const page = at.pagerduty.incidents.find((one) => one.id !== id);
    lan().acknowledge(page?.id ?? '');
    await at.settle();
    at.pagerduty.heal();
    await later();
    const all = await incidents();
    expect(all).toHaveLength(2);
    expect(all.map((one) => one.acknowledged?.by ?? null)).toContain('Lan Nguyen');
  });

  it('waits for nobody where nothing has to be asked', async () => {
    const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
    await at.settle();
    restFails(hang());
    lan().acknowledge(id);
    await at.pagerduty.settled();
    expect((await incidents())[0]?.acknowledged).toMatchObject({ by: 'Lan Nguyen' });
  });
});
