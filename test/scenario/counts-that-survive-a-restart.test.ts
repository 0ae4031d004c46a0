import { afterAll, beforeAll, expect, it } from 'vitest';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { signed } from '../given/quarantine.ts';
import { send } from '../given/send.ts';

const databases = givenDatabases();
let at: Standing;

beforeAll(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
});

afterAll(() => at.close());

const COUNTED = [
  'tocsin_webhook_requests_total{source="pagerduty",code="202"}',
  'tocsin_webhook_requests_total{source="pagerduty",code="401"}',
  'tocsin_webhook_requests_total{source="pagerduty",code="413"}',
  'tocsin_webhook_requests_total{source="alertmanager",code="415"}',
  'tocsin_webhook_requests_total{source="alertmanager",code="400"}',
  'tocsin_webhook_rejected_total{source="pagerduty",reason="signature"}',
  'tocsin_webhook_rejected_total{source="pagerduty",reason="too_large"}',
  'tocsin_webhook_rejected_total{source="pagerduty",reason="method"}',
  'tocsin_webhook_rejected_total{source="alertmanager",reason="encoding"}',
  'tocsin_webhook_rejected_total{source="alertmanager",reason="schema"}',
];

async function counts(): Promise<(number | null)[]> {
  return Promise.all(COUNTED.map((sample) => at.metric(sample)));
}

it('every answer of the door is counted, refusals with their reason, and a restart forgets none', async () => {
  const door = (name: string) => `${at.url}/webhooks/${name}`;
  await signed(at, 'no event');
  await send(door('pagerduty'), '{}');
  await send(door('pagerduty'), '{}', { 'X-PagerDuty-Signature': `v1=${'0'.repeat(64)}` });
  await send(door('pagerduty'), Buffer.alloc(2 * 1024 * 1024, ' '));
  await fetch(door('pagerduty'), { method: 'DELETE' });
  await send(door('alertmanager'), 'x', { 'Content-Type': 'text/plain' });
  await send(door('alertmanager'), 'x', { 'Content-Encoding': 'rot13' });
  await send(door('alertmanager'), '{"alerts": [');
  const before = await counts();
  expect(before).toEqual([1, 2, 1, 2, 1, 2, 1, 1, 2, 1]);

  await at.restart();
  expect(await counts()).toEqual(before);
  await send(door('pagerduty'), '{}');
  expect(await at.metric(COUNTED[1] ?? '')).toBe(3);
});
