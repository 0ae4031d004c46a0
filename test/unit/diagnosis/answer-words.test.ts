import { describe, expect, it } from 'vitest';
import { answerText, unitText } from '../../../src/diagnosis/answer-words.ts';
import { questionWindows } from '../../../src/diagnosis/question-windows.ts';
import { answer, line } from './answers.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const windows = questionWindows({ startsAt: NOW, to: NOW, lookback: 3600 });
const ERRORS = {
  title: 'Share of requests that fail (web)',
  unit: 'share',
  bad: 'up',
  windows,
} as const;

/** Before the border one value, from it on another; then a peak. */
function series(
  labels: Record<string, string>,
  before: number | null,
  after: number,
  peak = after,
) {
  const values = Array.from({ length: 241 }, (_, at) =>
    at < 120 ? before : at === 200 ? peak : after,
  );
  return line(labels, windows.now.from, windows.now.step, values);
}

describe('the words for an answer', () => {
  it('tell of the series that moved most, and what was usual', () => {
    const said = answerText(
      ERRORS,
      answer(
        series({ service: 'web' }, 0.01, 0.01, 0.02),
        series({ service: 'cart' }, 0.002, 0.1, 0.12),
      ),
    );
    expect(said).toBe(
      'Share of requests that fail (web): 12 % at 11:50:00 UTC (service cart), usually 0.2 % just before; 2 series.',
    );
  });

  it('look the other way where low is bad, and both ways where either is', () => {
    const low = answer(series({}, 10, 9, 2));
    expect(answerText({ ...ERRORS, unit: 'count', bad: 'down' }, low)).toContain(': 2 at');
    expect(answerText({ ...ERRORS, unit: 'count', bad: 'either' }, low)).toContain(': 2 at');
    expect(answerText({ ...ERRORS, unit: 'count', bad: 'up' }, low)).toContain(': 9 at');
  });

  it('say that there was nothing before, that it was cut, or that there is nothing', () => {
    const fresh = answer(series({ pod: 'a' }, null, 3));
    expect(answerText({ ...ERRORS, unit: 'count' }, { ...fresh, truncated: true })).toBe(
      'Share of requests that fail (web): 3 at 11:30:00 UTC (pod a), nothing just before; 1 series; the answer was too long, part of it was left out.',
    );
    expect(answerText(ERRORS, answer(series({}, 1, Number.NaN)))).toBe(
      'Share of requests that fail (web): no data.',
    );
  });

  it.each([
    [0.1234, 'percent', '0.1234 %'],
    [0.0123, 'seconds', '12.3 ms'],
    [2.5, 'seconds', '2.5 s'],
    [3, 'per-second', '3 a second'],
    [1_500_000, 'bytes', '1.5 MB'],
    [12, 'bytes-per-second', '12 B a second'],
    [7, 'other', '7'],
  ] as const)('write %d in %s as %s', (value, unit, text) => {
    expect(unitText(value, unit)).toBe(text);
  });
});
