/** A claimed time is a vendor's date field, read strictly: a date in any other form is no date at all. */
import { type Instant, readInstant } from '../domain/instant.ts';

/** RFC 3339 with an offset; without one the engine would assume the server's own zone. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Null for a missing, unusable or "not set" (year 0001) date. */
export function claimedTime(value: unknown): Instant | null {
  return typeof value === 'string' && RFC_3339.test(value) ? readInstant(value) : null;
}
