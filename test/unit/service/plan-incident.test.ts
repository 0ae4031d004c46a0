import { describe, expect, it } from 'vitest';
import { loadQueryPacks } from '../../../src/config/query-packs.ts';
import { readTemplate } from '../../../src/diagnosis/query-template.ts';
import type { Signal } from '../../../src/domain/signal.ts';
import type { Metrics } from '../../../src/ports/metrics.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import { readRules } from '../../../src/rules/rule-loader.ts';
import { createLearnedLabels } from '../../../src/service/learned-labels.ts';
import type { Settings } from '../../../src/service/parts.ts';
import { planIncident } from '../../../src/service/plan-incident.ts';
import { movableClock } from '../../given/movable-clock.ts';
import { EMPTY, givenSource, withSeries } from './given-source.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const INCIDENT = { startedAt: '2026-11-22T11:50:00.000Z' };
const RULES = `groups: [{name: g, rules: [{rule: r, match: ['alertname = "Slow"'], severity: SEV1, reason: x,
  affected_services: ["{{ labels.shop }}"], diagnose: [redis]}]}]\n`;

const SIGNAL: Signal = {
  source: 'alertmanager',
  fingerprint: 'f',
  status: 'firing',
  name: 'Slow',
  labels: { alertname: 'Slow', shop: 'checkout', instance: 'redis:9121', cluster: 'eu' },
  annotations: {},
  startsAt: null,
  endsAt: null,
  generatorUrl: 'http://p/graph?g0.expr=latency+%3E+1',
  groupKey: 'g',
};

async function planned(metrics: Metrics | null, settings: Partial<Settings> = {}) {
  const packs = await loadQueryPacks('_config/diagnosis', readTemplate);
  const rules = readRules([{ file: 'a.yaml', text: RULES }]);
  if (!packs.ok || !rules.ok) throw new Error('the fixtures are wrong');
  const whole = {
    rules: rules.value,
    packs: packs.value,
    lookback: 3600,
    ignoreLabels: [],
    writtenCalls: [],
    ...settings,
  } as unknown as Settings;
  const learned = createLearnedLabels(movableClock());
  const parts = { metrics, settings: () => whole, learned };
  return planIncident(parts, INCIDENT, [SIGNAL], NOW);
}

describe('the plan for an incident', () => {
  it('asks what the rule names about the services of the rule, and around them', async () => {
    const source = givenSource((query) =>
      query.includes('traces_service') ? withSeries({ client: 'checkout', server: 'cart' }) : EMPTY,
    );
    const { subjects, topology, questions, holes } = await planned(source);
    expect(subjects).toMatchObject([{ service: 'checkout', packs: ['redis'] }]);
    expect(topology.edges).toMatchObject([{ caller: 'checkout', callee: 'cart' }]);
    expect(questions[0]?.query).toBe('latency');
    expect(questions[1]?.query).toBe('redis_up{instance="redis:9121",cluster="eu"}');
    expect(questions.some(({ query }) => query.includes('service=~"checkout|cart"'))).toBe(true);
    expect(questions.length).toBeLessThanOrEqual(40);
    expect(holes).toEqual([]);
  });

  it('leaves out metrics that the source does not have', async () => {
    const source = { ...givenSource(() => EMPTY), metricNames: async () => new Set(['redis_up']) };
    const { questions } = await planned(source);
    expect(questions.map(({ query }) => query)).toEqual([
      'latency',
      'redis_up{instance="redis:9121",cluster="eu"}',
    ]);
  });

  it('asks everything where nobody knows, and says why', async () => {
    const down = () => {
      throw new PortError('timeout', 'Prometheus: timed out after 10 s');
    };
    const source = { ...givenSource(down), metricNames: async () => down() };
    const { questions, holes } = await planned(source, { ignoreLabels: ['cluster'] });
    expect(holes).toEqual(['Prometheus: timed out after 10 s']);
    expect(questions.length).toBeGreaterThan(30);
    expect(questions.some(({ query }) => query.includes('cluster'))).toBe(false);
    expect((await planned(null)).questions.length).toBeGreaterThan(1);
  });
});
