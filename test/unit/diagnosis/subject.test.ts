import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../src/diagnosis/subject.ts';
import type { Signal } from '../../../src/domain/signal.ts';

function signal(over: Partial<Signal>): Signal {
  return {
    source: 'alertmanager',
    fingerprint: 'f',
    status: 'firing',
    name: 'Slow',
    labels: {},
    annotations: {},
    startsAt: null,
    endsAt: null,
    generatorUrl: 'http://p/graph?g0.expr=latency+%3E+1',
    groupKey: 'g',
    ...over,
  };
}

const nothing = () => ({ services: [], packs: [] });

describe('what an incident is about', () => {
  it('is one alert rule with the labels that its alerts share', () => {
    const [subject, ...others] = subjectsOf(
      [
        signal({
          fingerprint: '1',
          labels: { service: 'web', pod: 'a' },
          startsAt: '2026-11-22T10:02:00.000Z',
        }),
        signal({
          fingerprint: '2',
          labels: { service: 'web', pod: 'b' },
          startsAt: '2026-11-22T10:01:00.000Z',
        }),
      ],
      nothing,
    );
    expect(others).toEqual([]);
    expect(subject).toEqual({
      alertname: 'Slow',
      expression: 'latency > 1',
      labels: { service: 'web' },
      service: 'web',
      packs: [],
      startsAt: '2026-11-22T10:01:00.000Z',
    });
  });

  it('knows a service, a namespace and a pod by their other names', () => {
    const labels = { app: 'web', kubernetes_namespace: 'shop', pod_name: 'web-1', job: 'pods' };
    const [subject] = subjectsOf([signal({ labels })], nothing);
    expect(subject?.labels).toMatchObject({ service: 'web', namespace: 'shop', pod: 'web-1' });
    expect(subject?.service).toBe('web');
  });

  it('believes the rules before the labels', () => {
    const ruled = () => ({ services: ['checkout'], packs: ['red', 'jvm'] });
    const [subject] = subjectsOf([signal({ labels: { service: 'web' } })], ruled);
    expect(subject).toMatchObject({
      service: 'checkout',
      labels: { service: 'checkout' },
      packs: ['red', 'jvm'],
    });
  });

  it('may have no service', () => {
    expect(subjectsOf([signal({ labels: {} })], nothing)[0]?.service).toBeNull();
    expect(subjectsOf([], nothing)).toEqual([]);
  });
});
