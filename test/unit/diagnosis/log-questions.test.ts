/** What is asked of a log store about the time before an onset and since. */
import { describe, expect, it } from 'vitest';
import { firstOccurrence, logQuestions } from '../../../src/diagnosis/log-questions.ts';

describe('the questions', () => {
  const occasion = {
    selector: { app: 'till' },
    onset: '2026-11-22T10:03:27.123Z',
    to: '2026-11-22T10:10:05.000Z',
    lookback: 3600,
  };

  it('cover the time before and the time since, on whole steps', () => {
    const asked = logQuestions(occasion);
    expect(asked.volume).toEqual({
      selector: { app: 'till' },
      from: '2026-11-22T08:58:00.000Z',
      to: '2026-11-22T10:11:00.000Z',
      step: 60,
    });
    expect([asked.baseline, asked.incident]).toEqual([
      { from: '2026-11-22T08:58:00.000Z', to: '2026-11-22T09:58:00.000Z' },
      { from: '2026-11-22T09:58:00.000Z', to: '2026-11-22T10:11:00.000Z' },
    ]);
    expect(asked.failuresBefore).toMatchObject({ ...asked.baseline, order: 'newest-first' });
    expect(asked.failuresSince).toMatchObject({ ...asked.incident, order: 'oldest-first' });
    expect(asked.failuresSince.levels).toEqual(['critical', 'error', 'warn']);
    expect(asked.linesSince.levels).toBeUndefined();
  });

  it.each([
    ['end an hour after the onset', { to: '2026-11-23T10:00:00.000Z' }, 4200],
    ['have an end where the onset lies in the future', { onset: '2026-11-23T10:00:00.000Z' }, 420],
  ])('%s', (_, part, atMost) => {
    const { incident } = logQuestions({ ...occasion, ...part });
    const seconds = (Date.parse(incident.to) - Date.parse(incident.from)) / 1000;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(atMost);
  });

  it('for a month of baseline have no more points than a person can see', () => {
    const { volume } = logQuestions({ ...occasion, lookback: 30 * 86_400 });
    const seconds = (Date.parse(volume.to) - Date.parse(volume.from)) / 1000;
    expect(seconds / volume.step).toBeLessThan(130);
  });
});

describe('the question for the first line of a kind', () => {
  const span = { from: '2026-11-21T10:00:00.000Z', to: '2026-11-22T10:00:00.000Z' };

  it('holds its longest words', () => {
    expect(firstOccurrence({ app: 'till' }, 'no paper in <_> printer=<_> shop', span)).toEqual({
      selector: { app: 'till' },
      ...span,
      order: 'oldest-first',
      limit: 20,
      holding: ['printer', 'paper', 'shop'],
    });
  });

  it('is not asked where there are none', () => {
    expect(firstOccurrence({ app: 'till' }, '<_> <_> a', span)).toBeNull();
  });
});
