import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { during, MOST_POINTS, questionWindows } from '../../../src/diagnosis/question-windows.ts';
import type { Window } from '../../../src/diagnosis/window.ts';
import { epochSeconds, plusSeconds } from '../../../src/domain/instant.ts';
import { line } from './answers.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const points = ({ from, to, step }: Window) => (epochSeconds(to) - epochSeconds(from)) / step + 1;

describe('the windows of a question', () => {
  it('are the incident, what was just before, a day and a week before', () => {
    const startsAt = plusSeconds(NOW, -600);
    const { now, incident, justBefore, dayBefore, weekBefore } = questionWindows({
      startsAt,
      to: NOW,
      lookback: 3600,
    });
    expect(now).toEqual({ from: '2026-11-22T10:50:00.000Z', to: NOW, step: 15 });
    expect(incident).toEqual({ from: '2026-11-22T11:20:00.000Z', to: NOW, step: 15 });
    expect(justBefore).toEqual({ ...now, to: '2026-11-22T11:19:45.000Z' });
    expect(dayBefore).toMatchObject({ from: '2026-11-21T10:50:00.000Z', step: 15 });
    expect(weekBefore).toMatchObject({ to: '2026-11-15T12:00:00.000Z', step: 15 });
  });

  it('hold at most 600 points on one grid, for any alert', () => {
    const moments = fc.integer({ min: -200 * 86_400, max: 3600 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 90_000 }), (ago, lookback) => {
        const startsAt = plusSeconds(NOW, ago);
        const { now, incident, justBefore } = questionWindows({ startsAt, to: NOW, lookback });
        expect(points(now)).toBeLessThanOrEqual(MOST_POINTS);
        expect(Number.isInteger(points(now))).toBe(true);
        expect(Number.isInteger(points(incident))).toBe(true);
        expect(incident.from <= incident.to).toBe(true);
        expect(justBefore.from <= justBefore.to).toBe(true);
        expect(incident.from >= now.from && justBefore.to <= incident.to).toBe(true);
      }),
    );
  });

  it('take a series apart without a point in both', () => {
    const windows = questionWindows({ startsAt: NOW, to: NOW, lookback: 3600 });
    const whole = line({}, windows.now.from, windows.now.step, Array(241).fill(1));
    const parts = [during(whole, windows.justBefore), during(whole, windows.incident)];
    expect(parts.map((part) => part.points.length)).toEqual([120, 121]);
  });
});
