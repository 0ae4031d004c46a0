/** A house whose PagerDuty tells of notes only, so that their incidents are unknown and they end in quarantine. */
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { type Context, type Standing, standHouse, WEBHOOK_SECRET } from './house.ts';
import { type Answer, send } from './send.ts';

export async function standHearingNotesOnly(databaseUrl: string): Promise<Standing> {
  const at = await standHouse({ databaseUrl, hearsPagerduty: false });
  const url = `${at.url}/webhooks/pagerduty`;
  at.pagerduty.subscribe({ url, secrets: [WEBHOOK_SECRET], events: ['incident.annotated'] });
  return at;
}

/** The newest first. */
export async function quarantined(at: Standing): Promise<Context[]> {
  return (await at.get('/api/v1/deliveries?state=quarantined')).deliveries;
}

export function replay(at: Standing, id: string): Promise<Answer> {
  return send(`${at.url}/api/v1/deliveries/${id}/replay`, '');
}

/** A note on an incident that nobody here knows, and the delivery that it is kept in. */
export async function unknownNote(
  at: Standing,
  text: string,
): Promise<{ vendorId: string; delivery: Context }> {
  const lan = at.pagerduty.asUser('Lan Nguyen');
  const { id: vendorId } = lan.triggerIncident({ title: 'Search is slow', service: 'Checkout' });
  lan.annotate(vendorId, text);
  await at.settle();
  const [delivery] = await quarantined(at);
  return { vendorId, delivery };
}

/** It is found by comparing. */
export async function incidentAppears(at: Standing): Promise<Context> {
  at.clock.forward(120);
  await at.house.reconcile();
  await at.settle();
  const { incidents } = await at.get('/api/v1/incidents');
  expect(incidents).toHaveLength(1);
  return incidents[0];
}

/** Posts a body that PagerDuty seems to have signed. */
export function signed(at: Standing, body: string): Promise<Answer> {
  const signature = createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex');
  const headers = { 'X-PagerDuty-Signature': `v1=${signature}` };
  return send(`${at.url}/webhooks/pagerduty`, body, headers);
}
