/** The ways in which somebody hears of a SEV1 all the same, one after another. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFallbackChain } from '../../../src/adapters/fallback-chain.ts';
import { createFallbackEmail } from '../../../src/adapters/fallback-email.ts';
import { createFallbackRoutingKey } from '../../../src/adapters/fallback-routing-key.ts';
import { createFallbackWebhook } from '../../../src/adapters/fallback-webhook.ts';
import { createPagerDutyPager } from '../../../src/adapters/pagerduty-pager.ts';
import type { Fallback } from '../../../src/ports/fallback.ts';
import type { Log, LogFields } from '../../../src/ports/log.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import { type Loopback, openLoopback } from '../../../src/sandbox/loopback.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../../src/sandbox/pagerduty.ts';
import { openSmtp, type SmtpSink } from '../../../src/sandbox/smtp.ts';
import { PAGE } from './a-page.ts';
import { portErrorOf } from './port-error-of.ts';

const SECOND_KEY = 'sandbox0routing0key0fallback0002';

let pagerduty: PagerDutySandbox;
let receiver: Loopback;
let smtp: SmtpSink;
let lines: { readonly message: string; readonly fields: LogFields }[];

beforeEach(async () => {
  pagerduty = await openPagerDuty({ services: [{ name: 'Backup', routingKey: SECOND_KEY }] });
  receiver = await openLoopback(() => ({ status: 200 }));
  smtp = await openSmtp();
  lines = [];
});

afterEach(async () => {
  await Promise.all([pagerduty.close(), receiver.close(), smtp.close()]);
});

function log(): Log {
  const write = (message: string, fields: LogFields = {}) => lines.push({ message, fields });
  return { debug: write, info: write, warn: write, error: write, child: log };
}

function byKey(): Fallback {
  const options = { routingKey: SECOND_KEY, eventsUrl: pagerduty.url, timeoutMs: 1000 };
  return createFallbackRoutingKey(createPagerDutyPager(options));
}

function byEmail(): Fallback {
  const addresses = { from: 'tocsin@example.com', to: ['lan@example.com'] };
  return createFallbackEmail({ url: smtp.url, timeoutMs: 1000, ...addresses });
}

function chain(): Fallback {
  const webhook = createFallbackWebhook({ url: receiver.url, timeoutMs: 1000 });
  const made = createFallbackChain([byKey(), webhook, byEmail()], log());
  if (made === null) throw new Error('there is no chain');
  return made;
}

describe('the second routing key', () => {
  it('rings through the other service, with the reason in the details', async () => {
    expect(await byKey().call(PAGE, 'the first key is refused')).toBe('second routing key');
    const incident = pagerduty.incident(PAGE.dedupKey);
    expect(incident).toMatchObject({ title: PAGE.summary, service: { name: 'Backup' } });
    expect(incident.alerts[0]?.details).toMatchObject({
      rule: 'defaults/sev1-critical',
      fallback_because: 'the first key is refused',
    });
  });

  it('rings once for a page that comes twice, and is closed under its key', async () => {
    const fallback = chain();
    await fallback.call(PAGE, 'why');
    await fallback.call(PAGE, 'why');
    expect(pagerduty.incidents.map((one) => one.status)).toEqual(['triggered']);
    await fallback.resolve(PAGE.dedupKey);
    expect(pagerduty.incidents.map((one) => one.status)).toEqual(['resolved']);
    expect([receiver.requests.length, smtp.mails.length]).toEqual([0, 0]);
  });
});

describe('the chain', () => {
  it('stops at the first that takes the page, and says which', async () => {
    const fallback = chain();
    expect(fallback.via).toBe('second routing key, webhook, e-mail');
    expect(await fallback.call(PAGE, 'no answer')).toBe('second routing key');
    expect([pagerduty.incidents.length, receiver.requests.length, smtp.mails.length]).toEqual([
      1, 0, 0,
    ]);
    expect(lines).toEqual([]);
  });

  it('goes on to the next, and begins anew with the next page', async () => {
    const fallback = chain();
    pagerduty.fail(faults.badGateway());
    receiver.fail(faults.answers(404, ''));
    expect(await fallback.call(PAGE, 'no answer')).toBe('e-mail');
    expect(smtp.mails).toHaveLength(1);
    expect(lines.map(({ fields }) => [fields['via'], fields['reason']])).toEqual([
      ['second routing key', 'unavailable'],
      ['webhook', 'refused'],
    ]);
    expect(lines[0]?.fields['incident_id']).toBe(PAGE.incidentId);
    expect(await fallback.call(PAGE, 'no answer')).toBe('second routing key');
  });

  it('that is at its end tells what each one said, and can be retried when one of them can', async () => {
    receiver.fail(faults.answers(404, ''), { times: 2 });
    smtp.answer('MAIL', '550 no');
    smtp.answer('MAIL', '550 no');
    pagerduty.fail(faults.rateLimited(7));
    const busy = await portErrorOf(chain().call(PAGE, 'no answer'));
    expect([busy.reason, busy.retryAfter, busy.retryable]).toEqual(['rate-limited', 7, true]);
    for (const words of ['second routing key: ', 'webhook: ', 'e-mail: ', '550 no']) {
      expect(busy.message).toContain(words);
    }
    const fallback = chain();
    pagerduty.fail(faults.answers(400, { message: 'Invalid routing key' }));
    const final = await portErrorOf(fallback.call(PAGE, 'no answer'));
    expect([final.reason, final.retryable]).toEqual(['refused', false]);
  });

  it('names the way of each of several pages that come at once', async () => {
    const fallback = chain();
    pagerduty.fail(faults.badGateway());
    const ways = await Promise.all([fallback.call(PAGE, 'one'), fallback.call(PAGE, 'two')]);
    expect(ways.toSorted()).toEqual(['second routing key', 'webhook']);
  });

  it('does not end at a way that is broken', async () => {
    const broken: Fallback = {
      via: 'carrier pigeon',
      call: async () => {
        throw new TypeError('no pigeon');
      },
      resolve: async () => {},
    };
    const fallback = createFallbackChain([broken, byEmail()], log());
    expect(await fallback?.call(PAGE, 'no answer')).toBe('e-mail');
    expect(lines[0]?.fields['error']).toContain('no pigeon');
  });

  it('of nothing is no chain', () => {
    expect(createFallbackChain([], log())).toBeNull();
  });
});
