/** The topology: which service calls which, as far as somebody has seen it or written it down. */

export type TopologySource = 'service-graph' | 'istio' | 'file';

export interface Edge {
  readonly caller: string;
  readonly callee: string;
  readonly source: TopologySource;
  /** Requests a second; null where nobody measured. */
  readonly rate: number | null;
}

export interface Topology {
  /** Each pair once, the busiest first, at most 5,000. */
  readonly edges: readonly Edge[];
  /** True when there were more. */
  readonly truncated: boolean;
}

export const NO_TOPOLOGY: Topology = { edges: [], truncated: false };

const MOST_EDGES = 5000;
const DEEPEST = 3;
const MOST_CALLEES = 40;
/** Of several that know a pair, what a person wrote counts most, because it was meant. */
const ORDER: readonly TopologySource[] = ['file', 'service-graph', 'istio'];

/** One topology of all edges; a service that calls itself is left out. */
export function topologyOf(edges: readonly Edge[]): Topology {
  const pairs = new Map<string, Edge>();
  for (const edge of edges) {
    if (edge.caller === edge.callee || edge.caller === '' || edge.callee === '') continue;
    const key = JSON.stringify([edge.caller, edge.callee]);
    const known = pairs.get(key);
    pairs.set(key, known === undefined ? edge : merged(known, edge));
  }
  const kept = [...pairs.values()].sort(byRate).slice(0, MOST_EDGES);
  return { edges: kept, truncated: pairs.size > MOST_EDGES };
}

/** What a service calls, and what that calls, up to three calls away, nearest first, at most 40. */
export function calleesOf(topology: Topology, service: string): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { caller, callee } of topology.edges) {
    const known = next.get(caller);
    if (known === undefined) next.set(caller, [callee]);
    else known.push(callee);
  }
  const found = new Set([service]);
  let frontier = [service];
  for (let level = 0; level < DEEPEST && frontier.length > 0; level += 1) {
    const seen = frontier.flatMap((name) => next.get(name) ?? []);
    frontier = [...new Set(seen)].filter((name) => !found.has(name));
    for (const name of frontier) found.add(name);
  }
  return [...found].slice(1, MOST_CALLEES + 1);
}

/** Who calls a service, and who calls those, as `calleesOf` has it in the other direction. */
export function callersAbove({ edges, truncated }: Topology, service: string): readonly string[] {
  const turned = edges.map((edge) => ({ ...edge, caller: edge.callee, callee: edge.caller }));
  return calleesOf({ edges: turned, truncated }, service);
}

/** Those that call a service themselves, the busiest first. */
export function callersOf(topology: Topology, service: string): readonly string[] {
  return topology.edges.filter(({ callee }) => callee === service).map(({ caller }) => caller);
}

function merged(a: Edge, b: Edge): Edge {
  const [first] = [a, b].sort((x, y) => ORDER.indexOf(x.source) - ORDER.indexOf(y.source));
  const rates = [a.rate, b.rate].filter((rate) => rate !== null);
  return { ...(first ?? a), rate: rates.length === 0 ? null : Math.max(...rates) };
}

/** What nobody measured was written down on purpose, so it comes first. */
function byRate(a: Edge, b: Edge): number {
  const [rateA, rateB] = [a.rate ?? Number.POSITIVE_INFINITY, b.rate ?? Number.POSITIVE_INFINITY];
  if (rateA !== rateB) return rateB - rateA;
  return pairOf(a) < pairOf(b) ? -1 : 1;
}

function pairOf({ caller, callee }: Edge): string {
  return `${caller}\n${callee}`;
}
