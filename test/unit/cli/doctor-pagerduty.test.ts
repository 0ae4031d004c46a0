/** What the doctor sees of PagerDuty: the key, the clock, the people, the priorities and the webhooks. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Checkup, Patience } from '../../../src/cli/doctor-checkup.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import {
  openPagerDuty,
  type PagerDutyOptions,
  type PagerDutySandbox,
} from '../../../src/sandbox/pagerduty.ts';
import { HEEDED_TYPES } from '../../../src/webhooks/pagerduty.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { userIdOf } from '../adapters/a-board.ts';
import { IMPATIENT, type Practice, pagerdutyAt, practice } from './a-doctor.ts';

let doctor: Practice;
let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  doctor = await practice();
  pagerduty = await openPagerDuty();
});

afterEach(() => Promise.all([doctor.close(), pagerduty.close()]));

async function reopened(options: PagerDutyOptions): Promise<void> {
  await pagerduty.close();
  pagerduty = await openPagerDuty(options);
}

function subscribe(over: { events?: readonly string[]; active?: boolean; url?: string } = {}) {
  return pagerduty.subscribe({
    url: 'https://tocsin.example.com/webhooks/pagerduty',
    events: HEEDED_TYPES,
    ...over,
  });
}

/** With variables that win over those of the sandbox. */
const examined = (env: Readonly<Record<string, string>> = {}, file = '', patience?: Patience) =>
  doctor.examined({ ...pagerdutyAt(pagerduty.url), ...env }, file, patience);

const good = (text: unknown): Partial<Checkup> =>
  expect.objectContaining({ state: 'good', text, remedy: '' });
const bad = (text: unknown, remedy: unknown = expect.stringMatching(/.{10}/)): Partial<Checkup> =>
  expect.objectContaining({ state: 'bad', text, remedy });

describe('the REST API key', () => {
  it('that is taken lets everything be seen, and nothing is changed there', async () => {
    subscribe();
    const found = await examined();
    expect(found).toMatchObject({
      paging: good(`pages go to ${pagerduty.url}`),
      'PagerDuty API key': good(`taken by ${pagerduty.url}`),
      clock: good("0 s away from PagerDuty's"),
      'note writer': good('Tocsin (tocsin@example.com)'),
      'on call': good('Lan Nguyen (level 1), Minh Tran (level 2)'),
      'SEV1 priority': good('P1'),
      webhooks: good('events are sent to tocsin.example.com/webhooks/pagerduty'),
      'webhook secret': good('set'),
    });
    expect(new Set(pagerduty.requests.map((request) => request.method))).toEqual(new Set(['GET']));
  });

  it('that is wrong is named, and nothing more is asked', async () => {
    const found = await examined({ PAGERDUTY_API_TOKEN: 'the-wrong-key-of-the-test' });
    expect(found['PagerDuty API key']).toEqual({
      name: 'PagerDuty API key',
      state: 'bad',
      text: `PagerDuty at ${new URL(pagerduty.url).host} does not accept our credentials (401): HTTP Token: Access denied.; people, priorities and webhooks were not looked at`,
      remedy:
        'Make a REST API key in PagerDuty and set PAGERDUTY_API_TOKEN; accounts in the EU also set PAGERDUTY_API_URL.',
    });
    expect(pagerduty.requests).toHaveLength(1);
    expect(found).not.toHaveProperty('webhooks');
  });

  it('that is not configured is allowed', async () => {
    const found = await doctor.examined({ PAGERDUTY_ROUTING_KEY: '0'.repeat(32) });
    expect(found['PagerDuty API key']?.state).toBe('missing');
    expect(found['paging']?.state).toBe('good');
  });

  it('that may not see everything is told so where it matters', async () => {
    subscribe();
    pagerduty.fail(faults.answers(403, { error: { message: 'Access Denied', code: 2010 } }), {
      path: '/webhook_subscriptions',
    });
    const found = await examined();
    expect(found['webhooks']).toEqual(bad(expect.stringContaining('(403): Access Denied')));
    expect(found['on call']?.state).toBe('good');
  });

  it.each([
    ['hangs', faults.hang(), 'did not answer within 0.5 s', IMPATIENT],
    ['drips', faults.drip(), 'did not answer within 0.5 s', IMPATIENT],
    ['fails', faults.serverError(), 'failed (500)'],
    ['cuts the line', faults.reset(), 'cannot be reached (ECONNRESET)'],
    ['is a login page', faults.loginPage(), 'no usable JSON'],
  ])(
    'at an address that %s is bad within its time',
    async (_, fault, text, patience?: Patience) => {
      pagerduty.fail(fault, { times: 100 });
      const waited = waitWatch();
      const found = await examined({}, '', patience);
      expect(waited()).toBeLessThan(2500);
      expect(found['PagerDuty API key']).toEqual(
        bad(expect.stringContaining(text), 'Check PAGERDUTY_API_URL from this machine.'),
      );
    },
  );

  it('at an address that hangs later is bad within its time, each with its name', async () => {
    pagerduty.fail(faults.hang(), { times: 100, path: '/users' });
    pagerduty.fail(faults.hang(), { times: 100, path: '/oncalls' });
    const waited = waitWatch();
    const found = await examined({}, '', { firstMs: 3000, furtherMs: 2000 });
    expect(waited()).toBeLessThan(3500);
    expect(found).toMatchObject({
      'note writer': bad(expect.stringContaining('did not answer within 2 s')),
      'on call': bad(expect.stringContaining('did not answer within 2 s')),
      'SEV1 priority': good('P1'),
    });
  });
});

