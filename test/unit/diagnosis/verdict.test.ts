import { describe, expect, it } from 'vitest';
import { judgeRecovery, together, type Verdict } from '../../../src/diagnosis/verdict.ts';
import { type Role, verificationQuestions } from '../../../src/diagnosis/verification-questions.ts';
import type { MetricAnswer, Series } from '../../../src/ports/metrics.ts';
import { answer, conditionOf, line } from './answers.ts';

const WINDOW = { from: '2026-11-22T14:15:00.000Z', to: '2026-11-22T14:20:00.000Z', step: 15 };

function values(instance: string, ...numbers: (number | null)[]): Series {
  return line({ job: 'api', instance }, WINDOW.from, WINDOW.step, numbers);
}

/** The whole window at one value. */
function steady(instance: string, value: number): Series {
  return values(instance, ...Array<number>(21).fill(value));
}

/** Answers each question by its role; `data` selectors by their text where it matters. */
function judged(
  expression: string,
  answers: Partial<Record<Role | string, MetricAnswer>>,
  alerts: Record<string, string>[] = [{ job: 'api', instance: 'a:1', cluster: 'eu1' }],
): Verdict {
  const condition = conditionOf(expression);
  const asked = verificationQuestions(condition, WINDOW).map((each) => ({
    ...each,
    answer: answers[each.question.query] ?? answers[each.role] ?? answer(),
  }));
  return judgeRecovery({ condition, alerts, answers: asked, window: WINDOW });
}

describe('a recovered threshold', () => {
  it('is one whose data was there and good through the whole window', () => {
    expect(judged('x > 5', { value: answer(steady('a:1', 2), steady('b:1', 9)) })).toEqual({
      verdict: 'recovered',
      finding:
        'x stayed at or below 5 between 14:15:00 and 14:20:00 UTC, nearest 2 at 14:15:00 UTC; 1 series checked.',
    });
  });

  it('may miss a step or two', () => {
    const patchy = values('a:1', 1, 1, null, null, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, null);
    expect(judged('x > 5', { value: answer(patchy) }).verdict).toBe('recovered');
  });
});

