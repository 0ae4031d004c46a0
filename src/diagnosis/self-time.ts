/** Self time is what a span took without those it called; whoever failed first failed by itself. */
import type { Span, Trace } from '../ports/traces.ts';

export interface SpanShare {
  readonly span: Span;
  readonly selfMs: number;
  /** Failed, while nobody it called did. */
  readonly failedItself: boolean;
  /** Whom it called, as far as it is known; null for what calls nobody. */
  readonly callee: string | null;
}

/** In the order of the trace. Takes time nearly linear in its spans, also where parents are missing or go in circles. */
export function sharesOf({ spans }: Trace): readonly SpanShare[] {
  const children = new Map<string, Span[]>();
  for (const span of spans) {
    if (span.parentId === null || span.parentId === span.id) continue;
    const siblings = children.get(span.parentId) ?? [];
    children.set(span.parentId, siblings);
    siblings.push(span);
  }
  return spans.map((span) => {
    const called = children.get(span.id) ?? [];
    return {
      span,
      selfMs: selfTime(span, called),
      failedItself: span.failed && !called.some(({ failed }) => failed),
      callee: calleeOf(span, called),
    };
  });
}

/** Calls that overlap count once, and only as far as they lie within; what is consumed later is not waited for. */
function selfTime(span: Span, called: readonly Span[]): number {
  const end = span.startMs + span.durationMs;
  const waits = called
    .filter(({ kind }) => kind !== 'consumer')
    .map(
      (one) =>
        [Math.max(span.startMs, one.startMs), Math.min(end, one.startMs + one.durationMs)] as const,
    )
    .sort(([a], [b]) => a - b);
  let waited = 0;
  let until = span.startMs;
  for (const [from, to] of waits) {
    waited += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return Math.max(0, span.durationMs - waited);
}

/** What instrumentation calls the other side of a call. */
const PEERS = [
  'peer.service',
  'db.system.name',
  'db.system',
  'messaging.system',
  'server.address',
  'net.peer.name',
];

function calleeOf(span: Span, called: readonly Span[]): string | null {
  if (span.kind !== 'client' && span.kind !== 'producer') return null;
  const other = called.find(({ service }) => service !== span.service)?.service;
  const named = PEERS.map((name) => span.attributes[name] ?? '').find((name) => name !== '');
  return other ?? named ?? null;
}
