/** Durations as PromQL writes them: `90s`, `1h30m`, `250ms`. */

const UNITS: readonly (readonly [string, number])[] = [
  ['y', 31_536_000],
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
  ['ms', 0.001],
];
const DURATION = new RegExp(`^${UNITS.map(([unit]) => String.raw`(?:(\d+)${unit})?`).join('')}$`);

/** Seconds; null when the text is no duration. */
export function durationSeconds(text: string): number | null {
  const parts = DURATION.exec(text);
  if (parts === null || text === '') return null;
  return UNITS.reduce((sum, [, each], index) => sum + Number(parts[index + 1] ?? 0) * each, 0);
}
