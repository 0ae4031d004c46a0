/** Diagnose looks at everything that may explain an alert at once, and names what may have caused it. */
import { alertKind } from '../diagnosis/alert-kind.ts';
import type { Cause } from '../diagnosis/cause.ts';
import type { FrozenEvidence } from '../diagnosis/frozen-evidence.ts';
import type { Subject } from '../diagnosis/subject.ts';
import { calleesOf, callersAbove, type Topology } from '../diagnosis/topology.ts';
import { topologyEvidence } from '../diagnosis/topology-evidence.ts';
import { PortError } from '../ports/port-error.ts';
import type { PlanParts } from './ask-plan.ts';
import { distinct, type Hole, holeOf } from './hole.ts';
import { inTime } from './in-time.ts';
import type { Look } from './look.ts';
import { type LookedChanges, lookAtChanges } from './look-at-changes.ts';
import { type LookedMetrics, lookAtCalls, lookAtMetrics, packEvidence } from './look-at-metrics.ts';
import { logsOf, NOTHING_FOUND, tracesOf } from './look-beside.ts';
import { type DraftHypothesis, nameCauses } from './name-causes.ts';
import type { Parts } from './parts.ts';
import { withSubjectExpressions } from './subject-expressions.ts';

export type DiagnoseParts = Pick<PlanParts, 'meter'> &
  Pick<
    Parts,
    | 'metrics'
    | 'clock'
    | 'learned'
    | 'settings'
    | 'probe'
    | 'exemplars'
    | 'logs'
    | 'traces'
    | 'changes'
    | 'board'
  >;

export interface Diagnosis {
  readonly evidence: readonly FrozenEvidence[];
  /** The likeliest first. */
  readonly hypotheses: readonly DraftHypothesis[];
  /** Why none could be named; empty when one was. */
  readonly inconclusive: string;
  readonly holes: readonly Hole[];
  readonly topology: Topology;
}

const MOST_PACK_EVIDENCE = 10;

/** Never throws PortError: what a source does not say is a hole. */
export async function diagnose(parts: DiagnoseParts, wanted: Look): Promise<Diagnosis> {
  const [look, { topology, holes }] = await Promise.all([
    withSubjectExpressions(parts.metrics, wanted),
    lookAtCalls(parts, wanted),
  ]);
  const services = servicesOf(look.subjects[0], topology);
  const [measured, changed, logs, traces] = await Promise.all([
    soon('Prometheus', NOTHING_MEASURED, lookAtMetrics(parts, look, topology)),
    soon('Prometheus', NOTHING_CHANGED, lookAtChanges(parts, look, services)),
    soon('Loki', NOTHING_FOUND, logsOf(parts, look)),
    soon('The trace store', NOTHING_FOUND, tracesOf(parts, look)),
  ]);
  const beside = [changed, logs, traces].flatMap(({ evidence }) => evidence);
  const named = nameCauses(look, { topology, measured, changed, beside });
  const own = chosen(parts, look, measured, named.causes);
  return {
    evidence: [...own, ...beside, ...callsOf(look, topology)],
    hypotheses: named.hypotheses,
    inconclusive: named.inconclusive,
    holes: distinct([holes, ...[measured, changed, logs, traces].map((each) => each.holes)].flat()),
    topology,
  };
}

/** Seconds; after ten more for what comes before, and with what is written down, it is less than a minute. */
const LONGEST = 45;
const NOTHING_MEASURED: LookedMetrics = { asked: [], measured: [], holes: [] };
const NOTHING_CHANGED: LookedChanges = { changes: [], evidence: [], holes: [] };

/** What takes too long is a hole, and does not hold up the rest. */
async function soon<T extends { readonly holes: readonly Hole[] }>(
  who: string,
  nothing: T,
  work: Promise<T>,
): Promise<T> {
  try {
    return await inTime('it', LONGEST, work);
  } catch (error) {
    if (error instanceof PortError) return { ...nothing, holes: [holeOf(who, error)] };
    throw error;
  }
}

/** What the causes rest on first, then what was asked first; the alert's own measure is recorded already. */
function chosen(
  parts: DiagnoseParts,
  look: Look,
  { asked, measured }: LookedMetrics,
  causes: readonly Cause[],
): readonly FrozenEvidence[] {
  const named = new Set(causes.slice(0, 3).flatMap(({ evidence }) => evidence));
  const answered = asked.filter(
    ({ outcome, planned }) => outcome === 'answered' && !planned.key.startsWith('alert-expression'),
  );
  const behind = answered.filter(({ planned }) => named.has(planned.key));
  const others = answered.filter(({ planned }) => !named.has(planned.key));
  return [...behind, ...others]
    .slice(0, Math.max(MOST_PACK_EVIDENCE, behind.length))
    .map((one) => packEvidence(parts, look, one, measured));
}

function callsOf(look: Look, topology: Topology): readonly FrozenEvidence[] {
  const service = look.subjects[0]?.service ?? null;
  if (service === null) return [];
  const found = topologyEvidence(topology, { look: look.key, service, at: look.to });
  return found === null ? [] : [found];
}

/** Whose changes may be behind it: those that it calls, or those that call it where it gets too few requests. */
function servicesOf(subject: Subject | undefined, topology: Topology): readonly string[] {
  if (subject === undefined || subject.service === null) return [];
  const { service } = subject;
  const around = alertKind(subject) === 'traffic' ? callersAbove : calleesOf;
  return [service, ...around(topology, service)];
}
