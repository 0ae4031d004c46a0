/** What the duty board reads of change events, as PagerDuty lists them. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as faults from '../../../src/sandbox/faults.ts';
import { openPagerDuty, type PagerDutySandbox } from '../../../src/sandbox/pagerduty.ts';
import { sendChange } from '../sandbox/pagerduty-client.ts';
import { boardOn, NOON } from './a-board.ts';
import { portErrorOf } from './port-error-of.ts';

let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  pagerduty = await openPagerDuty({ clock: { now: () => NOON } });
});

afterEach(() => pagerduty.close());

const changes = () => boardOn(pagerduty).changes('2026-11-22T10:00:00.500Z', NOON);

it('a change event comes with its services, its version and its link', async () => {
  const details = { services: ['till', 'cart'], kind: 'flag', version: '1.42' };
  const payload = {
    summary: 'Till 1.42\u202E',
    source: 'ci',
    timestamp: '2026-11-22T11:00:00+00:00',
  };
  const links = [{ href: 'javascript:alert(1)' }, { href: 'https://ci.example.com/7', text: 'x' }];
  await sendChange(pagerduty, { ...payload, custom_details: details }, { links });
  expect(await changes()).toEqual([
    {
      key: expect.stringMatching(/^01/),
      source: 'pagerduty',
      kind: 'flag',
      at: '2026-11-22T11:00:00.000Z',
      summary: 'Till 1.42',
      services: ['till', 'cart', 'Checkout'],
      version: '1.42',
      link: 'https://ci.example.com/7',
    },
  ]);
  const [request] = pagerduty.requests.slice(-1);
  expect(request?.query.get('since')).toBe('2026-11-22T10:00:00Z');
});

it('one that tells hardly anything is a deploy of the service that it came to', async () => {
  await sendChange(pagerduty, { summary: 'Build 7' });
  expect(await changes()).toMatchObject([
    { kind: 'deploy', at: NOON, services: ['Checkout'], version: '', link: '' },
  ]);
});

it('one as PagerDuty documents it, without names of its services, is of no service that we know', async () => {
  const event = {
    ...{ id: '01BBYA6PEVW6A852BUO6QYUE7O', type: 'change_event', summary: 'Build Success' },
    ...{ timestamp: '2026-11-22T11:00:00Z', services: [{ id: 'P1', type: 'service_reference' }] },
    ...{ source: 'pipeline', custom_details: { build_number: '2' }, links: [] },
  };
  const body = { change_events: [event], limit: null, offset: null, total: null, more: false };
  pagerduty.fail(faults.answers(200, body));
  expect(await changes()).toMatchObject([{ key: event.id, services: [] }]);
});

it('those of two hundred and fifty are read as far as two hundred, the latest first', async () => {
  for (let n = 0; n < 250; n += 1) {
    const at = new Date(Date.parse('2026-11-22T10:30:00Z') + n * 1000).toISOString();
    await sendChange(pagerduty, { summary: `n ${n}`, timestamp: at });
  }
  const found = await changes();
  expect([found.length, found[0]?.summary]).toEqual([200, 'n 249']);
});

it('there are none in an account without them', async () => {
  pagerduty.fail(faults.answers(402, { error: { message: 'Payment Required', code: 2012 } }));
  expect(await changes()).toEqual([]);
});

it.each([
  ['a refused key', faults.answers(403, { error: { code: 2010 } }), 'auth'],
  ['a page', faults.loginPage(), 'malformed'],
  ['another shape', faults.answers(200, { change_events: [{ id: 7 }] }), 'malformed'],
  ['a failure', faults.badGateway(), 'unavailable'],
] as const)('%s is told with its reason', async (_, fault, reason) => {
  pagerduty.fail(fault);
  expect((await portErrorOf(changes())).reason).toBe(reason);
});
