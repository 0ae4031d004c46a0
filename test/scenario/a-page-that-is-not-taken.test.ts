import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answers,
  badGateway,
  drip,
  type Fault,
  hang,
  loginPage,
  serverError,
} from '../../src/sandbox/faults.ts';
import { type Loopback, openLoopback } from '../../src/sandbox/loopback.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type HouseWish, type Standing, standHouse } from '../given/house.ts';
import { send } from '../given/send.ts';
import { failPages, notAccepted, triggersAt } from '../given/sent-pages.ts';
import { until } from '../given/until.ts';

const databases = givenDatabases();
let at: Standing;
let receiver: Loopback;
let id: string;

beforeEach(async () => {
  receiver = await openLoopback(() => ({ status: 200 }));
});

afterEach(async () => {
  await Promise.all([at.close(), receiver.close()]);
});

const byWebhook = () => ({ FALLBACK_WEBHOOK_URL: `${receiver.url}/hooks/secret-part` });

async function stand(wish: Omit<HouseWish, 'databaseUrl'>): Promise<void> {
  at = await standHouse({ databaseUrl: await databases.empty(), ...wish });
}

async function alert(): Promise<void> {
  const [opened] = await at.alert(checkoutDown());
  id = opened?.id ?? '';
}

const NOT_TAKEN = 'no pager accepted the page within 60 s';

describe('while PagerDuty fails for minutes', () => {
  it.each<[string, Fault]>([
    ['with 500', serverError()],
    ['with the page of a proxy', badGateway()],
    ['with a login page', loginPage()],
  ])(
    '%s, the fallback is called once after a minute, and the page is sent on until it is accepted',
    async (_, fault) => {
      await stand({ env: byWebhook() });
      failPages(at.pagerduty, fault);
      await alert();
      await at.forward(59);
      expect(receiver.requests).toEqual([]);
      await at.forward(1);
      expect(receiver.requests.map(({ body }) => body)).toEqual([
        expect.objectContaining({ incident: id, severity: 'SEV1', why: NOT_TAKEN }),
      ]);
      expect(await at.timeline(id, 'PageDoubted', 'FallbackCalled')).toEqual([
        `The page is in doubt: ${NOT_TAKEN}`,
        `Fallback used (webhook), because ${NOT_TAKEN}`,
      ]);
      for (let minute = 0; minute < 3; minute += 1) await at.forward(60);
      expect(at.pagerduty.incidents).toEqual([]);
      at.pagerduty.heal();
      await at.forward(60);
      expect(at.pagerduty.incidents).toHaveLength(1);
      expect(await at.timeline(id, 'PageAccepted')).toHaveLength(1);
      expect(receiver.requests).toHaveLength(1);
      const sent = triggersAt(at.pagerduty);
      expect(sent.length).toBeGreaterThanOrEqual(5);
      expect(new Set(sent.map((each) => each.dedup_key)).size).toBe(1);
    },
  );

  it.each<[string, Fault]>([
    ['never answers', hang()],
    ['answers one byte a second', drip()],
  ])('and %s, the fallback does not wait for it', async (_, fault) => {
    await stand({ env: byWebhook(), sweepEvery: 0.05 });
    failPages(at.pagerduty, serverError(), 1);
    failPages(at.pagerduty, fault);
    const body = JSON.stringify({ version: '4', groupKey: 'x', alerts: [checkoutDown()] });
    id = (await send(`${at.url}/webhooks/alertmanager`, body)).body.incidents[0].id;
    await until('the page is refused', () => triggersAt(at.pagerduty).length === 1);
    // From here on nothing but the sweeper is at work.
    await at.settle();
    at.clock.forward(5);
    await until('it is under way again', () => triggersAt(at.pagerduty).length === 2);
    at.clock.forward(55);
    await until('the fallback is called', () => receiver.requests.length === 1);
    // The page's own deadline has not come: the first try was refused, the second is under way.
    expect(notAccepted(at.log)).toBe(1);
    expect(receiver.requests[0]?.body).toMatchObject({ why: NOT_TAKEN });
    expect(triggersAt(at.pagerduty)).toHaveLength(2);
  });

  it('a house that is closed meanwhile, and another one opened, changes nothing', async () => {
    await stand({ env: byWebhook() });
    failPages(at.pagerduty, serverError());
    await alert();
    at.clock.forward(60);
    await at.restart();
    await at.settle();
    expect(receiver.requests).toHaveLength(1);
    at.pagerduty.heal();
    at.clock.forward(60);
    await at.restart();
    await at.settle();
    expect(at.pagerduty.incidents).toHaveLength(1);
    expect(receiver.requests).toHaveLength(1);
  });

  it('a page that is accepted within the minute needs no fallback', async () => {
    await stand({ env: byWebhook() });
    failPages(at.pagerduty, serverError());
    await alert();
    at.pagerduty.heal();
    for (let step = 0; step < 20; step += 1) await at.forward(10);
    expect(at.pagerduty.incidents).toHaveLength(1);
    expect(receiver.requests).toEqual([]);
  });
});

