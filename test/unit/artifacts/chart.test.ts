import { describe, expect, it } from 'vitest';
import { seriesChart } from '../../../src/artifacts/chart.ts';
import { frameOf } from '../../../src/artifacts/chart-frame.ts';
import type { SeriesChart } from '../../../src/artifacts/chart-option.ts';
import { type ChartSeries, chartSeriesOf } from '../../../src/artifacts/chart-series.ts';
import { axisNumber } from '../../../src/artifacts/chart-style.ts';

const T0 = 1_795_355_940;

function line(name: string, ...values: (number | null)[]): ChartSeries {
  return { name, points: values.map((value, index) => [T0 + index * 60, value]) };
}

function chart(over: Partial<SeriesChart> = {}): string {
  return seriesChart({
    title: 'rate(errors[5m])',
    series: [line('instance=a:1', 0.01, 0.02, 0.3, 0.2), line('instance=b:1', 0.01, 0.01, 0.02, 0)],
    threshold: 0.05,
    operator: '>',
    usual: null,
    marks: [{ at: T0 + 120, label: 'fired' }],
    width: 800,
    height: 320,
    ...over,
  });
}

/** Every text that the picture shows. */
function textsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');
}

describe('a chart', () => {
  it('is one SVG of the size that was asked for, with title, window, threshold, mark and names', () => {
    const svg = chart();
    expect(svg).toMatch(/^<svg width="800" height="320" xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        'rate(errors[5m])',
        '2026-11-22 13:59 to 14:02 UTC · 2 series',
        '&gt; 0.05',
        'fired 14:01:00',
        'instance=a:1',
        'instance=b:1',
      ]),
    );
  });

  it('has its hours in UTC, wherever it is drawn', () => {
    const before = process.env['TZ'];
    process.env['TZ'] = 'Asia/Ho_Chi_Minh';
    try {
      expect(textsOf(chart())).toContain('14:00:00');
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('is the same text for the same input, however many were drawn before', () => {
    const first = chart();
    chart({ title: 'another', marks: [] });
    expect(chart()).toBe(first);
  });

  it('has no script, no style for a pointer, and no reference to anything outside', () => {
    const svg = chart();
    expect(svg).not.toMatch(/<script|<style|<foreignObject|<image|class=|ecmeta|\son\w+=/i);
    expect([...svg.matchAll(/url\(([^)]*)\)|href="([^"]*)"/g)].map(([, url]) => url)).toEqual(
      expect.arrayContaining(['#chart-c0']),
    );
    expect(svg).not.toMatch(/href=|url\((?!#chart-c\d+\))/);
  });

  it('shows hostile titles, names and marks as text', () => {
    const nasty = '</text><script>alert("1")</script>{a|b}]]>\u0000\u202E';
    const svg = chart({
      title: nasty,
      series: chartSeriesOf({
        step: 60,
        series: [
          {
            labels: { a: nasty },
            points: [
              [T0, 1],
              [T0 + 60, 2],
            ],
          },
        ],
      }),
      marks: [{ at: T0, label: nasty }],
      operator: nasty,
    });
    expect(svg).not.toMatch(/<script|[^\P{Cc}\n]|\u202E|<\/text>(?!\s*<)/u);
    expect(textsOf(svg)).toContain(
      '&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;{a|b}]]&gt;\uFFFD\uFFFD',
    );
    expect(svg.match(/<text/g)?.length).toBe(svg.match(/<\/text>/g)?.length);
  });

  it('says so when there is nothing to draw', () => {
    expect(textsOf(chart({ series: [] }))).toEqual(expect.arrayContaining(['no data', '0 series']));
    expect(textsOf(chart({ series: [line('a', null)], threshold: null }))).toContain('no data');
  });

  it('survives values of any size', () => {
    for (const value of [0, -1, 1e-12, 1e300, 5]) {
      const svg = chart({ series: [line('a', value, value)], threshold: value });
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
    expect(chart({ threshold: Number.POSITIVE_INFINITY })).not.toMatch(/NaN|Infinity/);
  });
});

describe('the frame of a chart', () => {
  it('draws at most 50 series, the worst first, and names 6', () => {
    const series = Array.from({ length: 80 }, (_, index) => line(`s${index}`, index, 0));
    const frame = frameOf(series, '>', [], 600);
    expect(frame.drawn).toHaveLength(50);
    expect(frame.named).toEqual(['s79', 's78', 's77', 's76', 's75', 's74']);
    expect(frameOf(series.slice(1), '<', [], 600).drawn[0]?.name).toBe('s1');
  });

  it('reaches to marks near its data, and names those that are far away', () => {
    const marks = [
      { at: T0 + 9000, label: 'recovered' },
      { at: T0 + 700, label: 'paged' },
      { at: T0 - 9000, label: 'onset' },
    ];
    const data = line('a', ...Array.from({ length: 11 }, () => 1));
    const frame = frameOf([data], '>', marks, 700);
    expect(frame.span).toEqual({ from: T0, to: T0 + 700 });
    expect(frame.marks).toEqual([{ x: 700, text: 'paged 14:10:40', row: 0 }]);
    expect(frame.beyond.map(({ label }) => label)).toEqual(['onset', 'recovered']);
    expect(textsOf(chart({ series: [data], marks }))).toContain(
      '2026-11-22 13:59 to 14:10 UTC · 1 series · earlier: onset 11:29:00 · later: recovered 16:29:00',
    );
  });
});

describe('the series of a frozen answer', () => {
  const points = [
    [T0, 1],
    [T0 + 15, 'NaN'],
    [T0 + 60, '+Inf'],
    [T0 + 75, 2],
  ];

  it('break where there is no number and where points are missing', () => {
    expect(chartSeriesOf({ step: 15, series: [{ labels: { a: 'b' }, points }] })).toEqual([
      {
        name: 'a=b',
        points: [
          [T0, 1],
          [T0 + 15, null],
          [T0 + 30, null],
          [T0 + 60, null],
          [T0 + 75, 2],
        ],
      },
    ]);
  });

  it('are named by what tells them apart, each name once', () => {
    const named = (...labels: Record<string, string>[]) =>
      chartSeriesOf({ series: labels.map((each) => ({ labels: each, points })) }).map(
        ({ name }) => name,
      );
    expect(
      named(
        { __name__: 'up', job: 'api', instance: 'a' },
        { __name__: 'up', job: 'api', instance: 'b' },
      ),
    ).toEqual(['instance=a', 'instance=b']);
    expect(named({ job: 'api' })).toEqual(['job=api']);
    expect(named({ __name__: 'up' })).toEqual(['up']);
    expect(named({}, {})).toEqual(['value', 'value (2)']);
  });

  it.each([null, undefined, 'x', 5, {}, { series: 7 }, { series: [null, { points: 'x' }] }])(
    'are none where the answer is %j',
    (answer) => {
      expect(chartSeriesOf(answer)).toEqual([]);
    },
  );
});

it.each([
  [0, '0'],
  [0.05, '0.05'],
  [-1.5, '-1.5'],
  [9500, '9500'],
  [12_500, '12.5 k'],
  [950_000_000, '950 M'],
  [1.02e9, '1.02 G'],
  [3e-7, '3.0e-7'],
])('the axis writes %d as %s', (value, text) => {
  expect(axisNumber(value)).toBe(text);
});
