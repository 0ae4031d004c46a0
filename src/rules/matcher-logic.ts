/** What can be proved about matchers without seeing an alert; what cannot be proved counts as false. */
import type { Matcher } from './matcher.ts';

/** Whether the matcher passes for every value. */
export function alwaysPasses(matcher: Matcher): boolean {
  return matcher.op === '=~' && /^\(?(?:\?s:)?\.\*\)?$/u.test(matcher.value);
}

/** Two matchers (or twice the same one) that no label value passes together; null when none is found. */
export function contradiction(matchers: readonly Matcher[]): readonly [Matcher, Matcher] | null {
  for (const matcher of matchers) {
    if (neverPasses(matcher)) return [matcher, matcher];
    const other = matchers.find((one) => one !== matcher && excludes(matcher, one));
    if (other !== undefined) return [matcher, other];
  }
  return null;
}

/** Whether every alert that passes all of `matchers` passes `wanted` too. */
export function implies(matchers: readonly Matcher[], wanted: Matcher): boolean {
  if (alwaysPasses(wanted)) return true;
  return matchers.some((matcher) => matcher.name === wanted.name && impliesOne(matcher, wanted));
}

function impliesOne(matcher: Matcher, wanted: Matcher): boolean {
  if (matcher.op === wanted.op && matcher.value === wanted.value) return true;
  return matcher.values?.every((value) => wanted.test(value)) ?? false;
}

function neverPasses(matcher: Matcher): boolean {
  return matcher.op === '!~' && (matcher.value === '.*' || matcher.value === '(.*)');
}

/** The only values that `matcher` lets through all fail `other`, or one is the negation of the other. */
function excludes(matcher: Matcher, other: Matcher): boolean {
  if (matcher.name !== other.name) return false;
  if (matcher.values !== null) return !matcher.values.some((value) => other.test(value));
  return matcher.op === '=~' && other.op === '!~' && matcher.value === other.value;
}
