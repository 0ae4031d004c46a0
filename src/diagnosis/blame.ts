/** Blame flows from the target along the calls: each service keeps what its callees do not explain. */
import type { CallGraph } from './call-graph.ts';
import { type Carried, carriedTrouble, certaintyOf } from './carried-trouble.ts';
import type { MetricKind } from './cause-case.ts';
import { endsHere } from './fallen-traffic.ts';
import { measuredCallees, type Signs } from './measured-calls.ts';
import { surgeOf } from './surge.ts';

export interface Blame {
  readonly service: string;
  /** 0 to 1; all blames of a case sum to 1, or a little less. */
  readonly share: number;
  /** The kind in which it is bad. */
  readonly kind: MetricKind;
  /** From the target to the service, along the way that brought most of the blame. */
  readonly path: readonly string[];
}

/** So much of a trouble that nothing of its kind explains goes to trouble of another kind. */
const OTHER_KIND = 0.3;
/** A callee that fell silent explains most of what nothing else does. */
const SILENT = 0.8;
/** Callees that explain two thirds explain it all: calls run side by side, and averages are coarse. */
const ENOUGH = 1.5;
/** A callee that suffers from a load that its caller handed on to it has that much of the blame left. */
const HANDED_ON = 0.2;
/** Smaller streams are not followed. */
const SMALLEST = 0.002;
const BAD_KINDS: readonly MetricKind[] = ['latency', 'errors', 'saturation'];

interface Stream {
  readonly callee: string;
  readonly kind: MetricKind;
  /** Of the blame that arrived at the caller. */
  readonly part: number;
}

export function blameOf(
  graph: CallGraph,
  signs: Signs,
  target: string,
  kind: MetricKind,
): readonly Blame[] {
  const carried = new Map(
    [...BAD_KINDS, kind].map((each) => [each, carriedTrouble(graph, signs, each)]),
  );
  const shares = new Map<string, { share: number; largest: Blame }>();
  const visit = (share: number, at: MetricKind, path: readonly string[]) => {
    const service = path.at(-1) ?? target;
    const same = sameKind(signs, service, at, carried.get(at)?.(service));
    const left = 1 - sumOf(same);
    const all = [...same, ...otherKinds(graph, signs, service, at, left)];
    const streams = endsHere(kind, at) ? [] : all.filter(({ callee }) => !path.includes(callee));
    const blame = { service, share: share * (1 - sumOf(streams)), kind: at, path };
    const had = shares.get(service) ?? { share: 0, largest: blame };
    const largest = blame.share > had.largest.share ? blame : had.largest;
    shares.set(service, { share: had.share + blame.share, largest });
    for (const { callee, kind: next, part } of streams) {
      if (share * part >= SMALLEST) visit(share * part, next, [...path, callee]);
    }
  };
  visit(1, kind, [target]);
  return [...shares.values()].map(({ share, largest }) => ({ ...largest, share }));
}

/** In proportion to what arrives from each callee; all of it when the service only passes it on. */
function sameKind(
  signs: Signs,
  service: string,
  kind: MetricKind,
  carried: Carried | undefined,
): readonly Stream[] {
  if (carried === undefined) return [];
  const arriving = carried.from.reduce((sum, { amount }) => sum + amount, 0);
  if (arriving === 0) return [];
  const own = signs.get(service)?.signs.get(kind)?.excess ?? 0;
  const explained = carried.passedOn || own <= 0 ? 1 : mostly((ENOUGH * arriving) / own);
  const isSurging = surgeOf(signs, service) !== null;
  return carried.from.map(({ callee, amount }) => {
    const handedOn = isSurging && surgeOf(signs, callee) !== null ? HANDED_ON : 1;
    return { callee, kind, part: (explained * handedOn * amount) / arriving };
  });
}

/** Slow callees make errors, and failing ones make a caller slow: a weaker bond than like to like. */
function otherKinds(
  graph: CallGraph,
  signs: Signs,
  service: string,
  kind: MetricKind,
  left: number,
): readonly Stream[] {
  const found = measuredCallees(graph, signs, service).map((callee) =>
    strongest(signs, callee, kind),
  );
  const total = sumOf(found);
  if (total === 0 || left <= 0) return [];
  const most = Math.max(...found.map(({ part }) => part));
  return found
    .filter(({ part }) => part > 0)
    .map((stream) => ({ ...stream, part: (left * most * stream.part) / total }));
}

function strongest(signs: Signs, callee: string, kind: MetricKind): Stream {
  const known = signs.get(callee);
  if (known?.silent === true) return { callee, kind: 'errors', part: SILENT };
  return BAD_KINDS.filter((each) => each !== kind)
    .map((each) => ({
      callee,
      kind: each,
      part: OTHER_KIND * certaintyOf(known?.signs.get(each)?.effect.z ?? 0),
    }))
    .reduce((best, each) => (each.part > best.part ? each : best), { callee, kind, part: 0 });
}

/** A little explains next to nothing, and most explains nearly all: averages are coarse. */
function mostly(part: number): number {
  const x = Math.max(0, Math.min(1, part));
  return x * x * (3 - 2 * x);
}

function sumOf(streams: readonly Stream[]): number {
  return streams.reduce((sum, { part }) => sum + part, 0);
}
