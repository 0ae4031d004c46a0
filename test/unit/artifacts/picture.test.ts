/** Every picture, whatever it is of: well-formed, small, harmless, and said in a sentence. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overviewChart, seriesChart } from '../../../src/artifacts/chart.ts';
import type { SeriesChart } from '../../../src/artifacts/chart-option.ts';
import { type ChartSeries, isDrawable } from '../../../src/artifacts/chart-series.ts';
import type { Overview, Panel } from '../../../src/artifacts/overview-option.ts';
import { elementsOf, readXml } from '../../given/xml.ts';

const T0 = 1_795_355_940;
/** Bytes. */
const LIMIT = 300_000;

function line(name: string, count: number, valueAt: (index: number) => number | null): ChartSeries {
  const points = Array.from({ length: count }, (_, at) => [T0 + at * 15, valueAt(at)] as const);
  return { name, points };
}

const STORY: SeriesChart = {
  title: 'What CheckoutErrors measures',
  series: [line('instance=a:1', 240, (at) => (at < 150 ? 0.01 : 0.31))],
  threshold: 0.05,
  operator: '>',
  usual: null,
  marks: [
    { at: T0 + 150 * 15, label: 'onset' },
    { at: T0 + 152 * 15, label: 'fired' },
    { at: T0 + 152 * 15 + 2, label: 'paged' },
    { at: T0 + 200 * 15, label: 'fixed' },
    { at: T0 + 239 * 15, label: 'recovered' },
  ],
  width: 860,
  height: 360,
};

function panel(id: string, over: Partial<Panel> = {}): Panel {
  return {
    id,
    title: 'Failed requests (checkout)',
    leading: line('service=checkout', 240, (at) => (at < 150 ? 0.01 : 0.4)),
    others: [line('service=cart', 240, () => 0.02)],
    usual: { low: 0.005, high: 0.015 },
    onset: T0 + 150 * 15,
    ...over,
  };
}

function overview(...panels: Panel[]): Overview {
  return { title: 'The evidence of INC-1', panels, fired: { at: T0 + 152 * 15, label: 'fired' } };
}

function textsOf(svg: string): readonly string[] {
  return elementsOf(readXml(svg), 'text').map(({ text }) => text);
}

function saidOf(svg: string): string {
  return elementsOf(readXml(svg), 'desc')
    .map(({ text }) => text)
    .join();
}

describe("the picture of an alert's series", () => {
  const svg = seriesChart(STORY);

  it('has a mark for each moment, and the threshold with its operator', () => {
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        'onset 14:36:30',
        'fired 14:37:00',
        'paged 14:37:02',
        'fixed 14:49:00',
        'recovered 14:58:45',
        '> 0.05',
      ]),
    );
  });

  it('is one image to a screen reader, with a title and one sentence', () => {
    const { attributes } = readXml(svg);
    expect(attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'title desc' });
    expect(saidOf(svg)).toBe(
      'What CheckoutErrors measures: 1 series, 2026-11-22 13:59 to 14:58 UTC; wrong where > 0.05; from 0.01 to 0.31; onset 14:36:30, fired 14:37:00, paged 14:37:02, fixed 14:49:00, recovered 14:58:45.',
    );
  });

  it('names no font that a reader may not have', () => {
    const fonts = [...svg.matchAll(/font(?:-family)?:\s*([^;"]+)/g)].map(([, font]) => font ?? '');
    expect(fonts.length).toBeGreaterThan(5);
    for (const font of fonts) expect(font).toMatch(/(?:^|px )system-ui, sans-serif$/);
  });

  it('breaks its line at a gap', () => {
    const whole = line('a', 9, () => 5);
    const broken = line('a', 9, (at) => (at === 4 ? null : 5));
    const movesOf = (series: ChartSeries) => {
      const paths = elementsOf(readXml(seriesChart({ ...STORY, series: [series] })), 'path');
      const drawn = paths.find(
        ({ attributes }) =>
          attributes['stroke-width'] === '2' && attributes['stroke-opacity'] !== '0',
      );
      return drawn?.attributes['d']?.match(/M/g)?.length;
    };
    expect([movesOf(whole), movesOf(broken)]).toEqual([1, 2]);
  });
});

describe('the overview', () => {
  it('has for each evidence its number, its title, what changed most, and since when', () => {
    const svg = overviewChart(overview(panel('E2'), panel('E7', { title: 'Latency' })));
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        'E2 Failed requests (checkout)',
        'E7 Latency',
        'service=checkout',
        '14:36:30',
        '2026-11-22 13:59 to 14:58 UTC · dotted line: fired 14:37:00',
      ]),
    );
    expect(saidOf(svg)).toContain('E7 Latency (service=checkout): changed at 14:36:30');
    expect(svg.match(/fill="#cfe2f1"/g)).toHaveLength(2);
  });

  it('says where nothing changed, and where nothing was measured', () => {
    const calm = panel('E2', { onset: null });
    const empty = panel('E3', { leading: line('a', 3, () => null), onset: null, usual: null });
    const svg = overviewChart(overview(calm, empty));
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['as usual', 'no data']));
    expect(saidOf(svg)).toContain('E2 Failed requests (checkout) (service=checkout): no change');
    expect(textsOf(overviewChart(overview()))).toContain('no data');
  });

  it('has nine panels at most', () => {
    const panels = Array.from({ length: 12 }, (_, index) => panel(`E${index + 1}`));
    const shown = textsOf(overviewChart(overview(...panels))).filter((text) => /^E\d/.test(text));
    expect(shown.map((text) => text.split(' ')[0])).toEqual(panels.slice(0, 9).map(({ id }) => id));
  });

  it('leaves out lines beside which the one that matters would be flat', () => {
    const huge = line('huge', 240, () => 1e9);
    const [without, beside] = [[], [huge]].map((others) =>
      overviewChart(overview(panel('E2', { others }))),
    );
    expect(beside).toBe(without);
  });
});

