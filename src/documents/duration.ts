/** A duration is how files write a stretch of time: `5m`, `90s`, `1h30m`. */
const PATTERN = /^(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/u;

const SECONDS = [86_400, 3600, 60, 1];

/** Seconds; null when the text is no duration. Units d, h, m, s, in this order, each at most once. */
export function readDuration(text: string): number | null {
  const match = PATTERN.exec(text.trim());
  if (match === null || match[0] === '') return null;
  return SECONDS.reduce((sum, unit, i) => sum + unit * Number(match[i + 1] ?? 0), 0);
}
