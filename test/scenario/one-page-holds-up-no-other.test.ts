import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  badGateway,
  drip,
  type Fault,
  hang,
  loginPage,
  rateLimited,
  serverError,
} from '../../src/sandbox/faults.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { notAccepted, triggersAt } from '../given/sent-pages.ts';
import { waitWatch } from '../given/stopwatch.ts';
import { until } from '../given/until.ts';

const databases = givenDatabases();
let at: Standing;

beforeEach(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
});

afterEach(() => at.close());

/** With whether the line is held, so that only a deadline ends it. */
const FAULTS: readonly (readonly [string, Fault, boolean])[] = [
  ['is never answered', hang(), true],
  ['is answered one byte a second', drip(), true],
  ['is told to come again in half a minute', rateLimited(30), false],
  ['meets a broken PagerDuty', serverError(), false],
  ['meets a broken proxy', badGateway(), false],
  ['meets a login page', loginPage(), false],
];

async function deliver(name: string): Promise<void> {
  const labels = { alertname: name, severity: 'critical', service: name };
  const response = await fetch(`${at.url}/webhooks/alertmanager`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ version: '4', groupKey: name, alerts: [checkoutDown({ labels })] }),
  });
  expect(response.status).toBe(202);
}

async function paged(name: string): Promise<void> {
  await deliver(name);
  await until(`${name} rings`, () => rings(name));
}

const rings = (name: string) => at.pagerduty.incidents.some(({ title }) => title.includes(name));

describe('while the page of one incident', () => {
  it.each(FAULTS)('%s, twenty others ring before it is done with', async (_, fault, isHeld) => {
    at.pagerduty.fail(fault, { path: '/v2/enqueue' });
    await deliver('FirstServiceDown');
    await until('the first page is sent', () => triggersAt(at.pagerduty).length === 1);
    const names = Array.from({ length: 20 }, (_each, index) => `Part${index + 10}ServiceDown`);
    // All at once, because that is when one would stand in the way of another.
    await Promise.all(names.map(paged));
    // Its deadline of ten seconds would let them go, and nothing else: the clock stands still, so it is not sent again.
    expect(notAccepted(at.log)).toBeLessThanOrEqual(isHeld ? 0 : 1);
    expect(triggersAt(at.pagerduty)).toHaveLength(21);
    expect(rings('FirstServiceDown')).toBe(false);
    expect(at.pagerduty.incidents).toHaveLength(20);
  });
});

const notesOf = (id = '') => at.pagerduty.incident(id).notes;

describe('while everything about one incident', () => {
  it.each(FAULTS)(
    '%s over PagerDuty’s REST API, a note on another is answered at once',
    async (_, fault) => {
      const lan = at.pagerduty.asUser('Lan Nguyen');
      const born = ['Search is slow', 'Mail is late'].map((title) =>
        lan.triggerIncident({ title, service: 'Checkout' }),
      );
      await at.settle();
      const [search, mail] = born.map(({ id }) => id);
      const before = notesOf(search).length;
      at.pagerduty.fail(fault, { times: 100, when: ({ path }) => path.includes(`/${search}`) });
      lan.annotate(search ?? '', 'sev1');
      lan.acknowledge(search ?? '');
      await at.pagerduty.settled();
      const waited = waitWatch();
      lan.annotate(mail ?? '', 'sev2');
      const told = () => notesOf(mail).map(({ content }) => content);
      await until('it is answered', () => told().some((note) => note.includes('SEV2')), 20);
      expect(waited() / 1000).toBeLessThan(2);
      expect(notesOf(search)).toHaveLength(before + 1);
      const { incidents } = await at.get('/api/v1/incidents');
      expect(incidents.map((one: { severity: string }) => one.severity).sort()).toEqual([
        'SEV1',
        'SEV2',
      ]);
    },
  );
});