describe('any picture', () => {
  const nasty = '</text></title></desc><script>alert("1")</script>{a|b}]]>&amp;\u0000\u202E\uFFFF';

  it('shows hostile text as text, in its title and its sentence too', () => {
    const series = [line(nasty, 3, () => 1)];
    const pictures = [
      seriesChart({
        ...STORY,
        title: nasty,
        operator: nasty,
        series,
        marks: [{ at: T0, label: nasty }],
      }),
      overviewChart({
        ...overview(panel(nasty, { title: nasty, leading: line(nasty, 3, () => 1) })),
        title: nasty,
      }),
    ];
    for (const svg of pictures) {
      const root = readXml(svg);
      expect(elementsOf(root, 'script')).toEqual([]);
      expect(elementsOf(root, 'title')[0]?.text).toContain('<script>alert("1")</script>{a|b}');
    }
  });

  it.each(['__proto__', 'a __proto__ b', 'constructor', 'toString', 'hasOwnProperty'])(
    'leaves all objects alone when it is about %s',
    (text) => {
      const series = [line(text, 3, () => 1), line(`${text} two`, 3, () => 2)];
      const marks = [{ at: T0, label: text }];
      const chart = { ...STORY, title: text, operator: text, series, marks };
      const side = { ...overview(panel('E1', { title: text, leading: line(text, 3, () => 1) })) };
      for (const svg of [seriesChart(chart), overviewChart({ ...side, title: text })]) {
        expect(readXml(svg).name).toBe('svg');
      }
      const inherited: string[] = [];
      for (const key in {}) inherited.push(key);
      expect(inherited).toEqual([]);
      expect(Object.keys(Object.prototype.toString)).toEqual([]);
      expect(Object.keys(Object)).toEqual([]);
    },
  );

  it('is the same for the same input, and well-formed for any', () => {
    const anyValue = fc.oneof(
      fc.double(),
      fc.constant(null),
      fc.constantFrom(0, -1, 1e300, 5e-324),
    );
    const anyText = fc.string({ unit: 'binary', maxLength: 80 });
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 12 }), anyText, (values, text) => {
        const safe = values.map((value) => (value !== null && isDrawable(value) ? value : null));
        const series = [line('a', safe.length, (at) => safe[at] ?? null)];
        const chart = { ...STORY, title: text, series };
        const side = overview(
          panel('E1', { title: text, leading: series[0] ?? line('a', 0, () => 0) }),
        );
        expect(seriesChart(chart)).toBe(seriesChart(chart));
        for (const svg of [seriesChart(chart), overviewChart(side)]) {
          expect(readXml(svg).name).toBe('svg');
          expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        }
      }),
      { numRuns: 25 },
    );
  });

  it(`is under ${LIMIT} bytes, however much was measured`, () => {
    const noise = (at: number) => Math.sin(at * 12.9898) * 43_758.545;
    const many = Array.from({ length: 200 }, (_, index) =>
      line(`${'x'.repeat(50)}${index}`, 1000, (at) => noise(at + index)),
    );
    const panels = Array.from({ length: 12 }, (_, index) =>
      panel(`E${index}`, {
        title: 'ỗ'.repeat(300),
        leading: many[index] ?? STORY.series[0] ?? line('', 0, noise),
        others: many,
      }),
    );
    const sizes = [seriesChart({ ...STORY, series: many }), overviewChart(overview(...panels))].map(
      (svg) => Buffer.byteLength(svg),
    );
    expect(Math.max(...sizes)).toBeLessThan(LIMIT);
    expect(Math.min(...sizes)).toBeGreaterThan(50_000);
  });
});
