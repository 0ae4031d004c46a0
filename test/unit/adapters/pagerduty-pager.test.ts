/** The PagerDuty pager against a PagerDuty that checks every body and fails in every way we know. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPagerDutyPager } from '../../../src/adapters/pagerduty-pager.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import {
  openPagerDuty,
  type PagerDutySandbox,
  SANDBOX_ROUTING_KEY,
} from '../../../src/sandbox/pagerduty.ts';
import { waitWatch } from '../../given/stopwatch.ts';
import { PAGE } from './a-page.ts';
import { portErrorOf } from './port-error-of.ts';

let pagerduty: PagerDutySandbox;

beforeEach(async () => {
  pagerduty = await openPagerDuty();
});

afterEach(() => pagerduty.close());

function pager(timeoutMs = 400) {
  return createPagerDutyPager({
    routingKey: SANDBOX_ROUTING_KEY,
    eventsUrl: pagerduty.url,
    timeoutMs,
  });
}

interface SentEvent {
  payload: {
    summary: string;
    source: string;
    severity: string;
    custom_details: Record<string, string>;
  };
  links: { href: string }[];
}

function lastEvent(): SentEvent {
  return pagerduty.requests.at(-1)?.body as SentEvent;
}

describe('paging', () => {
  it('opens an incident on trigger, joins it on the next, and closes it on resolve', async () => {
    await pager().trigger(PAGE);
    await pager().trigger({ ...PAGE, severity: 'SEV2' });
    expect(pagerduty.incidents).toHaveLength(1);
    expect(pagerduty.incident(PAGE.dedupKey).status).toBe('triggered');
    await pager().resolve(PAGE.dedupKey);
    expect(pagerduty.incident(PAGE.dedupKey).status).toBe('resolved');
  });

  it('sends what people need to read', async () => {
    await pager().trigger(PAGE);
    expect(pagerduty.requests[0]?.body).toEqual({
      routing_key: SANDBOX_ROUTING_KEY,
      event_action: 'trigger',
      dedup_key: 'tocsin-INC-2026-11-22-001-1',
      client: 'Tocsin',
      payload: {
        summary: 'SEV1 Checkout: error rate above 5 %',
        source: 'checkout',
        severity: 'critical',
        timestamp: '2026-11-22T10:00:00.000Z',
        custom_details: {
          incident_id: 'INC-2026-11-22-001',
          rule: 'defaults/sev1-critical',
          reason: 'severity="critical"',
        },
      },
      links: [{ href: 'https://runbooks.example.com/checkout', text: 'Runbook' }],
    });
  });

  it.each([
    ['SEV1', 'critical'],
    ['SEV2', 'error'],
    ['SEV3', 'warning'],
    ['SEV4', 'info'],
  ] as const)('%s is %s in the words of PagerDuty', async (severity, word) => {
    await pager().trigger({ ...PAGE, severity });
    expect(lastEvent().payload.severity).toBe(word);
  });

  it('cuts a long summary on a whole character', async () => {
    await pager().trigger({ ...PAGE, summary: `${'x'.repeat(1022)}😀 and more` });
    expect(lastEvent().payload.summary).toBe(`${'x'.repeat(1022)}…`);
    await pager().trigger({ ...PAGE, summary: `${'x'.repeat(1021)}😀 and more` });
    expect(lastEvent().payload.summary).toBe(`${'x'.repeat(1021)}😀…`);
  });

  it('never sends an empty source or summary', async () => {
    await pager().trigger({ ...PAGE, source: ' ', summary: '' });
    expect(lastEvent().payload).toMatchObject({
      source: 'INC-2026-11-22-001',
      summary: 'INC-2026-11-22-001',
    });
  });

  it('leaves out links that are not http(s)', async () => {
    const links = ['javascript:alert(1)', 'data:text/html,x', 'nonsense', 'http://ok.example/ä'];
    await pager().trigger({ ...PAGE, links: links.map((href) => ({ href, text: 'Look' })) });
    expect(lastEvent().links.map((link) => link.href)).toEqual(['http://ok.example/%C3%A4']);
  });

  it.each([
    ['one value of 600 kB', { log: 'é'.repeat(300_000), short: 'kept' }],
    [
      'ten of 60 kB',
      Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`v${n}`, '"'.repeat(60_000)])),
    ],
    [
      '9,000 of 100 B',
      Object.fromEntries(Array.from({ length: 9000 }, (_, n) => [`k${n}`, 'z'.repeat(100)])),
    ],
  ])('shortens details that are too much (%s), and says so', async (_, details) => {
    await pager(5000).trigger({ ...PAGE, details });
    expect(pagerduty.incidents).toHaveLength(1);
    expect(Buffer.byteLength(pagerduty.requests[0]?.text ?? '')).toBeLessThan(512_000);
    expect(lastEvent().payload.custom_details['tocsin_trimmed']).toContain('shortened');
  });

  it.each(['', 'k'.repeat(256)])(
    'refuses a dedup key that PagerDuty cannot take',
    async (dedupKey) => {
      const error = await portErrorOf(pager().trigger({ ...PAGE, dedupKey }));
      expect(error.reason).toBe('refused');
      expect(pagerduty.requests).toHaveLength(0);
    },
  );
});

describe('a PagerDuty that fails', () => {
  it('refuses with the reasons that PagerDuty gives', async () => {
    const stranger = createPagerDutyPager({
      routingKey: 'f'.repeat(32),
      eventsUrl: pagerduty.url,
    });
    const error = await portErrorOf(stranger.trigger(PAGE));
    expect(error.reason).toBe('refused');
    expect(error.message).toContain('(400): Event object is invalid; Invalid routing key');
    expect(error.retryable).toBe(false);
  });

  it.each([
    [faults.answers(401, { error: { message: 'no', code: 2006 } }), 'auth'],
    [faults.serverError(), 'unavailable'],
    [faults.badGateway(), 'unavailable'],
    [faults.answers(503, ''), 'unavailable'],
    [faults.loginPage(), 'malformed'],
    [faults.answers(202, { status: 'maybe' }), 'malformed'],
    [faults.answers(200, 'null'), 'malformed'],
    [faults.redirect('http://elsewhere.example/x'), 'refused'],
    [faults.reset(), 'unavailable'],
    [faults.breakOff(), 'unavailable'],
    [faults.flood(50_000_000), 'malformed'],
    [faults.gzipBomb(50_000_000), 'malformed'],
  ] as const)('is told with its reason, after one request (%#)', async (fault, reason) => {
    pagerduty.fail(fault);
    const error = await portErrorOf(pager(3000).trigger(PAGE));
    expect(error.reason).toBe(reason);
    expect(error.message).not.toContain(SANDBOX_ROUTING_KEY);
    expect(pagerduty.requests).toHaveLength(1);
  });

  it.each([
    [17, 17],
    [undefined, null],
  ])('is asked once when it says 429 with reset %s', async (reset, retryAfter) => {
    pagerduty.fail(faults.rateLimited(reset), { times: 10 });
    const error = await portErrorOf(pager().trigger(PAGE));
    expect([error.reason, error.retryAfter]).toEqual(['rate-limited', retryAfter]);
    expect(pagerduty.requests).toHaveLength(1);
  });

  it.each([
    ['hangs', faults.hang()],
    ['drips', faults.drip(20)],
  ])('is given up within the deadline when it %s', async (_, fault) => {
    pagerduty.fail(fault);
    const waited = waitWatch();
    const error = await portErrorOf(pager(200).trigger(PAGE));
    expect(error.reason).toBe('timeout');
    expect(waited()).toBeLessThan(1500);
  });

  it('cannot be reached when nobody listens', async () => {
    await pagerduty.close();
    const error = await portErrorOf(pager().trigger(PAGE));
    expect([error.reason, error.message]).toEqual([
      'unavailable',
      expect.stringMatching(/^PagerDuty at 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)$/),
    ]);
  });

  it('has its own words cleaned of our routing key', async () => {
    const errors = [`key ${SANDBOX_ROUTING_KEY} is unknown`];
    pagerduty.fail(faults.answers(400, { status: 'invalid event', message: 'No', errors }));
    const error = await portErrorOf(pager().trigger(PAGE));
    expect(error.message).toContain('(400): No; key *** is unknown');
  });
});
