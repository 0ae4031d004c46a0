/** What an alert is about, by its words and its operator, and by which measure its trouble is looked at. */
import { describe, expect, it } from 'vitest';
import { alertKind } from '../../../src/diagnosis/alert-kind.ts';
import type { ServiceMetric } from '../../../src/diagnosis/cause-case.ts';
import { causeTargets, OWN_MEASURE } from '../../../src/diagnosis/cause-target.ts';
import type { Subject } from '../../../src/diagnosis/subject.ts';

const subject = (over: Partial<Subject> = {}): Subject => ({
  alertname: 'TillSad',
  expression: null,
  labels: {},
  service: 'till',
  packs: [],
  startsAt: null,
  ...over,
});

describe('what an alert is about', () => {
  it.each([
    ['TillErrors', null, 'errors'],
    ['SlowTill', null, 'latency'],
    ['NoTraffic', null, 'traffic'],
    ['DiskFull', 'disk_used > 0.9', 'saturation'],
    ['TillSad', 'rate(http_request_duration_seconds_bucket[5m]) > 1', 'latency'],
    ['TillSlow', 'rate(errors_total[5m]) > 1', 'latency'],
    ['SalesBurnRate', null, 'errors'],
  ] as const)('is told by the words of %s and %s: %s', (alertname, expression, kind) => {
    expect(alertKind(subject({ alertname, expression }))).toBe(kind);
  });
});

const metric = (name: string, kind: ServiceMetric['kind'], service = 'till'): ServiceMetric => ({
  ...{ service, name, kind, bad: 'up', unit: 'other' },
  normal: [],
  incident: [[1, 1]],
});

describe('an alert on too few requests', () => {
  it.each([
    ['CheckoutQuiet', 'sum(rate(http_requests_total{service="till"}[5m])) < 1'],
    ['CheckoutQuiet', '1 >= sum(rate(http_requests_total[5m]))'],
    ['CheckoutQuiet', 'sum(increase(grpc_server_handled_total[10m])) == 0'],
    ['CheckoutQuiet', 'sum(rate(http_request_duration_seconds_count[5m])) < 1'],
    ['CheckoutQuiet', 'absent(http_requests_total{service="till"})'],
    ['TrafficDropped', 'rate(sales[5m]) < 0.5 * rate(sales[5m] offset 1d)'],
    ['LowRequestRate', null],
    ['NoTraffic', null],
  ])('is known by %s: %s', (name, expression) => {
    expect(alertKind(subject({ alertname: name, expression }))).toBe('traffic');
  });

  it.each([
    [
      'Availability',
      'rate(requests_total{code!~"5.."}[5m]) / rate(requests_total[5m]) < 1',
      'errors',
    ],
    [
      'TillSad',
      'sum(rate(a_requests_total{code=~"2.."}[5m])) / sum(rate(a_requests_total[5m])) < 1',
      'saturation',
    ],
    ['RequestsDropped', 'rate(requests_dropped_total[5m]) > 5', 'saturation'],
    ['TillBusy', 'rate(http_requests_total[5m]) > 500', 'saturation'],
    ['TillSad', 'histogram_quantile(0.9, rate(request_seconds_bucket[5m])) < 1', 'latency'],
    ['TillDown', 'up{job="till"} == 0', 'saturation'],
    ['LowRequestLatency', null, 'latency'],
  ] as const)('is not %s: %s', (name, expression, kind) => {
    expect(alertKind(subject({ alertname: name, expression }))).toBe(kind);
  });

  it("is looked at by the pack's measure of requests, then by its own", () => {
    const given = [
      metric(OWN_MEASURE, 'traffic'),
      metric('red/requests', 'traffic'),
      metric('red/errors', 'errors'),
    ];
    const names = causeTargets(subject({ alertname: 'NoTraffic' }), given).map(
      (each) => each.metric,
    );
    expect(names).toEqual(['red/requests', OWN_MEASURE]);
  });
});

describe('the target of a ranking', () => {
  const errors = metric('red/errors', 'errors');
  const latency = metric('red/latency', 'latency');
  const own = metric(OWN_MEASURE, 'saturation');
  const full = metric('use/disk-full', 'saturation');

  it.each([
    ["a pack's measure of the alert's kind", 'TillErrors', [own, latency, errors], 'red/errors'],
    ["else the alert's own measure", 'TillSlow', [errors, own], OWN_MEASURE],
    ["the alert's own measure of a saturation", 'DiskFull', [full, errors, own], OWN_MEASURE],
    ["else a pack's", 'DiskFull', [errors, full], 'use/disk-full'],
    ['else errors before latency', 'DiskFull', [latency, errors], 'red/errors'],
  ])('is %s', (_, alertname, metrics, name) => {
    const [first] = causeTargets(subject({ alertname }), metrics);
    expect(first).toEqual({ service: 'till', metric: name });
  });

  it('is none without a service, or without values of it', () => {
    expect(causeTargets(subject({ service: null }), [errors])).toEqual([]);
    expect(causeTargets(subject(), [metric('red/errors', 'errors', 'ledger')])).toEqual([]);
    expect(causeTargets(subject(), [{ ...errors, incident: [] }])).toEqual([]);
  });
});
