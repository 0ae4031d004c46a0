import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePromql } from '../../../src/diagnosis/promql-tree.ts';
import { fillTemplate, readTemplate } from '../../../src/diagnosis/query-template.ts';
import { HOSTILE, shapeOf } from './query-shape.ts';

function template(text: string) {
  const read = readTemplate(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const fault = (text: string) => {
  const read = readTemplate(text);
  return read.ok ? null : read.error;
};

const RATIO =
  'sum by (service) (rate(http_requests_total{service="$labels.service",code=~"5.."}[5m])) / sum by (service) (rate(http_requests_total{service="$labels.service"}[5m]))';

describe('a query template', () => {
  it('says which labels it needs, which metrics it asks for and which label names the service', () => {
    expect(template(RATIO)).toMatchObject({
      needs: ['service'],
      metrics: ['http_requests_total'],
      serviceLabel: 'service',
    });
    const pods = template('max by (pod) (x{namespace="$labels.namespace",pod=~"$labels.pod-.*"})');
    expect(pods).toMatchObject({ needs: ['namespace', 'pod'], serviceLabel: null });
    expect(template('up{destination_workload="$labels.service"}').serviceLabel).toBe(
      'destination_workload',
    );
  });

  it('is about one service only where an aggregation drops the label that names it', () => {
    expect(template('sum(rate(x{service="$labels.service"}[5m]))').serviceLabel).toBeNull();
    expect(template('sum without (a) (x{service="$labels.service"})').serviceLabel).toBeNull();
  });

  it('is filled with the labels of an alert', () => {
    const query = fillTemplate(template('up{a="$labels.a",b!="$labels.b"}'), { a: '1', b: '2' });
    expect(query).toBe('up{a="1",b!="2"}');
  });

  it('takes a value for itself where it stands in a pattern', () => {
    const query = fillTemplate(template('up{pod=~"$labels.app-[a-z0-9]+"}'), { app: 'a.b' });
    expect(query).toBe('up{pod=~"a\\\\.b-[a-z0-9]+"}');
  });

  it('asks for several services at once', () => {
    const filled = fillTemplate(template(RATIO), { service: ['cart', 'pay.v2'] });
    expect(filled).toContain('service=~"cart|pay\\\\.v2",code=~"5.."');
    expect(fillTemplate(template(RATIO), { service: ['cart'] })).toContain('service="cart"}');
    const negated = template('up{service!="$labels.service"}');
    expect(fillTemplate(negated, { service: ['a', 'b'] })).toBe('up{service!~"a|b"}');
  });

  it('is not filled without a label that it needs', () => {
    expect(fillTemplate(template(RATIO), {})).toBeNull();
    expect(fillTemplate(template(RATIO), { service: '' })).toBeNull();
    expect(fillTemplate(template('up{a="$labels.constructor"}'), {})).toBeNull();
  });

  it.each([
    ['$labels.metric > 0', 0],
    ['rate(x[$labels.range])', 7],
    ['x > $labels.limit', 4],
    ["up{a='$labels.a'}", 6],
    ['up{a=`$labels.a`}', 6],
    ['label_replace(up, "a", "$labels.b", "c", "d")', 24],
    ['up{a="$labels.0"}', 6],
    ['up{a="$labels"}', 6],
  ])('refuses a placeholder that stands elsewhere: %j', (text, start) => {
    expect(fault(text)?.start).toBe(start);
  });

  it('points at the place where it is no PromQL, on any line', () => {
    expect(fault('sum(\n  rate(x[5m)\n)')).toMatchObject({ start: 16 });
    expect(fault('up{a="{{ $labels.a }}"')?.fix).toContain('$labels.name');
    expect(fault('1 + 1')?.message).toBe('the query names no metric');
  });

  it.each(HOSTILE)('keeps its shape whatever the value is: %j', (value) => {
    expectShapeKept(value);
  });

  it('keeps its shape for any value at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), expectShapeKept), {
      numRuns: 300,
    });
  });
});

const TEMPLATES = [
  RATIO,
  'up{pod=~"pre-$labels.service.*",service!="$labels.service"} or up{service!~"$labels.service"}',
].map(template);

function expectShapeKept(value: string): void {
  if (value === '') return;
  for (const each of TEMPLATES) {
    for (const [hostile, plain] of [
      [value, 'x'],
      [
        [value, 'y'],
        ['x', 'y'],
      ],
    ] as const) {
      const query = fillTemplate(each, { service: hostile }) ?? '';
      expect(parsePromql(query)).toMatchObject({ ok: true });
      expect(shapeOf(query)).toBe(shapeOf(fillTemplate(each, { service: plain }) ?? 'none'));
    }
  }
}
