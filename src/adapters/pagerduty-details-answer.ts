/** PagerDuty details are whatever the sender of an alert put there, flattened into names and texts. */
import { cleanPairs } from './outbound-text.ts';

const MOST_PAIRS = 128;
/** A sender may nest as deep as JSON allows, which is deeper than a call stack. */
const DEEPEST = 8;

/**
 * Nested names and list places are joined with `_`: `{a: {b: [1]}}` is `a_b_0: "1"`; details that are only a text are
 * named `details`. Empty objects and lists, and what lies deeper than 8 levels or after 128 pairs, are left out.
 */
export function flatDetails(details: unknown): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  flatten(details ?? {}, '', 0, pairs);
  return cleanPairs(pairs);
}

function flatten(value: unknown, name: string, depth: number, pairs: [string, string][]): void {
  if (typeof value !== 'object' || value === null) {
    if (name !== '' || textOf(value) !== '') pairs.push([name || 'details', textOf(value)]);
    return;
  }
  if (depth === DEEPEST) return;
  for (const [key, inner] of Object.entries(value)) {
    if (pairs.length >= MOST_PAIRS) return;
    flatten(inner, name === '' ? key : `${name}_${key}`, depth + 1, pairs);
  }
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}
