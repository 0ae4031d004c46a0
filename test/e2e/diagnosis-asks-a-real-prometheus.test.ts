/** The questions of the diagnosis, put to a real Prometheus that adds a label to its alerts that its series do not have. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheus } from '../../src/adapters/prometheus.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { loadQueryPacks } from '../../src/config/query-packs.ts';
import type { QueryPack } from '../../src/diagnosis/query-pack.ts';
import { fillTemplate, readTemplate } from '../../src/diagnosis/query-template.ts';
import { planQuestions } from '../../src/diagnosis/question-plan.ts';
import { questionWindows } from '../../src/diagnosis/question-windows.ts';
import type { Subject } from '../../src/diagnosis/subject.ts';
import { NO_TOPOLOGY } from '../../src/diagnosis/topology.ts';
import { plusSeconds } from '../../src/domain/instant.ts';
import { PortError } from '../../src/ports/port-error.ts';
import { askPlan } from '../../src/service/ask-plan.ts';
import { askRollouts } from '../../src/service/ask-rollouts.ts';
import { askTopology } from '../../src/service/ask-topology.ts';
import { createLearnedLabels } from '../../src/service/learned-labels.ts';
import { runCli } from '../given/cli.ts';
import { freePort } from '../given/free-port.ts';
import { givenMetrics } from '../given/given-metrics.ts';
import { type PrometheusServer, startPrometheus } from '../given/prometheus-server.ts';
import { until } from '../given/until.ts';

let server: PrometheusServer;
let metrics: ReturnType<typeof createPrometheus>;

beforeAll(async () => {
  const port = await freePort();
  server = await startPrometheus({
    port,
    alertmanagerPort: await freePort(),
    scrape: { prometheus: port },
    alerts: [],
  });
  metrics = createPrometheus({ baseUrl: server.url });
  await until('it has scraped itself', async () => {
    // A question ends on a whole second, up to one ago; then there must have been a rate already.
    const rate = await server.value('sum(rate(prometheus_http_requests_total[1m] offset 2s))');
    return rate !== null && (await server.value('count(up)')) === 1;
  });
});

afterAll(async () => {
  metrics?.close();
  await server?.remove();
});

const OWN = readTemplate(
  'sum by (job) (rate(prometheus_http_requests_total{job="$labels.service"}[1m]))',
);

function ownPack(): QueryPack {
  if (!OWN.ok) throw new Error(OWN.error.message);
  const query = { title: 'Requests', kind: 'requests', unit: 'per-second', bad: 'either' } as const;
  return {
    name: 'own',
    description: '',
    appliesWhen: { labels: [], metrics: ['prometheus_'] },
    queries: [{ ...query, key: 'requests', variants: [OWN.value] }],
  };
}

const SUBJECT: Subject = {
  alertname: 'TooManyRequests',
  expression: 'rate(prometheus_http_requests_total[1m]) > 1000',
  labels: { job: 'prometheus', service: 'prometheus', cluster: 'eu1' },
  service: 'prometheus',
  packs: [],
  startsAt: null,
};

const now = () => new Date().toISOString();

describe('a real Prometheus', () => {
  it('takes every query that ships, whatever the labels say', async () => {
    const packs = await loadQueryPacks('_config/diagnosis', readTemplate);
    if (!packs.ok) throw new Error(JSON.stringify(packs.error));
    const templates = packs.value.flatMap(({ queries }) => queries.flatMap((one) => one.variants));
    expect(templates.length).toBeGreaterThan(80);
    const refused: string[] = [];
    for (const template of templates) {
      const hostile = 'x"} or vector(1) or up{a="\\\n';
      const values = Object.fromEntries(template.needs.map((name) => [name, hostile]));
      const query = fillTemplate(template, values) ?? '';
      try {
        expect((await metrics.instant(query, now())).series).toEqual([]);
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        refused.push(`${query}: ${error.message}`);
      }
    }
    expect(refused).toEqual([]);
  });

  it('says which metrics it has', async () => {
    const window = { from: plusSeconds(now(), -300), to: now() };
    expect(await metrics.metricNames(['up', 'node_load1', 'http_requests_total'], window)).toEqual(
      new Set(['up']),
    );
  });

  it('answers a plan although its series do not have the label that it added to the alert', async () => {
    const learned = createLearnedLabels(systemClock);
    const request = {
      subjects: [SUBJECT],
      packs: [ownPack()],
      topology: NO_TOPOLOGY,
      startedAt: now(),
      now: now(),
    };
    const plan = planQuestions(request, { lookback: 600, ignoreLabels: [] });
    expect(plan[1]?.query).toContain('cluster="eu1"');
    const parts = { metrics, clock: systemClock, learned, meter: givenMetrics().metrics };
    const asked = await askPlan(parts, plan);
    expect(asked.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['answered', ''],
      ['answered', ''],
    ]);
    expect(asked[1]?.query).toBe(
      'sum by (job) (rate(prometheus_http_requests_total{job="prometheus"}[1m]))',
    );
    expect(asked[1]?.now?.series[0]?.labels).toEqual({ job: 'prometheus' });
    expect(asked[1]?.dayBefore?.series).toEqual([]);
    expect(learned.missing()).toEqual(['cluster']);
  });

  it('shows that it was started, and that it read its configuration', async () => {
    const windows = questionWindows({ startsAt: now(), to: now(), lookback: 600 });
    const learned = createLearnedLabels(systemClock);
    const asked = await askRollouts(metrics, learned, SUBJECT, windows.now, []);
    expect(asked.holes).toEqual([]);
    expect(asked.changes.map(({ kind, summary }) => [kind, summary])).toEqual([
      ['restart', 'A process of job prometheus started'],
      ['config', expect.stringMatching(/^Job prometheus read its configuration again/)],
    ]);
  });

  it('is asked by the command line about one alert, and what shows is told', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-alert-'));
    const file = join(folder, 'alert.json');
    const expression = 'sum by (job) (rate(prometheus_http_requests_total[1m])) > 0';
    const alert = {
      status: 'firing',
      labels: { alertname: 'TooManyRequests', job: 'prometheus', cluster: 'eu1' },
      startsAt: now(),
      generatorURL: `http://p.example.com/graph?${new URLSearchParams({ 'g0.expr': expression })}`,
    };
    await writeFile(file, JSON.stringify(alert));
    const path = { PATH: process.env['PATH'] ?? '' };
    const ran = await runCli(['diagnose', '--alert', file, '--prometheus', server.url], path);
    await rm(folder, { recursive: true });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/E1 What TooManyRequests measures \(prometheus\): .*1 of 1 series/);
    expect(ran.stdout).toMatch(/What was changed shortly before \(changes\): .*A process of job/);
    expect(ran.stdout).not.toContain('Missing:');
  });

  it('knows no topology, and says so without an error', async () => {
    expect(await askTopology(metrics, now(), [])).toEqual({ topology: NO_TOPOLOGY, holes: [] });
  });
});
