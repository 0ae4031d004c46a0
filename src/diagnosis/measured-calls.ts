/** Measured calls: the call graph as far as somebody measures it, and which part of a callee's requests a caller sends. */
import type { CallGraph } from './call-graph.ts';
import type { ServiceSigns } from './service-signs.ts';

export type Signs = ReadonlyMap<string, ServiceSigns>;

/** A service that nobody measures is looked through; one that is called only now cannot have broken. */
export function measuredCallees(
  graph: CallGraph,
  signs: Signs,
  service: string,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set([service]);
  const unmeasured = [service];
  for (const from of unmeasured) {
    for (const callee of graph.callees.get(from) ?? []) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      const known = signs.get(callee);
      if (known === undefined) unmeasured.push(callee);
      else if (!known.fresh) found.add(callee);
    }
  }
  return [...found];
}

/** Nobody counts the calls of an edge: a caller's part is taken to be its part in all callers' requests. */
export function partOf(graph: CallGraph, signs: Signs, caller: string, callee: string): number {
  const requests = (service: string) => signs.get(service)?.requests ?? null;
  const callers = graph.callers.get(callee) ?? [];
  const mine = requests(caller);
  if (mine === null || !callers.includes(caller)) return 1;
  const all = callers.reduce((sum, each) => sum + (requests(each) ?? 0), 0);
  return all > 0 ? mine / all : 1;
}
