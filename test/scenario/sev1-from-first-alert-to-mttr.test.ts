import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkoutDown, errorsFor } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { tPlus } from '../given/story.ts';

const databases = givenDatabases();
let at: Standing;

beforeAll(async () => {
  at = await standHouse({ databaseUrl: await databases.empty() });
});

afterAll(() => at.close());

it('a SEV1 opens by itself, pages, gathers evidence, is confirmed by a note, recovers, and its MTTR is on /metrics', async () => {
  errorsFor(at.prometheus, 900);

  const [opened] = await at.alert(checkoutDown());
  expect(opened?.created).toBe(true);
  const id = opened?.id ?? '';
  expect(id).toBe('INC-2026-03-17-001');

  const incident = await at.get(`/api/v1/incidents/${id}`);
  expect(incident).toMatchObject({
    severity: 'SEV1',
    severity_confirmed: null,
    status: 'triage',
    current_step: 'step-01-triage',
    affected_services: ['checkout'],
    started_at: tPlus(-60),
  });
  expect(incident.severity_proposal.reason).not.toBe('');
  expect(incident.needs.map((need: { need: string }) => need.need)).toEqual([
    'severity-confirmed',
    'commander',
  ]);

  const page = at.pagerduty.incident(incident.pagerduty.dedup_key);
  expect(page.title).toContain('CheckoutServiceDown');
  expect(incident.evidence[0]).toMatchObject({
    id: 'E1',
    source: 'prometheus',
    outcome: 'answered',
  });
  expect(incident.evidence[0].query).toBe('checkout_error_ratio');
  expect(incident.evidence[0].summary).toContain('0.31');
  const evidence = await at.get(`/api/v1/incidents/${id}/evidence/E1`);
  expect(evidence.answer.series[0].points.length).toBeGreaterThan(10);
  const canonical = JSON.stringify(sorted(evidence.answer));
  expect(createHash('sha256').update(canonical).digest('hex')).toBe(evidence.sha256);

  at.clock.forward(60);
  at.pagerduty.asUser('Lan Nguyen').annotate(page.id, 'xác nhận sev1');
  await at.settle();
  const confirmed = await at.get(`/api/v1/incidents/${id}`);
  expect(confirmed).toMatchObject({
    status: 'diagnosing',
    severity: 'SEV1',
    severity_confirmed: { by: 'Lan Nguyen' },
    pagerduty: { incident_id: page.id },
  });
  const replies = page.notes.filter(({ content }) => /^\[tocsin\] .*SEV1/.test(content));
  expect(replies).toHaveLength(1);

  expect((await at.say(id, 'fix: restarted the pool evidence E1')).status).toBe(409);
  expect((await at.say(id, 'cause: the payment pool is exhausted evidence E1')).status).toBe(200);
  expect(
    (await at.say(id, 'fix: raised the pool to 200 evidence E1 rollback: set it to 50')).status,
  ).toBe(200);

  at.clock.forward(900);
  await at.alert(checkoutDown({ endsAt: tPlus(900) }));
  await at.forward(300);
  const verified = await at.get(`/api/v1/incidents/${id}`);
  expect(verified.status).toBe('recovering');
  expect(verified.last_check.verdict).toBe('recovered');
  expect((await at.say(id, 'users ok')).status).toBe(200);
  expect((await at.say(id, 'resolve')).body.incident.status).toBe('resolved');
  expect(at.pagerduty.incident(page.id).status).toBe('resolved');

  expect(await at.metric('tocsin_incident_time_to_recover_seconds_count{severity="SEV1"}')).toBe(1);
  expect(await at.metric('tocsin_incident_time_to_recover_seconds_sum{severity="SEV1"}')).toBe(
    60 + 60 + 900 + 300,
  );
  expect(
    await at.metric('tocsin_incidents_resolved_total{severity="SEV1",resolution="fixed"}'),
  ).toBe(1);

  const report = await at.artifact('incident-production-2026-03-17-001.md');
  expect(report).toContain('Lan Nguyen');
  expect(report).toContain(`${id}-E1.svg`);
  expect(await at.artifact(`${id}-E1.svg`)).toMatch(/^<svg/);
  expect(await at.artifact('postmortem-production-2026-03-17-001.md')).toContain('payment pool');
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
