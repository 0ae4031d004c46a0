/** Missing values: what it says that a series has no value, where the question itself leaves values out. */
import { epochSeconds } from '../domain/instant.ts';
import { badSideOf } from './bad-side.ts';
import type { Points } from './cause-case.ts';
import { splitExpression } from './promql.ts';
import { childrenOf, parsePromql, withoutParens } from './promql-tree.ts';
import type { BadDirection } from './query-pack.ts';
import type { Window } from './window.ts';

/**
 * What a filter such as `… > 0.8` leaves out lies on its good side, at 0.8 at worst: what appears has risen from there.
 * Undefined where the query filters nothing, or leaves out what is bad.
 */
export function filteredValue(query: string, bad: BadDirection): number | undefined {
  const split = splitExpression(query);
  if (!split.ok || split.value.kind !== 'threshold' || isBool(query)) return undefined;
  return badSideOf(split.value) === bad ? split.value.threshold : undefined;
}

/** Whether the comparison answers with 0 and 1, and so leaves nothing out. */
function isBool(query: string): boolean {
  const parsed = parsePromql(query);
  const parts = parsed.ok ? childrenOf(withoutParens(parsed.value.root)) : [];
  return parts.some(({ name }) => name === 'BoolModifier');
}

/** The points with `value` at every step of the window that has none, in time order. */
export function filled(points: Points, { from, to, step }: Window, value: number): Points {
  const [first, last] = [epochSeconds(from), epochSeconds(to)];
  const slotOf = (at: number) => Math.floor((at - first) / step);
  const there = new Set(points.map(([at]) => slotOf(at)));
  const steps = Array.from({ length: slotOf(last) + 1 }, (_, slot) => slot);
  const missing = steps.filter((slot) => !there.has(slot));
  const all = [...points, ...missing.map((slot) => [first + slot * step, value] as const)];
  return all.sort(([a], [b]) => a - b);
}
