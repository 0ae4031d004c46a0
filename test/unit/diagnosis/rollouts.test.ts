import { describe, expect, it } from 'vitest';
import { parsePromql } from '../../../src/diagnosis/promql-tree.ts';
import { workloadOf } from '../../../src/diagnosis/rollout-times.ts';
import { changesIn, type RolloutSign, rolloutQuestions } from '../../../src/diagnosis/rollouts.ts';
import type { Subject } from '../../../src/diagnosis/subject.ts';
import { epochSeconds } from '../../../src/domain/instant.ts';
import type { Series } from '../../../src/ports/metrics.ts';
import { answer, line } from './answers.ts';
import { HOSTILE, shapeOf } from './query-shape.ts';

const WINDOW = { from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T11:00:00.000Z' };
const START = epochSeconds(WINDOW.from);

function subject(labels: Record<string, string>): Subject {
  return {
    alertname: 'A',
    expression: null,
    labels,
    service: labels['service'] ?? null,
    packs: [],
    startsAt: null,
  };
}

const asked = (labels: Record<string, string>, ignored: string[] = []) =>
  rolloutQuestions(subject(labels), WINDOW, ignored);

function seen(signs: Partial<Record<RolloutSign, Series[]>>) {
  const answers = Object.entries(signs).map(([sign, series]) => ({
    question: {
      sign: sign as RolloutSign,
      title: '',
      query: '',
      asked: 'range',
      scope: [],
    } as const,
    answer: answer(...series),
  }));
  return changesIn(answers, WINDOW);
}

describe('the questions about rollouts', () => {
  it('are about the namespace and the processes of the alert, and always about reloads', () => {
    expect(
      asked({ namespace: 'shop', job: 'web', cluster: 'eu' }).map(({ query }) => query),
    ).toEqual([
      'kube_deployment_status_observed_generation{namespace="shop",cluster="eu"} or kube_statefulset_status_observed_generation{namespace="shop",cluster="eu"} or kube_daemonset_status_observed_generation{namespace="shop",cluster="eu"}',
      'kube_deployment_spec_replicas{namespace="shop",cluster="eu"} or kube_statefulset_replicas{namespace="shop",cluster="eu"}',
      `kube_pod_created{namespace="shop",cluster="eu"} > ${START}`,
      `process_start_time_seconds{job="web",cluster="eu"} > ${START}`,
      `prometheus_config_last_reload_success_timestamp_seconds{cluster="eu"} > ${START} or alertmanager_config_last_reload_success_timestamp_seconds{cluster="eu"} > ${START} or nginx_ingress_controller_config_last_reload_successful_timestamp_seconds{cluster="eu"} > ${START}`,
    ]);
    expect(asked({}).map(({ sign }) => sign)).toEqual(['reloads']);
    expect(asked({ service: 'web', cluster: 'eu' }, ['cluster'])[0]?.query).toBe(
      `process_start_time_seconds{service="web"} > ${START}`,
    );
  });

  it.each(HOSTILE)('keep their shape whatever the labels say: %j', (value) => {
    const plain = asked({ namespace: 'x', job: 'x', cluster: 'x' });
    for (const [at, { query }] of asked({
      namespace: value,
      job: value,
      cluster: value,
    }).entries()) {
      expect(parsePromql(query)).toMatchObject({ ok: true });
      expect(shapeOf(query)).toBe(shapeOf(plain[at]?.query ?? ''));
    }
  });
});

describe('a rollout', () => {
  const web = { deployment: 'web', namespace: 'shop' };

  it('is a generation that goes up', () => {
    expect(seen({ generation: [line(web, WINDOW.from, 60, [12, 12, null, 13, 13])] })).toEqual([
      {
        key: 'generation:deployment:shop/web:13',
        source: 'kubernetes',
        kind: 'deploy',
        at: '2026-11-22T10:03:00.000Z',
        summary: 'Deployment web in namespace shop was rolled out (generation 12 to 13)',
        services: ['web'],
        version: 'generation 13',
        link: '',
      },
    ]);
  });

  it('is a scaling where the replicas change with it', () => {
    const [change, ...others] = seen({
      generation: [line(web, WINDOW.from, 60, [12, 13, 13])],
      replicas: [
        line(web, WINDOW.from, 60, [3, 3, 5]),
        line({ deployment: 'web', namespace: 'other' }, WINDOW.from, 60, [1, 2, 2]),
      ],
    });
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      kind: 'config',
      summary: 'Deployment web in namespace shop was scaled from 3 to 5',
    });
  });

  it('is not seen where nothing changes, or of what is no workload', () => {
    expect(
      seen({
        generation: [
          line(web, WINDOW.from, 60, [12, Number.NaN, 12]),
          line({ pod: 'x' }, WINDOW.from, 60, [1, 2]),
          line({ daemonset: 'agent' }, WINDOW.from, 60, []),
        ],
      }),
    ).toEqual([]);
  });

  it('brings new pods, which are told only where nobody rolled out', () => {
    const pod = (name: string, seconds: number) =>
      line({ pod: name, namespace: 'shop' }, WINDOW.to, 60, [START + seconds]);
    const pods = [
      pod('web-7d9f8b6c5d-x2x4z', 240),
      pod('cart-6c5d7d9f8b-a1b2c', 300),
      pod('cart-6c5d7d9f8b-d3e4f', 290),
      pod('old-6c5d7d9f8b-d3e4f', -10),
    ];
    const generation = [line(web, WINDOW.from, 60, [1, 2])];
    expect(seen({ pods, generation }).map(({ summary, at }) => [summary, at])).toEqual([
      [
        'Deployment web in namespace shop was rolled out (generation 1 to 2)',
        '2026-11-22T10:01:00.000Z',
      ],
      ['2 new pods of workload cart in namespace shop', '2026-11-22T10:04:50.000Z'],
    ]);
  });
});

describe('a restart', () => {
  it('is a process that started in the window, together with others of its job', () => {
    const start = (instance: string, at: number) =>
      line({ job: 'web', instance, service: 'shop-web' }, WINDOW.to, 60, [at]);
    const changes = seen({
      starts: [
        start('a', START + 61.5),
        start('b', START + 100),
        start('c', START - 1),
        start('d', START + 9e6),
      ],
    });
    expect(changes).toEqual([
      {
        key: `start:web:${START + 61}`,
        source: 'prometheus',
        kind: 'restart',
        at: '2026-11-22T10:01:01.500Z',
        summary: '2 processes of job web started',
        services: ['shop-web', 'web'],
        version: '',
        link: '',
      },
    ]);
  });

  it('may be a configuration that was read again', () => {
    const reload = line({ job: 'prometheus', instance: 'p:9090' }, WINDOW.to, 60, [START + 30]);
    expect(seen({ reloads: [reload] })).toMatchObject([
      {
        kind: 'config',
        at: '2026-11-22T10:00:30.000Z',
        summary: 'Job prometheus read its configuration again on instance p:9090',
      },
    ]);
  });
});

describe('the workload of a pod', () => {
  it.each([
    ['web-7d9f8b6c5d-x2x4z', 'web'],
    ['shop-web-6c5d7d9f8b-a1b2c', 'shop-web'],
    ['db-0', 'db'],
    ['agent-x2x4z', 'agent'],
    ['plain', 'plain'],
    ['redis-cache', 'redis-cache'],
    ['web-stage', 'web-stage'],
  ])('%s is %s', (pod, workload) => {
    expect(workloadOf(pod)).toBe(workload);
  });
});
