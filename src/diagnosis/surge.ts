/** A surge is more requests than a service usually gets; it may overload it, and all that it calls. */
import type { CallGraph } from './call-graph.ts';
import type { Signs } from './measured-calls.ts';

const CLEAR = 4;
const TIMES = 1.3;

/** How many times its usual requests a service gets; null when it is no surge. */
export function surgeOf(signs: Signs, service: string): number | null {
  const effect = signs.get(service)?.signs.get('traffic')?.effect;
  if (effect === undefined || effect.z < CLEAR) return null;
  const times = effect.during / effect.before;
  return times >= TIMES ? times : null;
}

/** True when it gets a surge and none of its callers does: the load comes from outside, or from retries. */
export function isOverloaded(graph: CallGraph, signs: Signs, service: string): boolean {
  const callers = graph.callers.get(service) ?? [];
  return (
    surgeOf(signs, service) !== null && !callers.some((caller) => surgeOf(signs, caller) !== null)
  );
}