describe('the people', () => {
  it('in whose name notes are written must be known', async () => {
    const found = await examined({ PAGERDUTY_FROM: 'nobody@example.com' });
    expect(found['note writer']).toEqual(
      bad(
        'PagerDuty has no user nobody@example.com',
        'Set PAGERDUTY_FROM to the e-mail address of a PagerDuty user.',
      ),
    );
    expect((await examined({ PAGERDUTY_FROM: '' }))['note writer']?.state).toBe('bad');
  });

  it('on call must be some, and five are named', async () => {
    const crowd = Array.from({ length: 7 }, (_, n) => ({
      name: `Person ${n}`,
      email: `person${n}@example.com`,
      role: 'user',
      onCallLevel: n,
    }));
    await reopened({ users: crowd });
    expect((await examined())['on call']?.text).toMatch(/^Person 0 \(level 0\), .*, and 2 more$/);
    await reopened({ users: [] });
    expect((await examined())['on call']).toEqual(bad('nobody is on call'));
  });

  it('who are architects must be known, users and policies', async () => {
    expect((await examined())['architects']?.state).toBe('missing');
    const minh = userIdOf(pagerduty, 'Minh Tran');
    const known = `pagerduty: {architects: ["user:${minh}", "policy:PESC001"]}`;
    expect((await examined({}, known))['architects']).toEqual(
      good('Minh Tran, On call, then the architect'),
    );
    const apart = 'severities: {SEV2: {architects: ["user:PNONE"]}}';
    expect((await examined({}, `${known}\n${apart}`))['architects']).toEqual(
      bad('PagerDuty does not know user:PNONE'),
    );
    const unknown = `pagerduty: {architects: ["user:PNONE", "user:${minh}", "policy:PX"]}`;
    expect((await examined({}, unknown))['architects']).toEqual(
      bad('PagerDuty does not know user:PNONE, policy:PX'),
    );
  });
});

describe('the priority of a SEV1', () => {
  it('is found whatever its case', async () => {
    const found = await examined({}, 'pagerduty: {sev1_priority: p2}');
    expect(found['SEV1 priority']).toEqual(good('P2'));
  });

  it('that the account does not have is bad, and those that it has are named', async () => {
    const found = await examined({}, 'pagerduty: {sev1_priority: Critical}');
    expect(found['SEV1 priority']).toEqual(
      bad('the account has no priority Critical; it has P1, P2, P3, P4, P5'),
    );
  });

  it('in an account without priorities is not there, which is allowed', async () => {
    const answer = faults.answers(402, { error: { message: 'No', code: 2014 } });
    pagerduty.fail(answer, { path: '/priorities' });
    expect((await examined())['SEV1 priority']).toMatchObject({
      state: 'missing',
      text: 'the account has no priorities, so a SEV1 gets none',
    });
  });
});

describe('the webhooks', () => {
  it('without a subscription that points here are bad, and the events are named', async () => {
    subscribe({ url: 'https://status.example.com/hook' });
    expect((await examined())['webhooks']).toEqual(
      bad(
        'no webhook subscription points at …/webhooks/pagerduty',
        expect.stringContaining('incident.triggered, incident.acknowledged, incident.unack'),
      ),
    );
  });

  it('that are switched off, disabled or ask for too little are bad', async () => {
    const one = subscribe({ active: false });
    const told = `the subscription ${one.id} to tocsin.example.com/webhooks/pagerduty`;
    expect((await examined())['webhooks']).toEqual(bad(`${told} is switched off`));
    const less = HEEDED_TYPES.filter((type) => !/triggered|annotated/.test(type));
    const url = 'https://user:pass@other.example.com/webhooks/pagerduty/';
    await reopened({ webhook: { url, events: less } });
    expect((await examined())['webhooks']).toEqual(
      bad(
        expect.stringMatching(
          /to other\.example\.com\/webhooks\/pagerduty\/ does not ask for incident\.triggered, incident\.annotated$/,
        ),
      ),
    );
    const [subscription] = pagerduty.subscriptions;
    if (subscription !== undefined) subscription.disabled = true;
    expect((await examined())['webhooks']).toEqual(
      bad(expect.stringContaining('was disabled by PagerDuty')),
    );
  });

  it('of which one works are good', async () => {
    subscribe({ active: false });
    subscribe();
    expect((await examined())['webhooks']?.state).toBe('good');
  });

  it('that are signed with a secret that is not set here are bad', async () => {
    subscribe();
    const found = await examined({ PAGERDUTY_WEBHOOK_SECRET: '' });
    expect(found['webhook secret']?.state).toBe('missing');
    expect(found['webhooks']).toEqual(bad(expect.stringContaining('each of them is refused')));
  });
});
