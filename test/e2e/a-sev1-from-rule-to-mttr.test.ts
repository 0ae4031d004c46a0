/** The whole way, with real servers at both ends. Needs Debian's packages `prometheus` and `prometheus-alertmanager`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { showLogsOfFailures } from '../given/logs-of-failures.ts';
import { ERROR_RATIO, givenRealWorld, type RealWorld } from '../given/real-world.ts';
import type { Answer } from '../given/tocsin.ts';
import { until } from '../given/until.ts';

let world: RealWorld;
showLogsOfFailures(() => world.tocsin.log());

beforeAll(async () => {
  world = await givenRealWorld();
});

afterAll(() => world.end());

it('a rule fires, a SEV1 opens and pages, a note confirms it, the repair is verified, and Prometheus knows the MTTR', async () => {
  const { shop, prometheus, pagerduty, tocsin } = world;

  shop.setErrorRatio(0.31);
  const opened = await until('the incident has its evidence', async () => {
    const [incident] = await tocsin.incidents();
    return incident?.evidence.length > 0 && incident;
  });
  const id: string = opened.incident_id;
  const now = () => tocsin.get(`/api/v1/incidents/${id}`);
  expect(opened).toMatchObject({
    severity: 'SEV1',
    severity_proposal: { severity: 'SEV1', rule: 'shop/critical', reason: 'checkout cannot sell' },
    severity_confirmed: null,
    status: 'triage',
    affected_services: ['checkout'],
  });

  const page = await until('PagerDuty rings', () => pagerduty.incidents[0]);
  expect(page.title).toBe(`SEV1 CheckoutServiceDown: a checkout fails in 31% of all tries [${id}]`);
  expect(page.alerts[0]?.links).toContainEqual({
    href: 'https://runbooks.example.com/checkout',
    text: 'Runbook of CheckoutServiceDown',
  });

  expect(opened.evidence[0]).toMatchObject({ id: 'E1', outcome: 'answered', query: ERROR_RATIO });
  expect(opened.evidence[0].summary).toContain('0.31');
  const { signals } = await tocsin.get(`/api/v1/incidents/${id}/signals`);
  expect(signals).toMatchObject([{ labels: { service: 'checkout', cluster: 'eu1' } }]);
  const { answer } = await tocsin.get(`/api/v1/incidents/${id}/evidence/E1`);
  expect(answer.series).toHaveLength(1);
  expect(answer.series[0].labels).toEqual({ service: 'checkout' });
  const values = answer.series[0].points.map((point: [number, number]) => point[1]);
  expect(values).toContain(0.31);

  pagerduty.asUser('Lan Nguyen').annotate(page.id, 'sev1 because nobody can pay');
  const confirmed = await until('the note is heard', async () => {
    const incident = await now();
    return incident.severity_confirmed && incident;
  });
  expect(confirmed.status).toBe('diagnosing');
  expect(confirmed.severity_confirmed).toMatchObject({ by: 'Lan Nguyen' });
  expect(confirmed.pagerduty.incident_id).toBe(page.id);
  const reply = await until('the note is answered', () =>
    page.notes.find(({ content }) => /^\[tocsin\] .*SEV1 \(confirmed\)/s.test(content)),
  );
  expect(reply).toMatchObject({ user: { name: 'Tocsin' } });

  pagerduty.asUser('Lan Nguyen').annotate(page.id, 'cause: the payment pool is full evidence E1');
  await until('the cause is named', async () => (await now()).status === 'recovering');
  const early = await tocsin.say(id, 'resolve');
  expect(early.status).toBe(409);

  shop.setErrorRatio(0.01);
  const fix = 'fix: raised the pool to 200 evidence E1 rollback: set it back to 50';
  expect((await tocsin.say(id, fix)).status).toBe(200);
  const verified = await until('the recovery is verified', async () => {
    const incident = await now();
    return incident.last_check?.verdict === 'recovered' && incident;
  });
  expect(verified.alerts).toMatchObject({ firing: 0, resolved: 1 });
  expect(verified.evidence.length).toBeGreaterThan(1);
  expect(verified.status).toBe('recovering');

  const unasked = await tocsin.say(id, 'resolve');
  expect(unasked.status).toBe(409);
  expect(unasked.body.needs.map(({ need }: Answer) => need)).toEqual(['user-reports']);
  expect((await tocsin.say(id, 'users ok')).status).toBe(200);
  expect((await tocsin.say(id, 'resolve')).body.incident.status).toBe('resolved');
  await until('the page is closed', () => page.status === 'resolved');
  const day = id.slice('INC-'.length);
  const postmortem = await until('the postmortem is written', () =>
    tocsin.artifact(`postmortem-production-${day}.md`),
  );
  expect(postmortem).toContain('payment pool');
  const report = await tocsin.artifact(`incident-production-${day}.md`);
  expect(report).toContain('Lan Nguyen');
  expect(report).toContain(`${id}-E1.svg`);
  expect(await tocsin.artifact(`${id}-E1.svg`)).toMatch(/^<svg/);

  const recover = 'tocsin_incident_time_to_recover_seconds';
  const sev1 = '{job="tocsin",severity="SEV1"}';
  const mttr = await until('Prometheus has scraped the end', () =>
    prometheus.value(`${recover}_sum${sev1} / (${recover}_count${sev1} > 0)`),
  );
  expect(mttr).toBeCloseTo(lastedSeconds(await now()), 2);
  expect(await prometheus.value('up{job="tocsin"}')).toBe(1);
});

function lastedSeconds({ started_at, timeline }: Answer): number {
  return (Date.parse(timeline.resolved_at) - Date.parse(started_at)) / 1000;
}
