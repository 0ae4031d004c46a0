/** Carried trouble: what a service hands up to its callers, its own and what it only passes on. */
import type { CallGraph } from './call-graph.ts';
import type { MetricKind } from './cause-case.ts';
import { measuredCallees, partOf, type Signs, takenBy } from './measured-calls.ts';
import { isOverloaded } from './surge.ts';

export interface Carried {
  /** In the unit of the kind, over all requests of the span; never negative. */
  readonly amount: number;
  /** 0 to 1. */
  readonly certainty: number;
  /** True when its own measurement does not show it: all of it comes from below. */
  readonly passedOn: boolean;
  /** The part of `amount` that arrives from each callee; a callee that adds nothing is left out. */
  readonly from: readonly { readonly callee: string; readonly amount: number }[];
}

/** At this z an effect begins to count, and at the next it is certain. */
const NOISE = 1;
const CERTAIN = 4;
/** What a noisy service passes on unseen is a little less certain than what was seen. */
const UNSEEN = 0.8;
/** A service may pass on no more than its own measurement allows, within so many deviations. */
const ALLOWANCE = 3;

export function certaintyOf(z: number): number {
  return Math.max(0, Math.min(1, (z - NOISE) / (CERTAIN - NOISE)));
}

/** Looks up a service's carried trouble of one kind; each service is worked out once. */
export function carriedTrouble(
  graph: CallGraph,
  signs: Signs,
  kind: MetricKind,
): (service: string) => Carried {
  const known = new Map<string, Carried>();
  const nothing: Carried = { amount: 0, certainty: 0, passedOn: false, from: [] };
  const of = (service: string): Carried => {
    const had = known.get(service);
    if (had !== undefined) return had;
    // In a ring of calls, whoever comes back to a service finds nothing there.
    known.set(service, nothing);
    const found = workedOut(graph, signs, kind, service, of);
    known.set(service, found);
    return found;
  };
  return of;
}

function workedOut(
  graph: CallGraph,
  signs: Signs,
  kind: MetricKind,
  service: string,
  of: (service: string) => Carried,
): Carried {
  const part = kind === 'traffic' ? takenBy : partOf;
  const from = measuredCallees(graph, signs, service).flatMap((callee) => {
    const { amount, certainty } = of(callee);
    const arriving = amount * certainty * part(graph, signs, service, callee);
    return arriving > 0 ? [{ callee, amount: arriving }] : [];
  });
  const passed = from.reduce((sum, { amount }) => sum + amount, 0);
  const inherited = UNSEEN * Math.max(0, ...from.map(({ callee }) => of(callee).certainty));
  const sign = signs.get(service)?.signs.get(kind);
  if (sign === undefined) return { amount: passed, certainty: inherited, passedOn: true, from };
  const own = ownCertainty(graph, signs, kind, service);
  const noise = Math.abs(sign.excess / (sign.effect.z || 1));
  const unseen = Math.max(0, Math.min(passed, sign.excess + ALLOWANCE * noise));
  const passedOn = unseen > 0 && inherited > own;
  return {
    amount: passedOn ? unseen : Math.max(0, sign.excess),
    certainty: passedOn ? inherited : own,
    passedOn,
    from,
  };
}

/** A service that is slower under a load that nobody handed on to it needs no further proof. */
function ownCertainty(graph: CallGraph, signs: Signs, kind: MetricKind, service: string): number {
  const z = signs.get(service)?.signs.get(kind)?.effect.z ?? 0;
  const isClear = z >= NOISE && isOverloaded(graph, signs, service);
  return isClear ? 1 : certaintyOf(z);
}
