/** Outbound pairs are names with values that another side wrote, clean and no more than we take. */
import { cleanText, UNREADABLE } from '../domain/plain-text.ts';

const MOST_PAIRS = 128;
const NAME_BYTES = 256;
const VALUE_BYTES = 4096;

/** At most 128 clean pairs, as an object without a prototype: a name that nobody sent is undefined. */
export function cleanPairs(pairs: Iterable<readonly [string, string]>): Record<string, string> {
  const clean: Record<string, string> = Object.create(null);
  let left = MOST_PAIRS;
  for (const [name, value] of pairs) {
    if (left === 0) break;
    left -= 1;
    clean[cleanText(name, NAME_BYTES) || UNREADABLE] = cleanText(value, VALUE_BYTES);
  }
  return clean;
}
