/** Needs Debian's packages `prometheus` and `prometheus-alertmanager`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { givenRealWorld, type RealWorld } from '../given/real-world.ts';
import type { Answer } from '../given/tocsin.ts';
import { until } from '../given/until.ts';

let world: RealWorld;
showLogsOfFailures(() => world.tocsin.log());

beforeAll(async () => {
  world = await givenRealWorld();
});

afterAll(() => world.end());

it('a target that is down for a moment is a SEV3 that rings nobody and is resolved without a person', async () => {
  const { shop, prometheus, pagerduty, tocsin } = world;
  const only = async (): Promise<Answer> => {
    const incidents = await tocsin.incidents();
    expect(incidents.length).toBeLessThan(2);
    return incidents[0];
  };

  shop.breakDown();
  const opened = await until('the incident has its evidence', async () => {
    const incident = await only();
    return incident?.evidence.length > 0 && incident;
  });
  expect(opened).toMatchObject({
    severity: 'SEV3',
    severity_proposal: { rule: 'shop/warning', reason: 'shop limps' },
    status: 'triage',
  });
  expect(opened.evidence[0]).toMatchObject({ outcome: 'answered', query: 'up{job="shop"}' });

  shop.repair();
  const resolved = await until('the incident is resolved', async () => {
    const incident = await only();
    return incident.status === 'resolved' && incident;
  });
  expect(resolved.last_check).toMatchObject({ verdict: 'recovered' });
  expect(resolved.alerts).toMatchObject({ firing: 0, resolved: 1 });
  const { entries } = await tocsin.get(`/api/v1/incidents/${resolved.incident_id}/timeline`);
  const actors = new Set(entries.map((entry: { by: string }) => entry.by));
  expect(actors).toEqual(
    new Set(['alertmanager', 'rules', 'workflow', 'diagnosis', 'verification']),
  );
  // It may be asked what was changed, and is told nothing.
  expect(pagerduty.requests.filter(({ method }) => method !== 'GET')).toEqual([]);

  const cleared = 'tocsin_incidents_resolved_total{severity="SEV3",resolution="alerts_cleared"}';
  await until('Prometheus counts it', async () => (await prometheus.value(cleared)) === 1);
});
