import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalsToAsk } from '../../../src/diagnosis/signals-to-ask.ts';
import type { Signal } from '../../../src/domain/signal.ts';

function signal(fingerprint: string, name: string, changes: Partial<Signal> = {}): Signal {
  return {
    source: 'alertmanager',
    fingerprint,
    status: 'firing',
    name,
    labels: { alertname: name, instance: fingerprint },
    annotations: {},
    startsAt: `2026-11-22T14:0${fingerprint}:00.000Z`,
    endsAt: null,
    generatorUrl: `http://prom.example/graph?g0.expr=${encodeURIComponent(`${name} > 1`)}`,
    groupKey: 'g',
    ...changes,
  };
}

describe('the signals to ask about', () => {
  it('are grouped by expression, with all their labels and the earliest start', () => {
    expect(signalsToAsk([signal('2', 'errors'), signal('1', 'errors')])).toEqual([
      {
        expression: 'errors > 1',
        alertname: 'errors',
        alerts: [
          { alertname: 'errors', instance: '1' },
          { alertname: 'errors', instance: '2' },
        ],
        startsAt: '2026-11-22T14:01:00.000Z',
      },
    ]);
  });

  it('are at most three expressions, those of the most signals first, in whatever order they came', () => {
    const signals = [
      signal('1', 'one'),
      signal('2', 'two'),
      signal('3', 'two'),
      signal('4', 'four'),
      signal('5', 'five'),
    ];
    const expected = ['two > 1', 'five > 1', 'four > 1'];
    fc.assert(
      fc.property(fc.shuffledSubarray(signals, { minLength: 5 }), (shuffled) => {
        expect(signalsToAsk(shuffled).map((ask) => ask.expression)).toEqual(expected);
      }),
    );
  });

  it('are as many as one asks for', () => {
    const signals = ['1', '2', '3', '4', '5'].map((each) => signal(each, `n${each}`));
    expect(signalsToAsk(signals, 20)).toHaveLength(5);
  });

  it('are the firing ones, and all of them when none fires', () => {
    const ended = { status: 'resolved', endsAt: '2026-11-22T15:00:00.000Z' } as const;
    const mixed = [signal('1', 'one', ended), signal('2', 'two')];
    expect(signalsToAsk(mixed).map((ask) => ask.alertname)).toEqual(['two']);
    expect(signalsToAsk([signal('1', 'one', ended)]).map((ask) => ask.alertname)).toEqual(['one']);
  });

  it('include alerts without an expression, together by their name', () => {
    const bare = { generatorUrl: '', startsAt: null };
    expect(signalsToAsk([signal('1', 'Disk', bare), signal('2', 'Disk', bare)])).toMatchObject([
      { expression: null, alertname: 'Disk', startsAt: null },
    ]);
    expect(signalsToAsk([])).toEqual([]);
  });
});
