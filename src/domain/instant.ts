/** An instant is a UTC time as ISO-8601 text with milliseconds, so that it sorts, stores and prints as it is. */
export type Instant = string;

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Reads any RFC 3339 time (offset or Z, up to nanoseconds) into an Instant; null when it is not a usable date. */
export function readInstant(text: unknown): Instant | null {
  if (typeof text !== 'string' || !RFC_3339.test(text)) return null;
  const time = Date.parse(text);
  // Go's zero time (year 0001) means "not set" in every payload of this field.
  if (!Number.isFinite(time) || time < 0) return null;
  return new Date(time).toISOString();
}

/** Whole and fractional seconds from `from` to `to`; negative when `to` is earlier. */
export function secondsBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

export function plusSeconds(at: Instant, seconds: number): Instant {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}

export function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

export function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

export function epochSeconds(at: Instant): number {
  return Date.parse(at) / 1000;
}

/** The UTC day of an instant, `2026-11-22`. */
export function dayOf(at: Instant): string {
  return at.slice(0, 10);
}
