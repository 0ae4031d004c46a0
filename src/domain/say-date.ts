/** A due date as people write it, `2026-12-01` or day first `01/12/2026`, becomes one spelling. */
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const DAY_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/;

/** The day as `2026-12-01`, or null when the text is no day that exists. */
export function readDay(text: string): string | null {
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? reversed(DAY_FIRST.exec(text)) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  // An impossible day such as 31 February is moved on to the next month.
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(date) ? date : null;
}

function reversed(match: RegExpExecArray | null): (string | undefined)[] | null {
  return match === null ? null : [match[0], match[3], match[2], match[1]];
}
