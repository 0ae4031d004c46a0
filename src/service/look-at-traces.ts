/** Looks at an alert's traces: who fails and who is slow by itself since the onset, as one piece of evidence. */
import { sourceUnavailable } from '../diagnosis/finding.ts';
import { type TraceScene, traceChange } from '../diagnosis/trace-change.ts';
import { draftTraceEvidence, draftTraceHole } from '../diagnosis/trace-evidence.ts';
import {
  slowSince,
  type TraceQuestions,
  traceQuestions,
  traceServices,
  tracesToOpen,
} from '../diagnosis/trace-questions.ts';
import { PortError } from '../ports/port-error.ts';
import type { FoundTraces, Trace, Traces } from '../ports/traces.ts';
import { type AskStore, askStore, type Occasion, orNull, type StoreParts } from './ask-store.ts';
import { holeOf } from './hole.ts';
import type { FoundEvidence } from './look.ts';
import type { Parts } from './parts.ts';

/** As evidence names the source, and as people do. */
const NAMES: Readonly<Record<string, string>> = { tempo: 'Tempo', jaeger: 'Jaeger' };

/**
 * null: the alerts name no service. `exemplars`: ids of traces that are opened besides those that are found. A store that
 * does not answer is a hole, and evidence, too.
 */
export async function lookAtTraces(
  parts: StoreParts & Pick<Parts, 'settings'>,
  traces: Traces,
  occasion: Occasion,
  exemplars: readonly string[] = [],
): Promise<FoundEvidence | null> {
  const { lookback } = parts.settings();
  const { alerts, name, look, ...times } = occasion;
  const [first, ...others] = traceServices(alerts);
  if (first === undefined) return null;
  const { source } = traces;
  const base = { source, look, title: `Traces behind ${name}` };
  const ask = askStore(parts, source);
  let questions = traceQuestions({ service: first, ...times, lookback });
  try {
    let found = await find(ask, traces, questions);
    for (const service of others) {
      if (hasAny(found)) break;
      questions = traceQuestions({ service, ...times, lookback });
      found = await find(ask, traces, questions);
    }
    const scene = await sceneOf(ask, traces, { questions, found, exemplars });
    const query = traces.queryOf(questions.failingSince);
    return draftTraceEvidence({ ...base, query, scene, change: traceChange(scene) });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const query = traces.queryOf(questions.failingSince);
    const window = { from: questions.baseline.from, to: questions.incident.to };
    const name = NAMES[source] ?? source;
    const summary = sourceUnavailable(name, error.message);
    const hole = draftTraceHole({ ...base, query }, window, summary);
    return { ...hole, hole: holeOf(name, error) };
  }
}

interface Found {
  readonly usual: FoundTraces;
  readonly slow: FoundTraces;
  readonly failing: FoundTraces;
  readonly failingBefore: FoundTraces;
}

function hasAny({ usual, slow, failing }: Found): boolean {
  return [usual, slow, failing].some(({ traces }) => traces.length > 0);
}

async function find(ask: AskStore, traces: Traces, questions: TraceQuestions): Promise<Found> {
  const [usual, failingBefore, failing] = await Promise.all([
    ask(() => traces.search(questions.usual)),
    ask(() => traces.search(questions.failingBefore)),
    ask(() => traces.search(questions.failingSince)),
  ]);
  const slow = await ask(() => traces.search(slowSince(questions, usual)));
  return { usual, slow, failing, failingBefore };
}

async function sceneOf(
  ask: AskStore,
  traces: Traces,
  given: { questions: TraceQuestions; found: Found; exemplars: readonly string[] },
): Promise<TraceScene> {
  const { questions, found, exemplars } = given;
  const open = tracesToOpen(found);
  const slowIds = [...new Set([...open.slow, ...exemplars])];
  const wanted = [...open.usual, ...open.failing, ...slowIds];
  const opened = await openAll(ask, traces, wanted);
  if (wanted.length > 0 && opened.size === 0) {
    throw new PortError('unavailable', 'traces were found, but none of them could be opened');
  }
  const those = (ids: readonly string[]) => ids.flatMap((id) => opened.get(id) ?? []);
  return {
    service: questions.usual.service,
    baseline: questions.baseline,
    incident: questions.incident,
    usual: those(open.usual),
    failing: those(open.failing),
    slow: those(slowIds),
    failingBefore: found.failingBefore,
    failingSince: found.failing,
  };
}

/** One that cannot be opened does not cost the others. */
async function openAll(
  ask: AskStore,
  traces: Traces,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Trace>> {
  const opened = await Promise.all(
    [...new Set(ids)].map((id) => orNull(ask(() => traces.trace(id)))),
  );
  return new Map(opened.flatMap((trace) => (trace === null ? [] : [[trace.id, trace] as const])));
}
