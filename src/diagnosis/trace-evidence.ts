/** Trace evidence: what the traces said around an onset, frozen, with one sentence about it. */
import type { Evidence } from '../domain/evidence.ts';
import type { Trace } from '../ports/traces.ts';
import { type FrozenEvidence, freezeEvidence, questionKey } from './frozen-evidence.ts';
import type { TimeSpan } from './log-scene.ts';
import type { TraceChange, TraceScene } from './trace-change.ts';
import { traceSummary } from './trace-wording.ts';

/** Spans that are kept of the traces to look at. */
const KEPT_SPANS = 300;

export interface TraceEvidenceGiven {
  readonly source: Evidence['source'];
  /** Tells the questions of one look from those of another; empty for the first. */
  readonly look: string;
  readonly title: string;
  /** In the store's own language. */
  readonly query: string;
  readonly scene: TraceScene;
  readonly change: TraceChange;
}

export function draftTraceEvidence(given: TraceEvidenceGiven): FrozenEvidence {
  const { source, title, query, scene, change } = given;
  const window = { from: scene.baseline.from, to: scene.incident.to };
  const draft = {
    question: traceKey(given.look, query),
    source,
    title,
    query,
    window,
    outcome: change.hasTraces ? ('answered' as const) : ('empty' as const),
    summary: traceSummary(change, scene),
    link: '',
  };
  return freezeEvidence(draft, {
    query,
    window,
    service: scene.service,
    baseline: scene.baseline,
    incident: scene.incident,
    failing_before: scene.failingBefore,
    failing_since: scene.failingSince,
    failures: change.failures,
    slowdowns: change.slowdowns,
    opened: {
      usual: scene.usual.map(({ id }) => id),
      failing: scene.failing.map(({ id }) => id),
      slow: scene.slow.map(({ id }) => id),
    },
    traces: tellingTraces(scene, change),
  });
}

/** The hole is evidence, too. */
export function draftTraceHole(
  given: Pick<TraceEvidenceGiven, 'source' | 'look' | 'title' | 'query'>,
  window: TimeSpan,
  summary: string,
): FrozenEvidence {
  const { source, title, query, look } = given;
  const question = traceKey(look, query);
  const outcome = 'unavailable';
  const draft = { question, source, title, query, window, outcome, summary, link: '' } as const;
  return freezeEvidence(draft, { query, window });
}

/** The same question of the same look is recorded once per incident. */
function traceKey(look: string, query: string): string {
  return `${look}${questionKey('traces', query)}`;
}

/** The examples behind the sentence: the first failure's trace and the first slowdown's. */
function tellingTraces(scene: TraceScene, { failures, slowdowns }: TraceChange): readonly Trace[] {
  const ids = new Set([failures[0]?.example, slowdowns[0]?.example]);
  const every = new Map([...scene.failing, ...scene.slow].map((trace) => [trace.id, trace]));
  return [...every.values()]
    .filter(({ id }) => ids.has(id))
    .map(({ id, spans, partial }) => ({
      id,
      spans: spans.slice(0, KEPT_SPANS),
      partial: partial || spans.length > KEPT_SPANS,
    }));
}
