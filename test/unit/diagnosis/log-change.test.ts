/** What is new or louder in the logs since the onset, and what one sentence says about it. */
import { describe, expect, it } from 'vitest';
import { logChange } from '../../../src/diagnosis/log-change.ts';
import type { LogScene } from '../../../src/diagnosis/log-scene.ts';
import { logSummary } from '../../../src/diagnosis/log-wording.ts';
import type { LogVolume } from '../../../src/ports/logs.ts';
import { workWatch } from '../../given/stopwatch.ts';
import { everyMinute, line, lines, scene } from './logs-given.ts';

const NINE = Date.parse('2026-11-22T09:00:00Z') / 1000;

/** Each minute of the hour before and of the ten minutes since. */
function volume(before: number, since: number, level: 'error' | 'info' = 'error'): LogVolume {
  const points = Array.from(
    { length: 70 },
    (_, n) => [NINE + 60 * (n + 1), n < 60 ? before : since] as const,
  );
  return { levels: [{ level, points: points.filter(([, count]) => count > 0) }], truncated: false };
}

function summaryOf(given: LogScene): string {
  return logSummary(logChange(given), given);
}

describe('kinds of lines', () => {
  const slow = everyMinute('09:00:00', 60, (n) => `slow request ${n} of till`);

  it('are new when they were never there before', () => {
    const paper = [
      line('10:02:10', 'no paper in printer 8'),
      line('10:02:03', 'no paper in printer 7'),
    ];
    const given = scene({ before: lines(slow), after: lines(paper) });
    const { kinds, first, isPart } = logChange(given);
    expect(kinds).toEqual([
      {
        text: 'no paper in printer <_>',
        level: 'error',
        lines: 2,
        isNew: true,
        first: '2026-11-22T10:02:03.000Z',
        example: 'no paper in printer 7',
        before: 0,
        after: 0.2,
        strength: 2,
      },
    ]);
    expect([first, isPart]).toEqual(['2026-11-22T10:02:03.000Z', false]);
    expect(summaryOf(given)).toBe(
      'New in the logs: “no paper in printer <_>”, 2 times since 10:02:03 UTC.',
    );
  });

  it('are louder only far beyond what they were', () => {
    const more = (count: number) =>
      Array.from({ length: count }, (_, n) => line('10:03:00', `slow request ${n} of till`));
    const quiet = scene({ before: lines(slow), after: lines(more(20)) });
    expect(logChange(quiet).kinds).toEqual([]);
    expect(summaryOf(quiet)).toBe('The logs say nothing new between 10:00:00 and 10:10:00 UTC.');
    const loud = scene({ before: lines(slow), after: lines(more(300)) });
    expect(logChange(loud).kinds).toMatchObject([
      { isNew: false, before: 1, after: 30, lines: 300 },
    ]);
    expect(summaryOf(loud)).toBe(
      'Louder in the logs: “slow request <_> of till”, 1 a minute before, 30 now.',
    );
  });

  it('stand with the new and the worst first', () => {
    const after = [
      ...Array.from({ length: 300 }, (_, n) => line('10:03:00', `slow request ${n} of till`)),
      line('10:04:00', 'paper low', 'warn'),
      line('10:05:00', 'till gave up', 'critical'),
    ];
    const { kinds } = logChange(scene({ before: lines(slow), after: lines(after) }));
    expect(kinds.map(({ text }) => text)).toEqual([
      'till gave up',
      'paper low',
      'slow request <_> of till',
    ]);
    expect(summaryOf(scene({ before: lines(slow), after: lines(after) }))).toContain(
      '“till gave up”, once since 10:05:00 UTC, and 1 more kind of lines.',
    );
  });

  it('are told apart by their level, even where only the line says it', () => {
    const text = (level: string) => `level=${level} msg="sale done" till=3 of=shop by=ann at=front`;
    const before = lines([{ ...line('09:30:00', text('info')), level: 'unknown' }]);
    const after = lines([{ ...line('10:01:00', text('error')), level: 'unknown' }]);
    expect(logChange(scene({ before, after })).kinds).toMatchObject([{ isNew: true, lines: 1 }]);
  });

  it('are not called new where nobody knows what was before', () => {
    const given = scene({ after: lines([line('10:01:00', 'no paper')]) });
    expect(logChange(given).kinds).toEqual([]);
  });

  it('are measured over the time that was read, and said to be a part', () => {
    const busy = Array.from({ length: 100 }, (_, n) =>
      line('09:59:30', `slow request ${n} of till`),
    );
    const before = lines([line('09:59:59', 'slow request 1 of till'), ...busy], true);
    const after = Array.from({ length: 300 }, (_, n) =>
      line('10:03:00', `slow request ${n} of till`),
    );
    const change = logChange(scene({ before, after: lines(after) }));
    expect([change.kinds, change.isPart]).toEqual([[], true]);
  });

  it('are measured over the silence beside them, too, where the rest was cut off', () => {
    const times = (count: number, at: string) =>
      Array.from({ length: count }, (_, n) => line(at, `slow request ${n} of till`));
    const late = scene({ before: lines(slow), after: lines(times(20, '10:08:00'), true) });
    expect(logChange(late).kinds).toEqual([]);
    const early = scene({
      before: lines(times(100, '09:30:00'), true),
      after: lines(times(300, '10:03:00')),
    });
    expect(logChange(early).kinds).toMatchObject([{ isNew: false, after: 30 }]);
  });

  it('of the store are used where our own lines do not show them', () => {
    const at = (minute: number) => NINE + 60 * minute;
    const patterns = [
      {
        text: 'sold <_>',
        points: [
          [at(10), 50],
          [at(62), 50],
        ] as const,
      },
      { text: 'opened drawer <_>', points: [[at(63), 9]] as const },
      { text: 'rare <_>', points: [[at(63), 2]] as const },
    ];
    const { kinds } = logChange(scene({ patterns }));
    expect(
      kinds.map(({ text, isNew, lines: count, first }) => [text, isNew, count, first]),
    ).toEqual(
      [
        ['sold <_>', false, 50, '2026-11-22T10:02:00.000Z'],
        ['opened drawer <_>', true, 9, '2026-11-22T10:03:00.000Z'],
      ].toReversed(),
    );
    const forgetful = patterns.map(({ text, points }) => ({ text, points: points.slice(-1) }));
    expect(logChange(scene({ patterns: forgetful })).kinds).toEqual([]);
  });
});

