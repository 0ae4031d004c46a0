import { describe, expect, it } from 'vitest';
import { belongsTo, seriesOf } from '../../../src/diagnosis/alert-series.ts';

const ALERT = {
  alertname: 'HighErrors',
  job: 'api',
  instance: 'a:1',
  cluster: 'eu1',
  replica: '2',
};

describe('a series belongs to an alert', () => {
  it.each([
    [
      'when its labels agree, though the alert has external labels',
      { job: 'api', instance: 'a:1' },
      true,
    ],
    ['when it was aggregated to fewer labels', { job: 'api' }, true],
    ['when it was aggregated to none', {}, true],
    ['when it has labels that the alert lacks', { job: 'api', code: '500' }, true],
    ['whatever its metric name', { __name__: 'up', job: 'api' }, true],
    ['though it names another alert', { __name__: 'ALERTS', alertname: 'Other', job: 'api' }, true],
    ['but not when one label contradicts', { job: 'api', instance: 'b:1' }, false],
  ])('%s', (_when, labels, belongs) => {
    expect(belongsTo(labels as Record<string, string>, ALERT)).toBe(belongs);
  });

  it('is not fooled by the names of object members', () => {
    expect(belongsTo({ constructor: 'x', toString: 'y' }, ALERT)).toBe(true);
  });
});

it('the series of several alerts are those of any of them, and without alerts all', () => {
  const series = ['a', 'b', 'c'].map((instance) => ({ labels: { instance }, points: [] }));
  expect(seriesOf(series, [{ instance: 'a' }, { instance: 'c' }])).toEqual([series[0], series[2]]);
  expect(seriesOf(series, [])).toEqual(series);
});
