/** Clean labels are a sender's label or annotation map, made text to text, bounded, and safe against names such as `__proto__`. */
import { cleanText } from '../domain/plain-text.ts';
import type { Warnings } from './warnings.ts';

export const MAX_LABELS = 128;
const MAX_NAME_BYTES = 256;
const MAX_VALUE_BYTES = 4096;

/** When there are too many labels, these stay: rules and people judge by them. */
const KEPT_FIRST = new Set(
  'alertname severity service team job instance namespace cluster region env environment'.split(
    ' ',
  ),
);

/**
 * The pairs of `map` as text: numbers and booleans as written, lists and objects as JSON, null as nothing.
 * Anything but an object gives no pairs. `place` is the path for the warnings.
 */
export function labelPairs(map: unknown, place: string, warnings: Warnings): [string, string][] {
  if (map === undefined || map === null) return [];
  if (typeof map !== 'object' || Array.isArray(map)) {
    warnings.add(place, 'not an object of names and values, left out');
    return [];
  }
  return Object.entries(map).map(([name, value]) => [name, asText(value, place, warnings)]);
}

/**
 * Those pairs sanitised and capped (128 pairs, names of 256 bytes, values of 4 kB), as an object without a
 * prototype: any name is an own key, and a name that nobody sent is undefined.
 */
export function cleanLabels(
  pairs: readonly [string, string][],
  place: string,
  warnings: Warnings,
): Record<string, string> {
  const labels: Record<string, string> = Object.create(null);
  for (const [rawName, rawValue] of kept(pairs, place, warnings)) {
    const name = cleanText(rawName, MAX_NAME_BYTES) || '\uFFFD';
    const value = cleanText(rawValue, MAX_VALUE_BYTES);
    if (name !== rawName) warnings.add(place, 'a name was cleaned or cut');
    if (value !== rawValue) warnings.add(place, 'a value was cleaned or cut');
    if (name in labels) warnings.add(place, 'two names became the same, the last one stays');
    labels[name] = value;
  }
  return labels;
}

function kept(
  pairs: readonly [string, string][],
  place: string,
  warnings: Warnings,
): readonly [string, string][] {
  if (pairs.length <= MAX_LABELS) return pairs;
  warnings.add(place, `more than ${MAX_LABELS} entries, the rest was left out`);
  const first = pairs.filter(([name]) => KEPT_FIRST.has(name));
  const rest = pairs.filter(([name]) => !KEPT_FIRST.has(name));
  return [...first, ...rest].slice(0, MAX_LABELS);
}

function asText(value: unknown, place: string, warnings: Warnings): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) {
    warnings.add(place, 'a value is null, taken as empty');
    return '';
  }
  warnings.add(
    place,
    `a value is ${Array.isArray(value) ? 'a list' : `of type ${typeof value}`}, turned into text`,
  );
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
