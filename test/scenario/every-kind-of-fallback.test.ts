import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, rateLimited, serverError } from '../../src/sandbox/faults.ts';
import { type Loopback, openLoopback } from '../../src/sandbox/loopback.ts';
import { SANDBOX_ROUTING_KEY } from '../../src/sandbox/pagerduty.ts';
import { openSmtp, type SmtpSink } from '../../src/sandbox/smtp.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type HouseWish, type Standing, standHouse } from '../given/house.ts';
import { failPages } from '../given/sent-pages.ts';

const databases = givenDatabases();
const SECOND_KEY = 'sandbox0routing0key0backup000002';
let at: Standing;
let receiver: Loopback;
let smtp: SmtpSink;
let id: string;

beforeEach(async () => {
  receiver = await openLoopback(() => ({ status: 200 }));
  smtp = await openSmtp();
});

afterEach(async () => {
  await Promise.all([at.close(), receiver.close(), smtp.close()]);
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

describe('the fallback', () => {
  const MAIL = `
pagerduty: {fallback: {email: {from: tocsin@example.com, to: [sre@example.com, lan@example.com]}}}
`;
  const pagerduty = {
    services: [
      { name: 'Checkout', routingKey: SANDBOX_ROUTING_KEY },
      { name: 'Backup', routingKey: SECOND_KEY },
    ],
  };

  it('by a second routing key rings another service, is the same incident here, and is closed with it', async () => {
    await stand({ pagerduty, env: { PAGERDUTY_FALLBACK_ROUTING_KEY: SECOND_KEY } });
    failPages(at.pagerduty, serverError());
    await alert();
    await at.forward(60);
    const [backup, ...others] = at.pagerduty.incidents;
    expect(backup).toMatchObject({ service: { name: 'Backup' }, status: 'triggered' });
    expect(others).toEqual([]);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([
      `Fallback used (second routing key), because ${NOT_TAKEN}`,
    ]);
    expect((await at.get('/api/v1/incidents')).incidents).toHaveLength(1);

    at.pagerduty.heal();
    await at.forward(60);
    expect(at.pagerduty.incidents.map((each) => each.service.name)).toEqual(['Backup', 'Checkout']);
    expect((await at.get('/api/v1/incidents')).incidents).toHaveLength(1);

    at.pagerduty.asUser('Lan Nguyen').annotate(backup?.id ?? '', 'sev2');
    await at.settle();
    expect((await at.get(`/api/v1/incidents/${id}`)).severity).toBe('SEV2');
    await at.alert(checkoutDown({ endsAt: at.clock.now() }));
    for (const words of ['verified: everybody can pay again', 'resolve']) await at.say(id, words);
    expect(at.pagerduty.incidents.map((each) => each.status)).toEqual(['resolved', 'resolved']);
  });

  it('by a second routing key is closed also without an API token', async () => {
    const env = { PAGERDUTY_FALLBACK_ROUTING_KEY: SECOND_KEY, PAGERDUTY_API_TOKEN: '' };
    await stand({ pagerduty, env, hearsPagerduty: false });
    failPages(at.pagerduty, serverError());
    await alert();
    await at.forward(60);
    await at.alert(checkoutDown({ endsAt: at.clock.now() }));
    at.pagerduty.heal();
    for (const words of ['sev1', 'verified: everybody can pay again', 'resolve']) {
      await at.say(id, words);
    }
    await at.forward(60);
    expect(at.pagerduty.incidents.map((each) => each.status)).toEqual(['resolved']);
  });

  it('by e-mail says who needs what, once', async () => {
    await stand({ config: MAIL, env: { FALLBACK_SMTP_URL: smtp.url } });
    failPages(at.pagerduty, serverError());
    await alert();
    for (let minute = 0; minute < 3; minute += 1) await at.forward(60);
    expect(smtp.mails).toHaveLength(1);
    expect(smtp.mails[0]).toMatchObject({
      from: 'tocsin@example.com',
      to: ['sre@example.com', 'lan@example.com'],
    });
    expect(smtp.mails[0]?.text).toContain(`because the pager failed: ${NOT_TAKEN}`);
    expect(smtp.mails[0]?.subject).toContain(id);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([
      `Fallback used (e-mail), because ${NOT_TAKEN}`,
    ]);
  });

  it('goes from one way to the next', async () => {
    const env = {
      ...byWebhook(),
      PAGERDUTY_FALLBACK_ROUTING_KEY: SECOND_KEY,
      FALLBACK_SMTP_URL: smtp.url,
    };
    await stand({ config: MAIL, pagerduty, env });
    at.pagerduty.fail(serverError(), { times: Number.POSITIVE_INFINITY, path: '/v2/enqueue' });
    receiver.fail(answers(404, 'no such hook'));
    await alert();
    await at.forward(60);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([
      `Fallback used (e-mail), because ${NOT_TAKEN}`,
    ]);
    expect(receiver.requests).toHaveLength(1);
    expect(smtp.mails).toHaveLength(1);
  });

  it('that fails too is tried again for a quarter of an hour, and the timeline says when it is given up', async () => {
    await stand({ env: byWebhook() });
    failPages(at.pagerduty, serverError());
    receiver.fail(serverError(), { times: 100 });
    await alert();
    await at.forward(60);
    const failed = expect.stringMatching(/^The fallback \(webhook\) failed: unavailable: /);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([failed]);
    for (let minute = 0; minute < 8; minute += 1) await at.forward(60);
    expect(receiver.requests.length).toBeGreaterThanOrEqual(9);
    for (let minute = 0; minute < 20; minute += 1) await at.forward(60);
    expect(receiver.requests).toHaveLength(20);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([failed, failed]);
    const said = at.log.lines.filter((line) => line.message === 'call failed');
    expect(said.every((line) => line.level === 'error')).toBe(true);
    const sample = 'tocsin_notifications_failed_total{integration="fallback",reason="serverError"}';
    expect(await at.metric(sample)).toBe(20);
  });

  it('that fails at first is used as soon as it works, once', async () => {
    await stand({ env: byWebhook() });
    failPages(at.pagerduty, serverError());
    receiver.fail(serverError(), { times: 3 });
    await alert();
    for (let minute = 0; minute < 8; minute += 1) await at.forward(60);
    expect(receiver.requests).toHaveLength(4);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([
      expect.stringMatching(/^The fallback \(.+\) failed: /),
      `Fallback used (webhook), because ${NOT_TAKEN}`,
    ]);
  });

  it('that failed is not called any more once the page rings', async () => {
    await stand({ env: byWebhook() });
    failPages(at.pagerduty, serverError(), 2);
    receiver.fail(rateLimited(30));
    await alert();
    await at.forward(60);
    expect(receiver.requests).toHaveLength(1);
    await at.forward(10);
    expect(at.pagerduty.incidents).toHaveLength(1);
    for (let minute = 0; minute < 3; minute += 1) await at.forward(60);
    expect(receiver.requests).toHaveLength(1);
  });

  it('that is not configured is missed on the timeline and in the log', async () => {
    await stand({});
    failPages(at.pagerduty, serverError());
    await alert();
    await at.forward(60);
    expect(await at.timeline(id, 'FallbackCalled')).toEqual([
      `Nobody was called instead: no fallback is configured, and ${NOT_TAKEN}`,
    ]);
    expect(
      at.log.lines.filter(
        ({ level, message }) => level === 'error' && message.includes('there is no fallback'),
      ),
    ).toHaveLength(1);
    at.pagerduty.heal();
    await at.forward(60);
    expect(at.pagerduty.incidents).toHaveLength(1);
  });
});
