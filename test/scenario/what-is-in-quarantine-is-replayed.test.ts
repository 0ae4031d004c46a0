import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notificationBody } from '../../src/sandbox/alertmanager.ts';
import { serverError } from '../../src/sandbox/faults.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import type { Standing } from '../given/house.ts';
import {
  incidentAppears,
  quarantined,
  replay,
  signed,
  standHearingNotesOnly,
  unknownNote,
} from '../given/quarantine.ts';
import { send } from '../given/send.ts';

const databases = givenDatabases();
let at: Standing;

beforeEach(async () => {
  at = await standHearingNotesOnly(await databases.empty());
});

afterEach(() => at.close());

async function happened(id: string): Promise<string[]> {
  const { entries } = await at.get(`/api/v1/incidents/${id}/timeline`);
  return entries.map((entry: { type: string }) => entry.type);
}

describe('a note whose incident is unknown', () => {
  it('is kept in quarantine and shown with the reason and its body', async () => {
    const { vendorId, delivery } = await unknownNote(at, 'sev2 because search is slow');
    expect(delivery).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: 'pagerduty',
      received_at: at.clock.now(),
      state: 'quarantined',
      reason: `PagerDuty incident ${vendorId} is none of ours`,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      bytes: at.pagerduty.deliveries[0]?.body.length,
    });
    expect(await at.get(`/api/v1/deliveries/${delivery.id}`)).toEqual({
      ...delivery,
      body: at.pagerduty.deliveries[0]?.body,
    });
    expect(await at.metric('tocsin_webhook_quarantined_total{source="pagerduty"}')).toBe(1);
  });

  it('is answered with a note that nothing changed, when it tried to command', async () => {
    const { vendorId } = await unknownNote(at, 'sev2 because search is slow');
    const notes = () => at.pagerduty.incident(vendorId).notes.map(({ content }) => content);
    expect(notes()).toEqual([
      'sev2 because search is slow',
      expect.stringMatching(/^\[tocsin\] .*Nothing changed: no open incident of Tocsin/s),
    ]);
    at.pagerduty.asUser('Lan Nguyen').annotate(vendorId, 'looking into it');
    await at.settle();
    expect(notes()).toHaveLength(3);
    expect((await at.get('/api/v1/incidents')).incidents).toEqual([]);
  });

  it('stays there while it is unknown, and is counted once', async () => {
    const { vendorId, delivery } = await unknownNote(at, 'sev2');
    expect(await replay(at, delivery.id)).toMatchObject({
      status: 200,
      body: {
        outcome: 'quarantined',
        reason: `PagerDuty incident ${vendorId} is none of ours`,
      },
    });
    expect(await quarantined(at)).toEqual([delivery]);
    expect(await at.metric('tocsin_webhook_quarantined_total{source="pagerduty"}')).toBe(1);
  });

  it('confirms the severity when it is replayed after its incident appeared, once', async () => {
    const { vendorId, delivery } = await unknownNote(at, 'sev2 because search is slow');
    const incident = await incidentAppears(at);
    expect(incident.severity_confirmed).toBeNull();

    expect(await replay(at, delivery.id)).toMatchObject({ status: 200, body: { outcome: 'used' } });
    await at.settle();
    const path = `/api/v1/incidents/${incident.incident_id}`;
    expect(await at.get(path)).toMatchObject({
      severity: 'SEV2',
      status: 'diagnosing',
      severity_confirmed: { by: 'Lan Nguyen' },
    });
    expect(await quarantined(at)).toEqual([]);
    expect(await at.get(`/api/v1/deliveries/${delivery.id}`)).toMatchObject({
      state: 'accepted',
      reason: 'replayed',
      received_at: delivery.received_at,
    });

    const before = await happened(incident.incident_id);
    expect(before.filter((type) => type === 'SeverityConfirmed')).toHaveLength(1);
    const replies = () => at.pagerduty.incident(vendorId).notes.length;
    const told = replies();
    const notes = at.pagerduty.incident(vendorId).notes.map(({ content }) => content);
    expect(notes.filter((note) => note.includes('Nothing changed'))).toHaveLength(1);
    expect(notes.filter((note) => note.includes('SEV2 is confirmed.'))).toHaveLength(1);
    const second = await replay(at, delivery.id);
    expect(second).toMatchObject({ status: 409, body: { code: 'not-replayable' } });
    const [first] = at.pagerduty.deliveries;
    if (first !== undefined) at.pagerduty.again(first);
    await at.settle();
    expect(await happened(incident.incident_id)).toEqual(before);
    expect(replies()).toBe(told);
  });

  it('confirms it once when many replay it at the same time', async () => {
    const { delivery } = await unknownNote(at, 'sev2');
    const incident = await incidentAppears(at);
    const answers = await Promise.all(Array.from({ length: 10 }, () => replay(at, delivery.id)));
    expect(answers.filter(({ body }) => body.outcome === 'used')).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const types = await happened(incident.incident_id);
    expect(types.filter((type) => type === 'SeverityConfirmed')).toHaveLength(1);
    const kept = await at.get(`/api/v1/deliveries/${delivery.id}`);
    expect(kept).toMatchObject({ state: 'accepted', reason: 'replayed' });
  });

  it('that was heard by reading meanwhile is a duplicate, and leaves the quarantine', async () => {
    const [opened] = await at.alert(checkoutDown());
    const [page] = at.pagerduty.incidents;
    at.clock.forward(1);
    at.pagerduty.fail(serverError(), { times: 20, path: '/incidents' });
    at.pagerduty.asUser('Lan Nguyen').annotate(page?.id ?? '', 'sev1');
    await at.settle();
    const [delivery] = await quarantined(at);
    expect(delivery.reason).toContain('PagerDuty could not be asked');
    at.pagerduty.heal();
    await incidentAppears(at);
    const heard = await happened(opened?.id ?? '');
    expect(heard.filter((type) => type === 'SeverityConfirmed')).toHaveLength(1);
    expect(await at.get(`/api/v1/deliveries/${delivery.id}`)).toMatchObject({
      state: 'accepted',
      reason: 'known from another delivery',
    });
    expect(await quarantined(at)).toEqual([]);
    expect(await replay(at, delivery.id)).toMatchObject({ status: 409 });
  });
});

