import { describe, expect, it } from 'vitest';
import {
  type PlannedQuestion,
  type PlanRequest,
  type PlanSettings,
  serviceOf,
} from '../../../src/diagnosis/planned-question.ts';
import type { QueryPack } from '../../../src/diagnosis/query-pack.ts';
import { readTemplate } from '../../../src/diagnosis/query-template.ts';
import { metricsWanted, planQuestions } from '../../../src/diagnosis/question-plan.ts';
import type { Subject } from '../../../src/diagnosis/subject.ts';
import { type Edge, NO_TOPOLOGY, topologyOf } from '../../../src/diagnosis/topology.ts';

function template(text: string) {
  const read = readTemplate(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const SHAPE = { title: 'T', unit: 'share', bad: 'up', kind: 'errors' } as const;

function pack(name: string, queries: Record<string, string[]>, over: Partial<QueryPack> = {}) {
  return {
    name,
    description: '',
    appliesWhen: { labels: ['service'], metrics: [] },
    queries: Object.entries(queries).map(([key, texts]) => ({
      ...SHAPE,
      key,
      variants: texts.map(template),
    })),
    ...over,
  } satisfies QueryPack;
}

const RED = pack('red', {
  errors: [
    'sum by (service) (a{service="$labels.service"})',
    'sum by (app) (b{app="$labels.service"})',
  ],
  latency: ['sum(c{service="$labels.service",pod="$labels.pod"})'],
});
const PODS = pack(
  'pods',
  { up: ['up{namespace="$labels.namespace"}'] },
  {
    appliesWhen: { labels: ['namespace', 'pod'], metrics: ['kube_'] },
  },
);

const SUBJECT: Subject = {
  alertname: 'TooManyErrors',
  expression: 'errors{job="web"} > 0.05',
  labels: { service: 'web', cluster: 'eu' },
  service: 'web',
  packs: [],
  startsAt: '2026-11-22T11:50:00.000Z',
};

function planned(
  subject: Partial<Subject> = {},
  settings: Partial<PlanSettings> = {},
  edges: Edge[] = [],
) {
  const request: PlanRequest = {
    subjects: [{ ...SUBJECT, ...subject }],
    packs: [PODS, RED],
    topology: edges.length === 0 ? NO_TOPOLOGY : topologyOf(edges),
    startedAt: '2026-11-22T11:40:00.000Z',
    now: '2026-11-22T12:00:00.000Z',
  };
  return planQuestions(request, { lookback: 3600, ignoreLabels: [], ...settings });
}

const queries = (...given: Parameters<typeof planned>) =>
  planned(...given).map(({ query }) => query);

describe('what a missing value stands for', () => {
  const alert = (expression: string) => planned({ expression })[0];
  const asked = (bad: 'up' | 'down', text: string) => {
    const query = { ...SHAPE, bad, key: 'q', variants: [template(text)] };
    const request = {
      subjects: [{ ...SUBJECT, expression: null }],
      packs: [pack('own', {}, { queries: [query] })],
      topology: NO_TOPOLOGY,
      startedAt: '2026-11-22T11:40:00.000Z',
      now: '2026-11-22T12:00:00.000Z',
    };
    return planQuestions(request, { lookback: 3600, ignoreLabels: [] })[0]?.missing;
  };

  it.each([
    ['up', 'sum by (pod) (restarts{service="$labels.service"}) > 0', 0],
    ['up', '0.8 <= used{service="$labels.service"}', 0.8],
    ['down', 'up{service="$labels.service"} < 1', 1],
    ['up', 'used{service="$labels.service"} < 1', undefined],
    ['up', 'used{service="$labels.service"} / (size > 0)', undefined],
    ['up', 'used{service="$labels.service"} > bool 1', undefined],
  ] as const)('is what the filter leaves out where %s is bad: %s', (bad, text, missing) => {
    expect(asked(bad, text)).toBe(missing);
  });

  it('is nothing where an alert asks for what is absent, which is bad', () => {
    expect(alert('absent(sales{job="web"})')).toMatchObject({ missing: 0, bad: 'down' });
    expect(alert('sales{job="web"} < 1')).toMatchObject({ bad: 'down' });
    expect(alert('sales{job="web"} == 0')).toMatchObject({ bad: 'down' });
    expect(alert('sales{job="web"} < 1')?.missing).toBeUndefined();
  });
});

describe('the plan of questions', () => {
  it('begins with what the alert measures, then asks the packs that its labels name', () => {
    expect(queries()).toEqual([
      'errors{job="web"}',
      'sum by (service) (a{service="web",cluster="eu"})',
      'sum by (app) (b{app="web",cluster="eu"})',
    ]);
    expect(planned()[0]).toMatchObject({ bad: 'up', title: 'What TooManyErrors measures' });
    expect(planned({ expression: 'free < 5' })[0]).toMatchObject({ bad: 'down' });
  });

  it('asks packs that the rule names first, then those of its metrics', () => {
    const named = planned({
      packs: ['pods', 'nobody'],
      labels: { ...SUBJECT.labels, namespace: 'n' },
    });
    expect(named[1]?.query).toBe('up{namespace="n",cluster="eu"}');
    const measured = planned({
      expression: 'kube_pod_info > 5',
      labels: { namespace: 'n' },
      service: null,
    });
    expect(measured.map(({ key }) => key.split(':')[0])).toEqual(['alert-expression', 'pods/up']);
  });

  it('asks only what its labels can fill', () => {
    expect(queries({ labels: { service: 'web', pod: 'p' } })).toContain(
      'sum(c{service="web",pod="p"})',
    );
    expect(queries({ expression: null, labels: {}, service: null })).toEqual([]);
  });

  it('asks for the services around it at once, where series can be told apart', () => {
    const edge = (caller: string, callee: string): Edge => ({
      caller,
      callee,
      source: 'file',
      rate: null,
    });
    const plan = planned({ labels: { service: 'web', pod: 'p' } }, {}, [
      edge('web', 'cart'),
      edge('cart', 'db'),
      edge('door', 'web'),
      edge('x', 'y'),
    ]);
    expect(plan.map(({ query }) => query).slice(1)).toEqual([
      'sum by (service) (a{service=~"web|cart|db|door"})',
      'sum by (app) (b{app=~"web|cart|db|door"})',
      'sum(c{service="web",pod="p"})',
    ]);
    const [, first, , last] = plan;
    expect(serviceOf(first as PlannedQuestion, { service: 'cart' })).toBe('cart');
    expect(serviceOf(last as PlannedQuestion, { service: 'cart' })).toBe('web');
  });

  it('asks for all who call it, also from afar, where it gets too few requests', () => {
    const call = (caller: string, callee: string) =>
      ({ caller, callee, source: 'file', rate: null }) as const;
    const edges = [call('door', 'till'), call('till', 'web'), call('web', 'cart')];
    const asked = (alertname: string) =>
      planned({ alertname, expression: null, labels: { service: 'web' } }, {}, edges)[0]?.query;
    expect(asked('NoTraffic')).toBe('sum by (service) (a{service=~"web|cart|till|door"})');
    expect(asked('TooSlow')).toBe('sum by (service) (a{service=~"web|cart|till"})');
  });

  it('has variants of one question in one group', () => {
    const [, a, b] = planned();
    expect(a?.group).toBe(b?.group);
    expect(a?.key).not.toBe(b?.key);
  });

  it('drops labels that no series has, and says which others may be such', () => {
    expect(planned()[1]).toMatchObject({ scope: ['cluster'] });
    const [own, first] = planned(
      { expression: 'errors{cluster="eu"} > 1' },
      { ignoreLabels: ['cluster'] },
    );
    expect(own?.query).toBe('errors');
    expect(first).toMatchObject({ query: 'sum by (service) (a{service="web"})', scope: [] });
  });

  it('leaves out what the source does not have, where that is known', () => {
    expect(queries({}, { known: new Set(['b', 'c']) })).toEqual([
      'errors{job="web"}',
      'sum by (app) (b{app="web",cluster="eu"})',
    ]);
  });

  it('is bounded, and gives every subject its turn', () => {
    const many = pack(
      'many',
      Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [`q${at}`, [`m${at}{service="$labels.service"}`]]),
      ),
    );
    const other = {
      ...SUBJECT,
      expression: 'other > 1',
      labels: { service: 'cart' },
      service: 'cart',
    };
    const request = {
      subjects: [SUBJECT, other, SUBJECT],
      packs: [many],
      topology: NO_TOPOLOGY,
      startedAt: '2026-11-22T11:40:00.000Z',
      now: '2026-11-22T12:00:00.000Z',
    };
    const plan = planQuestions(request, { lookback: 3600, ignoreLabels: [] });
    expect(plan).toHaveLength(40);
    expect(new Set(plan.map(({ query }) => query)).size).toBe(40);
    expect(plan.filter(({ service }) => service === 'cart')).toHaveLength(20);
    expect(metricsWanted(request)).toHaveLength(50);
  });

  it('is the same for the same incident', () => {
    expect(planned().map(({ key }) => key)).toEqual(planned().map(({ key }) => key));
  });
});
