/** Whose traces are asked for, in which windows, and which of those found are opened. */
import { describe, expect, it } from 'vitest';
import { tracesOfExemplars } from '../../../src/diagnosis/exemplar.ts';
import {
  servicesToTry,
  slowSince,
  traceQuestions,
  traceServices,
  tracesToOpen,
} from '../../../src/diagnosis/trace-questions.ts';
import { found } from './traces-given.ts';

describe('the service of an alert', () => {
  it.each([
    [[{ service: 'till', job: 'shop/till-http' }], ['till', 'shop/till-http', 'till-http']],
    [[{ job: 'till' }], ['till']],
    [[{ service: 'till' }, { service: 'ledger' }], []],
    [[{ service: 'till' }, {}], []],
    [[{ alertname: 'X', service: '' }], []],
    [[], []],
  ])('of %j can be %j', (alerts, services) => {
    expect(traceServices(alerts)).toEqual(services);
  });
});

describe('the services to try', () => {
  it.each([
    [[{ job: 'shop/till' }], 'till', ['shop/till', 'till']],
    [[{ job: 'till' }], 'checkout', ['till', 'checkout']],
    [[{ service: 'till' }, { service: 'ledger' }], 'shop', ['shop', 'till']],
    [[{ service: 'till' }, { service: 'ledger' }], null, ['till']],
    [[], '', []],
  ])('of %j with the name %j in the rules are %j', (alerts, service, services) => {
    expect(servicesToTry(alerts, service)).toEqual(services);
  });
});

const OCCASION = {
  service: 'till',
  onset: '2026-11-22T10:03:00.000Z',
  to: '2026-11-22T10:10:00.000Z',
  lookback: 3600,
};

describe('the questions', () => {
  it('cover the time before and the time since', () => {
    const asked = traceQuestions(OCCASION);
    expect(asked.usual).toEqual({
      service: 'till',
      from: '2026-11-22T08:58:00.000Z',
      to: '2026-11-22T09:58:00.000Z',
      which: { kind: 'any' },
      limit: 100,
    });
    expect(asked.failingBefore).toEqual({ ...asked.usual, which: { kind: 'failing' } });
    expect(asked.anySince).toEqual({ ...asked.usual, from: asked.usual.to, to: OCCASION.to });
  });

  it('never ask for more than a trace store gives', () => {
    const { baseline, incident } = traceQuestions({
      ...OCCASION,
      lookback: 1e9,
      to: '2026-11-25T10:00:00.000Z',
    });
    expect(Date.parse(incident.to) - Date.parse(baseline.from)).toBeLessThan(7 * 86_400_000);
  });

  it('call slow what is slower than nearly all', () => {
    const asked = traceQuestions(OCCASION);
    const usual = found(10, 20, 30, 40, 50);
    expect(slowSince(asked, usual)).toEqual({
      ...asked.anySince,
      which: { kind: 'slow', atLeastMs: 48 },
    });
    expect(slowSince(asked, found(10, 20))).toBe(asked.anySince);
  });
});

describe('the traces that are opened', () => {
  it('are usual, failing and slow ones, each only a few', () => {
    const many = found(...Array.from({ length: 50 }, (_, n) => n));
    const opened = tracesToOpen({ usual: many, failing: many, slow: many });
    const durationOf = new Map(many.traces.map(({ id, durationMs }) => [id, durationMs]));
    const durations = (ids: readonly string[]) => ids.map((id) => durationOf.get(id) ?? -1);
    expect(durations(opened.failing)).toEqual([0, 1, 2, 3, 4]);
    expect(durations(opened.slow)).toEqual([49, 48, 47]);
    expect(durations(opened.usual).toSorted((a, b) => a - b)).toEqual([
      21, 22, 23, 24, 25, 26, 27, 28,
    ]);
  });

  it('are none where none were found', () => {
    const opened = tracesToOpen({ usual: found(), failing: found(), slow: found() });
    expect(opened).toEqual({ usual: [], failing: [], slow: [] });
  });
});

describe('exemplars', () => {
  const span = { from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T10:10:00.000Z' };
  const exemplar = (traceId: string, value: number, part: object = {}) => ({
    labels: { job: 'till', le: '2.5', __name__: 'sale_seconds_bucket' },
    traceId,
    value,
    at: '2026-11-22T10:05:00.000Z',
    ...part,
  });

  it('lead to the traces of the worst requests of the alert itself', () => {
    const all = [
      exemplar('a', 1),
      exemplar('b', 3),
      exemplar('b', 2),
      exemplar('c', 9, { labels: { job: 'ledger' } }),
      exemplar('d', 9, { at: '2026-11-22T09:05:00.000Z' }),
      exemplar('e', Number.NaN),
      exemplar('f', 0.5),
      exemplar('g', 0.1),
    ];
    const alert = { job: 'till', le: '1', severity: 'page' };
    expect(tracesOfExemplars(all, [alert], span)).toEqual(['b', 'a', 'f']);
    expect(tracesOfExemplars(all, [], span)).toEqual(['c', 'b', 'a']);
  });
});
