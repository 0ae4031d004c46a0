import { describe, expect, it } from 'vitest';
import { draftEvidence } from '../../../src/diagnosis/evidence-draft.ts';
import { thawedAnswer } from '../../../src/diagnosis/thawed-answer.ts';
import { whatChanged } from '../../../src/diagnosis/what-changed.ts';
import type { Series } from '../../../src/ports/metrics.ts';

const T0 = 1_795_300_000;
const BORDER = T0 + 60 * 15;

function series(name: string, valueAt: (index: number) => number | null, count = 100): Series {
  const points = Array.from({ length: count }, (_, at) => [T0 + at * 15, valueAt(at)] as const);
  return {
    labels: { name },
    points: points.flatMap(([at, value]) => (value === null ? [] : [[at, value] as const])),
  };
}

const swinging = (at: number) => 10 + (at % 3);

describe('what changed most', () => {
  it('is the series that left its usual values farthest, since the first of two such values', () => {
    const calm = series('calm', swinging);
    const some = series('some', (at) => (at < 80 ? swinging(at) : 30));
    const most = series('most', (at) => (at < 75 ? swinging(at) : 300));
    const changed = whatChanged([calm, some, most], BORDER);
    expect(changed).toMatchObject({ index: 2, onset: T0 + 75 * 15 });
    expect(changed?.usual?.low).toBeLessThanOrEqual(10);
    expect(changed?.usual?.high).toBeGreaterThanOrEqual(12);
    expect(changed?.usual?.high).toBeLessThan(30);
  });

  it('may be a fall as well as a rise', () => {
    const fallen = series('a', (at) => (at < 70 ? swinging(at) : 0));
    expect(whatChanged([fallen], BORDER)?.onset).toBe(T0 + 70 * 15);
  });

  it('is nothing where one value alone is strange, or where all is as usual', () => {
    const blip = series('a', (at) => (at === 90 ? 500 : swinging(at)));
    expect(whatChanged([blip], BORDER)?.onset).toBeNull();
    expect(whatChanged([series('a', swinging)], BORDER)).toMatchObject({ index: 0, onset: null });
  });

  it('is what was not there before, unless something else changed more', () => {
    const born = series('born', (at) => (at < 80 ? null : 3));
    const calm = series('calm', swinging);
    const wild = series('wild', (at) => (at < 80 ? swinging(at) : 1e6));
    expect(whatChanged([calm, born], BORDER)).toEqual({
      index: 1,
      usual: null,
      onset: T0 + 80 * 15,
    });
    expect(whatChanged([born, wild], BORDER)?.index).toBe(1);
  });

  it('is not told from a few values, nor from none', () => {
    const short = series('a', (at) => (at < 55 ? null : at < 70 ? 1 : 50));
    expect(whatChanged([short], BORDER)).toEqual({ index: 0, usual: null, onset: null });
    expect(whatChanged([series('a', () => Number.NaN)], BORDER)?.onset).toBeNull();
    expect(whatChanged([], BORDER)).toBeNull();
  });

  it('has no usual values below zero where there never was one', () => {
    const errors = series('a', (at) => (at % 5 === 0 ? 4 : 0));
    expect(whatChanged([errors], BORDER)?.usual?.low).toBe(0);
  });
});

describe('a frozen answer', () => {
  const question = {
    query: 'up',
    from: '2026-11-22T13:00:00.000Z',
    to: '2026-11-22T14:00:00.000Z',
    step: 15,
  };

  it('is thawed to what was answered', () => {
    const points = [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(
      (value, at) => [T0 + at, value] as const,
    );
    const answer = {
      series: [{ labels: { job: 'a' }, points }],
      warnings: ['slow'],
      truncated: true,
    };
    const about = {
      key: 'red/errors:1',
      title: '',
      outcome: 'answered',
      summary: '',
      link: '',
    } as const;
    const drafted = draftEvidence({ ...about, question, answer });
    const { query: _, ...window } = question;
    expect(thawedAnswer(JSON.parse(JSON.stringify(drafted.answer)))).toEqual({ window, answer });
  });

  it.each([
    null,
    5,
    'x',
    [],
    {},
    { lines: [] },
    { series: [] },
    { series: [], window: { from: 'x', to: 'y' } },
  ])('is none of metrics: %j', (answer) => {
    expect(thawedAnswer(answer)).toBeNull();
  });
});
