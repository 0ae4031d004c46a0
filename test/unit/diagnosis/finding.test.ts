import { describe, expect, it } from 'vitest';
import {
  badExpression,
  describeAnswer,
  noExpression,
  sourceUnavailable,
} from '../../../src/diagnosis/finding.ts';
import { splitExpression } from '../../../src/diagnosis/promql.ts';
import { epochSeconds } from '../../../src/domain/instant.ts';
import type { MetricAnswer, Series } from '../../../src/ports/metrics.ts';
import { answer, conditionOf, line } from './answers.ts';

const FROM = '2026-11-22T14:00:00.000Z';
const STARTS_AT = '2026-11-22T14:03:00.000Z';
const QUESTION = { from: FROM, to: '2026-11-22T14:10:00.000Z', step: 60 };
const RATIO = 'rate(http_requests_total{code=~"5.."}[5m]) > 0.05';

function values(instance: string, ...numbers: (number | null)[]): Series {
  return line({ __name__: 'x', job: 'api', instance }, FROM, 60, numbers);
}

function found(expression: string, given: MetricAnswer, alerts: Record<string, string>[] = []) {
  return describeAnswer(conditionOf(expression), alerts, given, {
    startsAt: STARTS_AT,
    question: QUESTION,
  });
}

describe('the finding for a threshold', () => {
  const a = values('a:1', 0.01, 0.02, 0.06, 0.2, 0.31, 0.1, 0.1, 0.1, 0.1, 0.1, 0.07);
  const b = values('b:1', 0.01, 0.01, 0.01, 0.06, 0.07, 0.1, 0.1, 0.1, 0.1, 0.1, 0.01);
  const c = values('c:1', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  it('says when it was crossed, how bad it became, and for how many series', () => {
    expect(found(RATIO, answer(a, b, c), [{ instance: 'a:1', cluster: 'eu1' }])).toEqual({
      summary:
        'rate(http_requests_total{code=~"5.."}[5m]) crossed 0.05 at 14:02:00 UTC, worst 0.31 at 14:04:00 UTC (instance a:1); 2 of 3 series breach.',
      firstCrossing: epochSeconds('2026-11-22T14:02:00.000Z'),
      worst: { labels: a.labels, value: 0.31, at: epochSeconds('2026-11-22T14:04:00.000Z') },
      current: { labels: a.labels, value: 0.07, at: epochSeconds('2026-11-22T14:10:00.000Z') },
      breachingSeries: 2,
      totalSeries: 3,
      outcome: 'answered',
    });
  });

  it('tells the episode of the alert from an older one that had ended', () => {
    const flapping = values('a:1', 9, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9);
    expect(found('x > 5', answer(flapping)).firstCrossing).toBe(
      epochSeconds('2026-11-22T14:02:00.000Z'),
    );
  });

  it('says so when it was breaching before the window began', () => {
    expect(found('x > 5', answer(values('a:1', 9, 9, 9, 9, 9))).summary).toBe(
      'x was already above 5 at 14:00:00 UTC, worst 9 at 14:00:00 UTC (instance a:1); 1 of 1 series breaches.',
    );
  });

  it('takes the lowest value as the worst where low is bad, and does not stop at a gap', () => {
    const finding = found('x < 5', answer(values('a:1', 9, 9, 3, null, null, 1, 9)));
    expect(finding.summary).toContain('x fell below 5 at 14:02:00 UTC, worst 1 at 14:05:00 UTC');
  });

  it('counts NaN as no breach and an infinity as the worst', () => {
    const finding = found(
      'x > 5',
      answer(values('a:1', Number.NaN, 6, Number.POSITIVE_INFINITY, 7)),
    );
    expect(finding.worst?.value).toBe(Number.POSITIVE_INFINITY);
    expect(finding.summary).toContain('crossed 5 at 14:01:00 UTC, worst +Inf');
  });

  it('says what came nearest when nothing breached', () => {
    expect(found('x > 5', answer(values('a:1', 1, 4.5, 2)))).toMatchObject({
      summary:
        'x was never above 5 between 14:00:00 and 14:10:00 UTC, nearest 4.5 at 14:01:00 UTC (instance a:1); 0 of 1 series breach.',
      firstCrossing: null,
      breachingSeries: 0,
    });
  });

  it('says that there is no data when there is none', () => {
    const nothing = { worst: null, current: null, firstCrossing: null, outcome: 'empty' };
    const summary = 'x has no data between 14:00:00 and 14:10:00 UTC.';
    expect(found('x > 5', answer())).toMatchObject({ ...nothing, summary, totalSeries: 0 });
    expect(found('x > 5', answer(values('a:1')))).toMatchObject({ ...nothing, summary });
  });

  it('remarks on labels that fit no series, on cut answers and on warnings', () => {
    const cut = { ...answer(a), truncated: true, warnings: ['partial\nresponse', 'more'] };
    const { summary } = found('x > 5', cut, [{ instance: 'z:1' }]);
    expect(summary).toContain("No series carries the alert's labels, so all of them were read.");
    expect(summary).toContain('The answer was too long; part of it was left out.');
    expect(summary).toContain('The source warns: partial response (and 1 more warning).');
  });

  it('stays one readable line when the expression and the labels are long or hostile', () => {
    const nasty = line({ instance: `a\n\u001b[31m${'b'.repeat(500)}` }, FROM, 60, [9]);
    const { summary } = found(`x{${'a="b",'.repeat(100)}} >\n 5`, answer(nasty));
    expect(summary).not.toMatch(/\p{Cc}/u);
    expect(summary.length).toBeLessThan(500);
  });
});

describe('the finding for an absence', () => {
  it('says when the data disappeared', () => {
    expect(found('absent(up{job="api"})', answer(values('a:1', 1, 1, 1)))).toMatchObject({
      summary: 'up{job="api"} disappeared after 14:02:00 UTC; it had 1 series.',
      firstCrossing: epochSeconds('2026-11-22T14:03:00.000Z'),
      breachingSeries: 1,
      outcome: 'answered',
    });
  });

  it('says when it came back', () => {
    const { summary } = found(
      'absent(up)',
      answer(values('a:1', 1, 1, null, null, 1, 1, 1, 1, 1, 1, 1)),
    );
    expect(summary).toContain('disappeared after 14:01:00 UTC and came back at 14:04:00 UTC');
  });

  it('says when there never was any, and when there was no gap', () => {
    expect(found('absent(up)', answer())).toMatchObject({
      summary: 'up has no data between 14:00:00 and 14:10:00 UTC.',
      outcome: 'empty',
    });
    const whole = answer(values('a:1', 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    expect(found('absent(up)', whole).summary).toBe(
      'up has data without a gap between 14:00:00 and 14:10:00 UTC.',
    );
  });
});

describe('the finding for a presence', () => {
  it('says since when it has been true', () => {
    const gap = values('a:1', 1, null, null, 1, 1, 1);
    expect(
      found('a > 1 and b > 2', answer(gap, values('b:1', null, null, null, null, 7))),
    ).toMatchObject({
      summary:
        'a > 1 and b > 2 became true at 14:03:00 UTC (instance a:1); 2 series matched between 14:00:00 and 14:10:00 UTC.',
      firstCrossing: epochSeconds('2026-11-22T14:03:00.000Z'),
      current: { value: 1, at: epochSeconds('2026-11-22T14:05:00.000Z') },
    });
  });

  it('says when it was not true at all', () => {
    expect(found('a and b', answer())).toMatchObject({
      summary: 'a and b was not true of any series between 14:00:00 and 14:10:00 UTC.',
      outcome: 'empty',
    });
  });
});

describe('where there is no answer', () => {
  it('the sentence names the thing and the reason', () => {
    expect(noExpression('HighErrors')).toContain('The expression of HighErrors is not known');
    expect(sourceUnavailable('Prometheus', 'timed out after 10 s')).toBe(
      'Prometheus: timed out after 10 s',
    );
    const split = splitExpression('up{');
    expect(split.ok ? '' : badExpression('up{', split.error)).toBe(
      "The alert's expression cannot be read, line 1, column 4: unexpected end of the expression in up{",
    );
  });
});
