import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertWindow, quietWindow, type Window } from '../../../src/diagnosis/window.ts';
import { epochSeconds } from '../../../src/domain/instant.ts';

const TO = '2026-11-22T14:20:07.500Z';

function pointsOf({ from, to, step }: Window): number {
  return (epochSeconds(to) - epochSeconds(from)) / step + 1;
}

describe('the window of an alert', () => {
  it('reaches from an hour before the start to now, in steps of 15 seconds', () => {
    expect(alertWindow({ startsAt: '2026-11-22T14:02:15.000Z', to: TO })).toEqual({
      from: '2026-11-22T13:02:22.000Z',
      to: '2026-11-22T14:20:07.000Z',
      step: 15,
    });
  });

  it('takes coarser steps for an alert that fires since yesterday', () => {
    const window = alertWindow({ startsAt: '2026-11-21T14:20:00.000Z', to: TO });
    expect(window.step).toBe(91);
    expect(pointsOf(window)).toBeLessThanOrEqual(1000);
  });

  it.each([
    ['a start in the future', '2026-11-22T19:00:00.000Z'],
    ['no start', null],
  ])('treats %s as now', (_what, startsAt) => {
    expect(alertWindow({ startsAt, to: TO, lookback: 600 })).toMatchObject({
      from: '2026-11-22T14:10:22.000Z',
      to: '2026-11-22T14:20:07.000Z',
    });
  });

  it('never reaches back more than 31 days', () => {
    const { from } = alertWindow({ startsAt: '1970-01-01T00:00:00.000Z', to: TO });
    expect(from >= '2026-10-22T14:20:00.000Z').toBe(true);
  });

  it('has 1 to 1000 points, on its steps and never in the future, whatever the dates', () => {
    const date = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, date, fc.integer({ min: 0, max: 1e7 }), (start, end, lookback) => {
        const to = end.toISOString();
        const window = alertWindow({ startsAt: start.toISOString(), to, lookback });
        expect(Number.isInteger(pointsOf(window))).toBe(true);
        expect(pointsOf(window)).toBeGreaterThanOrEqual(1);
        expect(pointsOf(window)).toBeLessThanOrEqual(1000);
        expect(window.to <= to).toBe(true);
      }),
    );
  });
});

describe('the window of a recovery check', () => {
  it('is the quiet time', () => {
    expect(quietWindow('2026-11-22T14:15:00.000Z', TO)).toEqual({
      from: '2026-11-22T14:15:07.000Z',
      to: '2026-11-22T14:20:07.000Z',
      step: 15,
    });
  });
});
