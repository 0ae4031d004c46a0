/** Canonical JSON: the one text of a value, whatever the order in which it was built, so that it can be hashed. */

/** What JSON has no number for, Prometheus writes as text; so does this. */
function numberOrText(value: number): number | string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return value;
  return value > 0 ? '+Inf' : '-Inf';
}

/**
 * The value as plain JSON data that any store keeps as it is: keys sorted, NaN and infinities as strings, keys without a
 * value left out, and characters that no database takes (NUL, half of a surrogate pair) replaced by U+FFFD.
 */
export function frozen(value: unknown): unknown {
  if (typeof value === 'number') return numberOrText(value);
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map((each) => frozen(each) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([key, each]) => [storable(key), frozen(each)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** The JSON text of `frozen(value)`, without spaces. Integer-like keys sort as text, like all others. */
export function canonicalJson(value: unknown): string {
  return frozenText(frozen(value));
}

/**
 * The same of what is frozen already: freezing tens of thousands of points a second time would cost as much as all the
 * rest. JSON.stringify puts integer-like keys first, so objects are written out here.
 */
export function frozenText(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(frozenText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${frozenText(each)}`).join(',')}}`;
}

function storable(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
}
