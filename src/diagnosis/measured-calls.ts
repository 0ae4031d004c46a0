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
  const callers = graph.callers.get(callee) ?? [];
  return callers.includes(caller) ? ratioTo(signs, caller, callers) : 1;
}

/**
 * What one request less of a sender takes away from who gets them, in the turned graph of a fall: each sender sends its
 * part of them, and all of that as often as it gets requests itself.
 */
export function takenBy(graph: CallGraph, signs: Signs, getter: string, sender: string): number {
  const senders = graph.callees.get(getter) ?? [];
  return senders.includes(sender) ? ratioTo(signs, getter, senders) : 1;
}

/** Of the requests of one service to those of some; 1 when nobody counts them. */
function ratioTo(signs: Signs, service: string, others: readonly string[]): number {
  const requests = (name: string) => signs.get(name)?.requests ?? null;
  const mine = requests(service);
  const all = others.reduce((sum, each) => sum + (requests(each) ?? 0), 0);
  return mine !== null && all > 0 ? mine / all : 1;
}
