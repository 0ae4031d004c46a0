/** The trace change: which service fails by itself, and which takes longer by itself, than before the onset. */
import type { FoundTraces, Trace } from '../ports/traces.ts';
import type { TimeSpan } from './log-scene.ts';
import { median } from './robust.ts';
import { type SpanShare, sharesOf } from './self-time.ts';

/** What a trace store said; whole traces are samples of what was found. */
export interface TraceScene {
  readonly service: string;
  readonly baseline: TimeSpan;
  readonly incident: TimeSpan;
  /** Any traces of the baseline. */
  readonly usual: readonly Trace[];
  /** Since the onset. */
  readonly failing: readonly Trace[];
  readonly slow: readonly Trace[];
  /** How many failing ones were found; null: it was not asked. */
  readonly failingBefore: FoundTraces | null;
  readonly failingSince: FoundTraces | null;
}

interface Operation {
  readonly service: string;
  readonly operation: string;
  readonly callee: string | null;
}

export interface Failure extends Operation {
  /** Failing traces in which it failed by itself, and how many of them were looked at. */
  readonly traces: number;
  readonly of: number;
  /** The share of the usual traces in which it failed by itself, too. */
  readonly usualShare: number;
  /** What it said most often; may be empty. */
  readonly message: string;
  /** A trace to look at. */
  readonly example: string;
}

export interface Slowdown extends Operation {
  /** Its own time in a slow trace that has it: the median. */
  readonly selfMs: number;
  /** The same of the usual traces; null where none of them has it. */
  readonly usualMs: number | null;
  /** Of all that slow traces take longer, 0 to 1. */
  readonly share: number;
  readonly example: string;
}

export interface TraceChange {
  /** In the most traces first; at most 5. */
  readonly failures: readonly Failure[];
  /** The largest share first; at most 5, each at least a tenth. */
  readonly slowdowns: readonly Slowdown[];
  readonly hasTraces: boolean;
}

const MOST_TOLD = 5;
const LEAST_SHARE = 0.1;
/** Less is noise of the clock. */
const LEAST_EXTRA_MS = 1;

export function traceChange(scene: TraceScene): TraceChange {
  return {
    failures: failuresIn(scene).slice(0, MOST_TOLD),
    slowdowns: slowdownsIn(scene).slice(0, MOST_TOLD),
    hasTraces: [scene.usual, scene.failing, scene.slow].some((traces) => traces.length > 0),
  };
}

function failuresIn({ failing, usual }: TraceScene): readonly Failure[] {
  const before = gathered(usual, (share) => share.failedItself);
  const since = gathered(failing, (share) => share.failedItself);
  const failures = [...since].map(([key, group]) => ({
    ...nameOf(group),
    traces: group.size,
    of: failing.length,
    usualShare: usual.length === 0 ? 0 : (before.get(key)?.size ?? 0) / usual.length,
    message: mostOften([...group.values()].flat().map(({ span }) => span.message)),
    example: [...group.keys()][0] ?? '',
  }));
  // What always fails is not what is new.
  return failures.sort((a, b) => b.traces / b.of - b.usualShare - (a.traces / a.of - a.usualShare));
}

function slowdownsIn({ slow, usual }: TraceScene): readonly Slowdown[] {
  if (usual.length === 0) return [];
  const before = gathered(usual, () => true);
  const since = [...gathered(slow, () => true)].map(([key, group]) => {
    const known = before.get(key);
    const usualMs = known === undefined ? null : medianSelf(known);
    const selfMs = medianSelf(group);
    // What only some of the slow traces have explains only some of the delay.
    const extra = Math.max(0, selfMs - (usualMs ?? 0)) * (group.size / slow.length);
    return { extra, told: { ...nameOf(group), selfMs, usualMs, example: slowestOf(group) } };
  });
  const all = since.reduce((sum, { extra }) => sum + extra, 0);
  return since
    .filter(({ extra }) => extra >= LEAST_EXTRA_MS && extra >= LEAST_SHARE * all)
    .map(({ extra, told }) => ({ ...told, share: extra / all }))
    .sort((a, b) => b.share - a.share);
}

/** Per trace that has it, the spans of one operation. */
type Group = ReadonlyMap<string, readonly SpanShare[]>;

function gathered(
  traces: readonly Trace[],
  wanted: (share: SpanShare) => boolean,
): ReadonlyMap<string, Group> {
  const groups = new Map<string, Map<string, SpanShare[]>>();
  for (const trace of traces) {
    for (const share of sharesOf(trace).filter(wanted)) {
      const key = JSON.stringify([share.span.service, share.span.operation]);
      const group = groups.get(key) ?? new Map<string, SpanShare[]>();
      groups.set(key, group);
      const own = group.get(trace.id) ?? [];
      group.set(trace.id, own);
      own.push(share);
    }
  }
  return groups;
}

function nameOf(group: Group): Operation {
  const shares = [...group.values()].flat();
  const [first] = shares;
  const callee = shares.find((share) => share.callee !== null)?.callee ?? null;
  return {
    service: first?.span.service ?? '',
    operation: first?.span.operation ?? '',
    callee: callee === first?.span.service ? null : callee,
  };
}

function medianSelf(group: Group): number {
  return median([...group.values()].map(ownTime));
}

function ownTime(shares: readonly SpanShare[]): number {
  return shares.reduce((sum, { selfMs }) => sum + selfMs, 0);
}

function slowestOf(group: Group): string {
  const byTime = [...group].sort(([, a], [, b]) => ownTime(b) - ownTime(a));
  return byTime[0]?.[0] ?? '';
}

function mostOften(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
