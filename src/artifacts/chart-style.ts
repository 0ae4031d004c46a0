/** The chart's style: colours and sizes that read well on white, on paper and on a phone. */

export const INK = '#24292f';
export const FAINT = '#57606a';
export const GRID = '#e4e7eb';
export const ALARM = '#c62828';
/** Told apart by people with any kind of colour vision; none of them is the alarm's red. */
export const COLOURS = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#6a4c93',
  '#8c6d31',
  '#7f7f7f',
];
/** Lines that have no name in the legend. */
export const QUIET = '#c3c9d0';
/** The area of usual values, behind everything. */
export const USUAL = '#cfe2f1';
export const FONT = 'system-ui, sans-serif';
/** Pixels of the smallest text. */
export const SMALL = 11;
/** Pixels beside the plot: the numbers of its axis on the left, on the right the threshold and the last mark's label. */
export const BESIDE = { left: 76, right: 136 };

/** Short and never wrong by more than its last digit: `0.05`, `1.2 k`, `3.5 M`. */
export function axisNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(1);
  const units = [
    [1e12, ' T'],
    [1e9, ' G'],
    [1e6, ' M'],
    [1e4, ' k'],
  ] as const;
  const unit = units.find(([least]) => size >= least);
  if (unit === undefined) return String(Number(value.toPrecision(4)));
  const divisor = unit[0] === 1e4 ? 1e3 : unit[0];
  return `${Number((value / divisor).toPrecision(4))}${unit[1]}`;
}