describe('a threshold that is still breached', () => {
  it('is named with its worst value and its last breach', () => {
    const spike = values('a:1', 1, 1, 7, 9, 6, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    expect(judged('x > 5', { value: answer(spike) })).toEqual({
      verdict: 'not-recovered',
      finding: 'x was still above 5: worst 9 at 14:15:45 UTC (instance a:1), last at 14:16:00 UTC.',
    });
  });

  it('weighs more than missing data', () => {
    expect(judged('x > 5', { value: answer(values('a:1', 9)) }).verdict).toBe('not-recovered');
  });
});

describe('no data is not recovery', () => {
  it.each([
    ['no series at all', answer()],
    ['only series of other instances', answer(steady('b:1', 1))],
    ['only NaN', answer(steady('a:1', Number.NaN))],
    ['data that ends early', answer(values('a:1', 1, 1, 1, 1, 1, 1, 1, 1))],
    [
      'data that begins late',
      answer(line({ instance: 'a:1' }, '2026-11-22T14:18:00.000Z', 15, Array(9).fill(1))),
    ],
    [
      'one hole in the middle',
      answer(values('a:1', 1, ...Array(8).fill(null), ...Array(12).fill(1))),
    ],
    ['an answer that was cut', { ...answer(steady('a:1', 1)), truncated: true }],
  ])('%s', (_what, given) => {
    const { verdict, finding } = judged('x > 5', { value: given });
    expect(verdict).toBe('inconclusive');
    expect(finding).toMatch(/no data is not recovery|may still be wrong/);
  });

  it('says what is missing and when', () => {
    expect(judged('x > 5', { value: answer() }).finding).toBe(
      'x has no data between 14:15:00 and 14:20:00 UTC: no data is not recovery.',
    );
    expect(judged('x > 5', { value: answer(steady('b:1', 1)) }).finding).toContain(
      "x has no data with the alert's labels (only 1 other series)",
    );
    expect(judged('x > 5', { value: answer(values('a:1', 1, 1, 1)) }).finding).toBe(
      'x has no data from 14:15:30 UTC to 14:20:00 UTC: no data is not recovery.',
    );
  });

  it('holds for every single alert of the expression', () => {
    const both = [{ instance: 'a:1' }, { instance: 'b:1' }];
    expect(judged('x > 5', { value: answer(steady('a:1', 1)) }, both).verdict).toBe('inconclusive');
    expect(
      judged('x > 5', { value: answer(steady('a:1', 1), steady('b:1', 1)) }, both).verdict,
    ).toBe('recovered');
  });
});

describe('a threshold over a filter', () => {
  const expression = 'count by (job) (up == 0) > 2';

  it('has recovered when nothing matches while the data behind it keeps coming', () => {
    expect(judged(expression, { value: answer(), up: answer(steady('a:1', 1)) })).toEqual({
      verdict: 'recovered',
      finding:
        'count by (job) (up == 0) matched nothing between 14:15:00 and 14:20:00 UTC, while its data kept coming.',
    });
  });

  it('is undecided when the data behind it is gone too', () => {
    expect(judged(expression, { value: answer(), up: answer() }).verdict).toBe('inconclusive');
  });
});

describe('an absence', () => {
  it('has recovered when the data is back for the whole window', () => {
    expect(
      judged('absent(up{job="api"})', { data: answer(steady('a:1', 1)) }, [{ job: 'api' }]),
    ).toEqual({
      verdict: 'recovered',
      finding: 'up{job="api"} has data again, without a gap between 14:15:00 and 14:20:00 UTC.',
    });
  });

  it('is undecided while there is none', () => {
    expect(judged('absent(up)', {}).verdict).toBe('inconclusive');
  });
});

describe('a presence', () => {
  const data = answer(steady('a:1', 1));

  it('has recovered when it is true of nothing while its data keeps coming', () => {
    expect(judged('a > 1 and b > 2', { whole: answer(), data })).toEqual({
      verdict: 'recovered',
      finding:
        'a > 1 and b > 2 was not true at any time between 14:15:00 and 14:20:00 UTC, while its data kept coming.',
    });
  });

  it('has not while it is true at any time', () => {
    const whole = answer(values('a:1', null, 3));
    expect(judged('a > 1 and b > 2', { whole, data })).toEqual({
      verdict: 'not-recovered',
      finding: 'a > 1 and b > 2 was still true, last at 14:15:15 UTC (instance a:1).',
    });
  });

  it('is undecided when one of its selectors has no data, or the empty answer has a warning', () => {
    expect(judged('a > 1 and b > 2', { whole: answer(), a: data }).finding).toBe(
      'b has no data between 14:15:00 and 14:20:00 UTC: no data is not recovery.',
    );
    const partial = { ...answer(), warnings: ['partial response'] };
    expect(judged('a > 1 and b > 2', { whole: partial, data }).finding).toContain(
      'partial response',
    );
    const remarked = { ...answer(), warnings: ['PromQL info: metric might not be a counter'] };
    expect(judged('a > 1 and b > 2', { whole: remarked, data }).verdict).toBe('recovered');
  });
});

describe('several verdicts together', () => {
  const recovered: Verdict = { verdict: 'recovered', finding: 'A.' };
  const open: Verdict = { verdict: 'inconclusive', finding: 'B.' };
  const bad: Verdict = { verdict: 'not-recovered', finding: 'C.' };

  it('are as good as the worst of them', () => {
    expect(together([recovered, open, bad])).toEqual(bad);
    expect(together([recovered, open])).toEqual(open);
    expect(together([recovered, recovered])).toEqual({ verdict: 'recovered', finding: 'A. A.' });
  });

  it('prove nothing when there are none', () => {
    expect(together([]).verdict).toBe('inconclusive');
  });
});

describe('the questions of a verification', () => {
  it.each([
    ['x > 5', ['value x']],
    ['count(up == 0) > 5', ['value count(up == 0)', 'data up']],
    ['absent(x{a="b"})', ['data x{a="b"}']],
    ['a and b', ['whole a and b', 'data a', 'data b']],
  ])('for %s', (expression, questions) => {
    const asked = verificationQuestions(conditionOf(expression), WINDOW);
    expect(asked.map(({ role, question }) => `${role} ${question.query}`)).toEqual(questions);
    expect(asked.every(({ question }) => question.step === 15)).toBe(true);
  });
});