describe('the volume', () => {
  it('is compared by level', () => {
    const given = scene({ volume: volume(1, 40) });
    expect(logChange(given).levels).toMatchObject([{ level: 'error', before: 1, after: 40 }]);
    expect(summaryOf(given)).toBe('Lines of level error rose from 1 to 40 a minute.');
  });

  it('that moves as it always does is not worth a word', () => {
    const given = scene({ volume: volume(10, 16, 'info') });
    expect(summaryOf(given)).toBe('The logs say nothing new between 10:00:00 and 10:10:00 UTC.');
  });

  it('that ends is worth a word', () => {
    const given = scene({ volume: volume(30, 0, 'info') });
    expect(logChange(given).fellSilent).toBe(true);
    expect(summaryOf(given)).toBe('Hardly anything is logged any more.');
  });

  it('of nothing says so', () => {
    const given = scene({ volume: { levels: [], truncated: false } });
    expect(logChange(given).hasLines).toBe(false);
    expect(summaryOf(given)).toBe(
      'Nothing was logged between 10:00:00 and 10:10:00 UTC, nor before.',
    );
  });
});

describe('hostile lines', () => {
  it('cannot break out of the sentence', () => {
    const text = `“”\u202Eevil\u0000\n\n[RESOLVE] <!channel> ${'x'.repeat(5000)}`;
    const given = scene({ before: lines([]), after: lines([line('10:01:00', text)]) });
    const summary = summaryOf(given);
    for (const mark of ['\n', '\u202E', '\0']) expect(summary).not.toContain(mark);
    expect([...summary].length).toBeLessThan(300);
    expect(summary.match(/[“”]/g)).toEqual(['“', '”']);
  });

  it('of five thousand kinds are compared in a moment', () => {
    const many = Array.from({ length: 5000 }, (_, n) =>
      line('10:01:00', `${'abcdefgh '.repeat(60)}${n}x${n}`),
    );
    const worked = workWatch();
    logChange(scene({ before: lines(many), after: lines(many) }));
    expect(worked()).toBeLessThan(3000);
  });
});
