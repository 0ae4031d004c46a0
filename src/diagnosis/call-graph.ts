/** The call graph: who calls whom, and how to get from one service to another. */
import type { Call } from './cause-case.ts';

export interface CallGraph {
  readonly callees: ReadonlyMap<string, readonly string[]>;
  readonly callers: ReadonlyMap<string, readonly string[]>;
}

/** Double edges count once, and a service that calls itself says nothing. */
export function callGraph(calls: readonly Call[]): CallGraph {
  const callees = new Map<string, Set<string>>();
  const callers = new Map<string, Set<string>>();
  for (const { caller, callee } of calls) {
    if (caller === callee) continue;
    callees.set(caller, (callees.get(caller) ?? new Set()).add(callee));
    callers.set(callee, (callers.get(callee) ?? new Set()).add(caller));
  }
  return { callees: listed(callees), callers: listed(callers) };
}

/** The service itself, then all that it calls, directly or not, nearest first. */
export function reachable(graph: CallGraph, service: string): ReadonlySet<string> {
  const seen = new Set([service]);
  for (const one of seen) {
    for (const callee of graph.callees.get(one) ?? []) seen.add(callee);
  }
  return seen;
}

function listed(sets: ReadonlyMap<string, ReadonlySet<string>>) {
  return new Map([...sets].map(([service, others]) => [service, [...others].sort()]));
}