describe('a body that is signed and no event', () => {
  it('is shown as text that is cut visibly, between two characters', async () => {
    const body = `x${'ệ'.repeat(30_000)}`;
    expect(await signed(at, body)).toMatchObject({ status: 202, body: { outcome: 'quarantined' } });
    const deliveries = await quarantined(at);
    const kept = await at.get(`/api/v1/deliveries/${deliveries[0].id}`);
    const shown = `x${'ệ'.repeat(21_845)}`;
    expect(kept).toMatchObject({
      bytes: 90_001,
      body: `${shown}\n… cut: 65536 of 90001 bytes are shown`,
    });
  });

  it('stays in quarantine when it is replayed, and the reason says where it breaks', async () => {
    await signed(at, '{"event": {"id": "01", "event_type": "incident.annotated"}}');
    const deliveries = await quarantined(at);
    const { status, body } = await replay(at, deliveries[0].id);
    expect(status).toBe(200);
    expect(body).toEqual({ outcome: 'quarantined', reason: expect.stringMatching(/^event\.data/) });
  });
});

describe('a delivery of Alertmanager', () => {
  it('is listed as accepted, and replaying it is no news', async () => {
    const body = notificationBody({ alerts: [checkoutDown()] });
    const { body: answer } = await send(`${at.url}/webhooks/alertmanager`, body);
    await at.settle();
    const before = await happened(answer.incidents[0].id);
    const { deliveries } = await at.get('/api/v1/deliveries?state=accepted');
    expect(deliveries).toMatchObject([{ source: 'alertmanager', bytes: body.length, reason: '' }]);
    expect(await replay(at, deliveries[0].id)).toMatchObject({
      status: 200,
      body: { outcome: 'used' },
    });
    await at.settle();
    expect(await happened(answer.incidents[0].id)).toEqual(before);
    expect((await at.get('/api/v1/incidents')).incidents).toHaveLength(1);
    expect(at.pagerduty.incidents).toHaveLength(1);
  });
});

describe('the API of deliveries', () => {
  it('goes on page by page', async () => {
    for (const text of ['one', 'two', 'three']) {
      await signed(at, text);
      at.clock.forward(1);
    }
    const first = await at.get('/api/v1/deliveries?state=quarantined&limit=2');
    expect(first.deliveries).toHaveLength(2);
    const cursor = encodeURIComponent(first.next_cursor);
    const last = await at.get(`/api/v1/deliveries?state=quarantined&limit=2&cursor=${cursor}`);
    expect(last.deliveries).toHaveLength(1);
    expect(last.next_cursor).toBeNull();
  });

  it.each([
    ['/api/v1/deliveries?state=lost', 400, 'bad-filter'],
    ['/api/v1/deliveries?limit=0', 400, 'bad-filter'],
    ['/api/v1/deliveries?cursor=xyz', 400, 'bad-cursor'],
    ['/api/v1/deliveries/nobody', 404, 'not-found'],
    ['/api/v1/deliveries/%00', 404, 'not-found'],
  ])('answers %s with %i and what to do', async (path, status, code) => {
    expect(await at.get(path)).toMatchObject({
      status,
      code,
      remedy: expect.stringMatching(/.{10}/),
    });
  });

  it('knows no replay of what is not there', async () => {
    expect(await replay(at, 'nobody')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
