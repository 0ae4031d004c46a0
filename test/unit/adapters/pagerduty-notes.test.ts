/** Notes over the REST API of a PagerDuty that checks tokens, headers and senders. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PagerDutyRestOptions } from '../../../src/adapters/pagerduty-client.ts';
import { createPagerDutyNotes } from '../../../src/adapters/pagerduty-notes.ts';
import { OWN_NOTE } from '../../../src/ports/pager.ts';
import * as faults from '../../../src/sandbox/faults.ts';
import {
  openPagerDuty,
  type PagerDutySandbox,
  SANDBOX_API_TOKEN,
  SANDBOX_FROM,
  SANDBOX_ROUTING_KEY,
} from '../../../src/sandbox/pagerduty.ts';
import { portErrorOf } from './port-error-of.ts';

let pagerduty: PagerDutySandbox;
let incidentId: string;

beforeEach(async () => {
  pagerduty = await openPagerDuty();
  const lan = pagerduty.asUser('Lan Nguyen');
  incidentId = lan.triggerIncident({ title: 'Checkout is slow', service: 'Checkout' }).id;
});

afterEach(() => pagerduty.close());

function notes(options: Partial<PagerDutyRestOptions> = {}) {
  return createPagerDutyNotes({
    apiToken: SANDBOX_API_TOKEN,
    from: SANDBOX_FROM,
    apiUrl: pagerduty.url,
    timeoutMs: 400,
    ...options,
  });
}

function contents(): string[] {
  return pagerduty.incident(incidentId).notes.map((note) => note.content);
}

describe('writing a note', () => {
  it('puts a marked note on the incident in the name of the configured user', async () => {
    const id = await notes().write(incidentId, 'Severity SEV1 proposed.\nReply to confirm.');
    const [note] = pagerduty.incident(incidentId).notes;
    expect(note).toMatchObject({ id, user: { email: SANDBOX_FROM } });
    expect(note?.content).toBe(`${OWN_NOTE} Severity SEV1 proposed.\nReply to confirm.`);
  });

  it('marks a note only once', async () => {
    await notes().write(incidentId, `${OWN_NOTE} hello`);
    expect(contents()).toEqual([`${OWN_NOTE} hello`]);
  });

  it('cuts a note at 2,000 characters on a whole character', async () => {
    await notes().write(incidentId, '😀'.repeat(3000));
    expect(contents()[0]?.length).toBeLessThanOrEqual(2000);
    expect(contents()[0]).toMatch(/^\[tocsin\] (😀)+…$/u);
  });

  it.each(['../users', 'a/b', '', 'Q1?x=1'])('refuses %j as an incident id', async (id) => {
    const error = await portErrorOf(notes().write(id, 'hello'));
    expect(error.reason).toBe('refused');
    expect(pagerduty.requests).toHaveLength(0);
  });

  it.each([
    [{ apiToken: 'wrong-token' }, 'auth', 'HTTP Token: Access denied'],
    [{ from: 'nobody@example.com' }, 'refused', 'Requester User Not Found'],
  ] as const)('says what PagerDuty has against %j', async (options, reason, words) => {
    const error = await portErrorOf(notes(options).write(incidentId, 'hello'));
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('wrong-token');
  });

  it.each([
    [faults.rateLimited(9), 'rate-limited', 9],
    [faults.badGateway(), 'unavailable', null],
    [faults.loginPage(), 'malformed', null],
    [faults.answers(200, { note: 'what?' }), 'malformed', null],
    [faults.hang(), 'timeout', null],
    [faults.drip(20), 'timeout', null],
    [faults.breakOff(), 'unavailable', null],
    [faults.flood(50_000_000), 'malformed', null],
  ] as const)('fails with its reason after one request (%#)', async (fault, reason, retryAfter) => {
    pagerduty.fail(fault);
    const timeoutMs = reason === 'timeout' ? 200 : 3000;
    const error = await portErrorOf(notes({ timeoutMs }).write(incidentId, 'hello'));
    expect([error.reason, error.retryAfter]).toEqual([reason, retryAfter]);
    expect(error.message).not.toContain(SANDBOX_API_TOKEN);
    expect(pagerduty.requests).toHaveLength(1);
  });
});

describe('whether a note stands there', () => {
  const since = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

  it('is told by its text, as it was marked and cut, and by its time', async () => {
    const long = `a long reply ${'😀'.repeat(3000)}`;
    await notes().write(incidentId, long);
    expect(await notes().isWritten(incidentId, long, since(-60))).toBe(true);
    expect(await notes().isWritten(incidentId, long, since(60))).toBe(false);
    expect(await notes().isWritten(incidentId, 'a long reply', since(-60))).toBe(false);
  });
});

describe('reading', () => {
  it('gives the whole text of a note, and null when it is gone', async () => {
    const text = 'x'.repeat(20_000);
    const note = pagerduty.asUser('Minh Tran').annotate(incidentId, text);
    expect(await notes().read(incidentId, note.id)).toBe(text);
    expect(await notes().read(incidentId, 'PNOSUCH')).toBeNull();
  });

  it('collects the dedup keys of every alert over all pages', async () => {
    await postEvents(1);
    const incident = pagerduty.incident('key-0');
    const [alert] = incident.alerts;
    if (alert === undefined) throw new Error('the sandbox made no alert');
    for (let n = 1; n < 250; n += 1)
      incident.alerts.push({ ...alert, id: `A${n}`, key: `key-${n}` });
    const keys = await notes({ timeoutMs: 3000 }).dedupKeys(incident.id);
    expect(keys).toHaveLength(250);
    expect(keys).toContain('key-249');
    const offsets = pagerduty.requests.map((request) => request.query.get('offset'));
    expect(offsets.slice(-3)).toEqual(['0', '100', '200']);
  });

  it('knows no dedup keys of an incident that people opened', async () => {
    expect(await notes().dedupKeys(incidentId)).toEqual([]);
  });
});

async function postEvents(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const event = {
      routing_key: SANDBOX_ROUTING_KEY,
      event_action: 'trigger',
      dedup_key: `key-${n}`,
      payload: { summary: 'Down', source: 'checkout', severity: 'critical' },
    };
    await fetch(`${pagerduty.url}/v2/enqueue`, { method: 'POST', body: JSON.stringify(event) });
  }
}
