/** The parts of a picture that are laid out here: marks, texts, and points that stand for many. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placedMarks } from '../../../src/artifacts/chart-marks.ts';
import { cutInside, cutTo, textWidth } from '../../../src/artifacts/text-width.ts';
import { thinned } from '../../../src/artifacts/thin-points.ts';

const T0 = 1_795_355_940;

describe('the marks of a picture', () => {
  const span = { from: T0, to: T0 + 3600 };

  it('have no label over another one, and no line through a label', () => {
    const someMarks = fc.array(
      fc.record({
        at: fc.integer({ min: span.from, max: span.to }),
        label: fc.constantFrom('onset', 'fired', 'paged', 'fixed', 'recovered'),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(someMarks, (marks) => {
        const boxes = placedMarks(marks, span, 640).map(({ x, text, row }) => ({
          from: x + 4,
          to: x + 4 + textWidth(text, 11),
          x,
          row,
        }));
        for (const [index, one] of boxes.entries()) {
          for (const other of boxes.filter((_, place) => place !== index)) {
            const isBeside = one.to <= other.from || other.to <= one.from;
            expect(isBeside || one.row !== other.row).toBe(true);
            const isCrossed = one.row <= other.row && other.x > one.from && other.x < one.to;
            expect(isCrossed).toBe(false);
          }
        }
      }),
    );
  });

  it('of one second stand in the order of the story, the first on top', () => {
    const marks = ['onset', 'fired', 'paged'].map((label) => ({ at: T0 + 60, label }));
    const rows = placedMarks(marks, span, 640).map(({ text, row }) => [text.slice(0, 5), row]);
    expect(Object.fromEntries(rows)).toEqual({ onset: 2, fired: 1, paged: 0 });
  });

  it('have their day where the picture is of several', () => {
    const days = { from: T0, to: T0 + 3 * 86_400 };
    expect(placedMarks([{ at: T0 + 86_400, label: 'fired' }], days, 640)[0]?.text).toBe(
      'fired 11-23 13:59',
    );
  });
});

describe('thinned points', () => {
  const special = new Map([
    [500, 99],
    [700, -99],
  ]);
  const points = Array.from(
    { length: 1000 },
    (_, at) => [T0 + at * 15, special.get(at) ?? (at % 300 === 7 ? null : 1)] as const,
  );

  it('keep the peak, the trough and the gaps, in their order', () => {
    const few = thinned(points, 100);
    expect(few.length).toBeLessThan(160);
    const values = few.map(([, value]) => value);
    expect(values).toEqual(expect.arrayContaining([99, -99]));
    expect(values.filter((value) => value === null)).toHaveLength(4);
    expect([...few].sort((a, b) => a[0] - b[0])).toEqual(few);
    expect(thinned(points, 1000)).toBe(points);
  });
});

describe('a text that is too long', () => {
  it('is cut where it fits, by characters and not by their halves', () => {
    expect(cutTo('short', 200, 11)).toBe('short');
    const cut = cutTo('Tỷ lệ lỗi của dịch vụ thanh toán 🚨🚨🚨', 120, 11);
    expect(cut).toMatch(/^Tỷ lệ lỗi của.*…$/u);
    expect(textWidth(cut, 11)).toBeLessThanOrEqual(120);
    expect(textWidth('Tỷ lệ', 11)).toBe(textWidth('Ty lê', 11));
  });

  it('keeps both ends where the ends tell names apart', () => {
    const cut = cutInside('instance=10.0.6.17:8080 pod=checkout-7d9f8b6c5d-x7k2p', 200, 11);
    expect(cut).toMatch(/^instance=10.*….*x7k2p$/);
    expect(textWidth(cut, 11)).toBeLessThanOrEqual(200);
    expect(cutInside('short', 200, 11)).toBe('short');
  });
});
