/** Looks at an alert's traces: who fails and who is slow by itself since the onset, as one piece of evidence. */
import { sourceUnavailable } from '../diagnosis/finding.ts';
import { type TraceScene, traceChange } from '../diagnosis/trace-change.ts';
import { draftTraceEvidence, draftTraceHole } from '../diagnosis/trace-evidence.ts';
import {
  servicesToTry,
  slowSince,
  type TraceQuestions,
  traceQuestions,
  tracesToOpen,
} from '../diagnosis/trace-questions.ts';
import { PortError } from '../ports/port-error.ts';
import type { FoundTraces, Trace, Traces } from '../ports/traces.ts';
import { type AskStore, askStore, type Occasion, orNull, type StoreParts } from './ask-store.ts';
import { holeOf } from './hole.ts';
import type { FoundEvidence } from './look.ts';

/** As evidence names the source, and as people do. */
const NAMES: Readonly<Record<string, string>> = { tempo: 'Tempo', jaeger: 'Jaeger' };

/** For all questions together; traces that are not opened until then are done without. */
const SECONDS = 15;

/**
 * null: nothing names a service. `exemplars`: ids of traces that are opened besides those that are found. A store that
 * does not answer is a hole, and evidence, too.
 */
export async function lookAtTraces(
  parts: StoreParts,
  traces: Traces,
  occasion: Occasion,
  exemplars: readonly string[] = [],
  seconds = SECONDS,
): Promise<FoundEvidence | null> {
  const { source: backend } = traces;
  const name = NAMES[backend] ?? backend;
  const ask = askStore(parts, { backend, name, seconds });
  const pivots = await openAll(ask, traces, exemplars);
  const named = servicesToTry(occasion.alerts, occasion.service);
  const services = new Set([...named, ...[...pivots.values()].flatMap(rootService)]);
  const [first, ...others] = [...services].map((service) =>
    traceQuestions({ ...occasion, service }),
  );
  if (first === undefined) return null;
  const base = { source: backend, look: occasion.look, title: `Traces behind ${occasion.name}` };
  let questions = first;
  try {
    let found = await find(ask, traces, questions);
    for (const other of others) {
      if (hasAny(found)) break;
      questions = other;
      found = await find(ask, traces, questions);
    }
    const scene = await sceneOf(ask, traces, { questions, found, pivots });
    const query = traces.queryOf(questions.failingSince);
    return draftTraceEvidence({ ...base, query, scene, change: traceChange(scene) });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const query = traces.queryOf(questions.failingSince);
    const window = { from: questions.baseline.from, to: questions.incident.to };
    const hole = draftTraceHole({ ...base, query }, window, sourceUnavailable(name, error.message));
    return { ...hole, hole: holeOf(name, error) };
  }
}

/** What a request came in by: the alert's labels may have another name for it. */
function rootService({ spans }: Trace): readonly string[] {
  const root = spans.find(({ parentId }) => parentId === null);
  return root === undefined ? [] : [root.service];
}

interface Found {
  readonly usual: FoundTraces;
  readonly slow: FoundTraces;
  readonly failing: FoundTraces;
  /** null: it could not be had, and is done without. */
  readonly failingBefore: FoundTraces | null;
}

function hasAny({ usual, slow, failing }: Found): boolean {
  return [usual, slow, failing].some(({ traces }) => traces.length > 0);
}

async function find(ask: AskStore, traces: Traces, questions: TraceQuestions): Promise<Found> {
  const [usual, failingBefore, failing] = await Promise.all([
    ask(() => traces.search(questions.usual)),
    orNull(ask(() => traces.search(questions.failingBefore))),
    ask(() => traces.search(questions.failingSince)),
  ]);
  const slow = await ask(() => traces.search(slowSince(questions, usual)));
  return { usual, slow, failing, failingBefore };
}

async function sceneOf(
  ask: AskStore,
  traces: Traces,
  given: { questions: TraceQuestions; found: Found; pivots: ReadonlyMap<string, Trace> },
): Promise<TraceScene> {
  const { questions, found, pivots } = given;
  const open = tracesToOpen(found);
  const wanted = [...open.usual, ...open.failing, ...open.slow].filter((id) => !pivots.has(id));
  const opened = new Map([...pivots, ...(await openAll(ask, traces, wanted))]);
  const slowIds = [...new Set([...open.slow, ...pivots.keys()])];
  // Without any trace since the onset, that nothing is wrong with them could not be said.
  const since = [...open.failing, ...slowIds];
  const needed = since.length > 0 ? since : open.usual;
  if (needed.length > 0 && !needed.some((id) => opened.has(id))) {
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