describe('a page that PagerDuty refuses', () => {
  it.each<[string, Fault]>([
    ['with 400', answers(400, { status: 'invalid event', errors: ['Invalid routing key'] })],
    ['with 401', answers(401, 'unauthorized')],
  ])('%s goes to the fallback at once and is never sent again', async (_, fault) => {
    const once = '{escalate_unconfirmed: false, acknowledge_within: none, update_every: none}';
    await stand({ env: byWebhook(), config: `severities: {SEV1: ${once}}` });
    failPages(at.pagerduty, fault);
    await alert();
    expect(receiver.requests).toHaveLength(1);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([
      expect.stringMatching(/^Fallback used \(webhook\), because (refused|auth): PagerDuty at /),
    ]);
    for (let minute = 0; minute < 10; minute += 1) await at.forward(60);
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    expect(receiver.requests).toHaveLength(1);
  });

  it('is followed by a new call to everybody when nobody answers in time, three times, each with a fallback', async () => {
    await stand({ env: byWebhook() });
    failPages(at.pagerduty, answers(401, 'unauthorized'));
    await alert();
    await at.forward(299);
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    for (let call = 2; call <= 6; call += 1) await at.forward(300);
    expect(triggersAt(at.pagerduty)).toHaveLength(4);
    expect(receiver.requests).toHaveLength(4);
    expect(await at.timeline(id, 'Escalated')).toContain(
      'Escalated by answer deadline: the page was refused, and nobody answered within 5 min',
    );
  });

  it('rings once the key is right and Tocsin is started anew', async () => {
    await stand({ env: byWebhook() });
    failPages(at.pagerduty, answers(401, 'unauthorized'));
    await alert();
    await at.restart();
    await at.settle();
    expect(triggersAt(at.pagerduty)).toHaveLength(1);
    at.pagerduty.heal();
    await at.forward(60);
    await at.restart();
    await at.settle();
    expect(at.pagerduty.incidents).toHaveLength(1);
    expect(await at.timeline(id, 'Escalated')).toEqual([
      'Escalated by start: the page had been refused before Tocsin was started anew',
    ]);
    await at.forward(60);
    await at.restart();
    await at.settle();
    expect(triggersAt(at.pagerduty)).toHaveLength(2);
  });
});

describe('a page that PagerDuty accepts and drops', () => {
  const dropped = () =>
    failPages(at.pagerduty, answers(202, { status: 'success', message: 'Event processed' }), 1);

  it('goes to the fallback when nobody has seen it there after two minutes', async () => {
    await stand({ env: byWebhook() });
    dropped();
    await alert();
    expect(await at.timeline(id, 'PageAccepted')).toHaveLength(1);
    await at.forward(119);
    expect(receiver.requests).toEqual([]);
    await at.restart();
    await at.forward(1);
    const why = 'the page was accepted, but no incident was seen at PagerDuty within 120 s';
    expect(receiver.requests.map(({ body }) => body)).toEqual([expect.objectContaining({ why })]);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([
      `Fallback used (webhook), because ${why}`,
    ]);
  });

  it('is not in doubt when only the webhook was lost', async () => {
    await stand({ env: byWebhook(), hearsPagerduty: false });
    await alert();
    await at.forward(120);
    expect(receiver.requests).toEqual([]);
    expect(await at.get(`/api/v1/incidents/${id}`)).toMatchObject({
      pagerduty: { incident_id: at.pagerduty.incidents[0]?.id },
    });
  });

  it('is seen by its webhook alone where there is no API token', async () => {
    const env = { ...byWebhook(), PAGERDUTY_API_TOKEN: '' };
    await stand({ env });
    await alert();
    await at.forward(120);
    expect(receiver.requests).toEqual([]);
    await at.close();
    await stand({ env });
    dropped();
    await alert();
    await at.forward(119);
    expect(receiver.requests).toEqual([]);
    await at.forward(1);
    expect(receiver.requests).toHaveLength(1);
  });

  it('goes to the fallback when PagerDuty cannot even be asked', async () => {
    await stand({ env: byWebhook() });
    dropped();
    at.pagerduty.fail(serverError(), { times: 1000, path: '/incidents' });
    await alert();
    await at.forward(120);
    expect(receiver.requests).toHaveLength(1);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([
      expect.stringContaining('and PagerDuty could not be asked: PagerDuty at '),
    ]);
  });
});
