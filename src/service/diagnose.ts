/** Diagnose looks at everything that may explain an alert at once, and ranks what may have caused it. */
import type { Cause, Ranking } from '../diagnosis/cause.ts';
import type { CauseCase } from '../diagnosis/cause-case.ts';
import { causeTarget } from '../diagnosis/cause-target.ts';
import type { FrozenEvidence } from '../diagnosis/frozen-evidence.ts';
import { causeText, inconclusiveText, refutationText } from '../diagnosis/hypothesis-words.ts';
import { rankCauses } from '../diagnosis/rank-causes.ts';
import type { Subject } from '../diagnosis/subject.ts';
import { calleesOf, type Topology } from '../diagnosis/topology.ts';
import { topologyEvidence } from '../diagnosis/topology-evidence.ts';
import { saidText } from '../diagnosis/wording.ts';
import { epochSeconds } from '../domain/instant.ts';
import { PortError } from '../ports/port-error.ts';
import type { PlanParts } from './ask-plan.ts';
import { distinct, type Hole, holeOf } from './hole.ts';
import { inTime } from './in-time.ts';
import type { Look } from './look.ts';
import { type LookedChanges, lookAtChanges } from './look-at-changes.ts';
import { type LookedMetrics, lookAtCalls, lookAtMetrics, packEvidence } from './look-at-metrics.ts';
import { logsOf, NOTHING_FOUND, tracesOf } from './look-beside.ts';
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

/** A hypothesis before its evidence has numbers: it names the questions. */
export interface DraftHypothesis {
  readonly service: string;
  readonly text: string;
  readonly confidence: number;
  readonly questions: readonly string[];
  readonly refutedBy: string;
}

export interface Diagnosis {
  readonly evidence: readonly FrozenEvidence[];
  /** The likeliest first. */
  readonly hypotheses: readonly DraftHypothesis[];
  /** Why none could be named; empty when one was. */
  readonly inconclusive: string;
  readonly holes: readonly Hole[];
  readonly topology: Topology;
}

const MOST_HYPOTHESES = 5;
const LEAST_CONFIDENCE = 0.05;
/** Where nobody knows what a service calls, that it is bad itself does not mean that it is the cause. */
const MOST_WITHOUT_CALLS = 0.5;
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
  const ranked = rank(look, { topology, measured, changed });
  const causes = ranked.outcome === 'causes' ? ranked.causes : [];
  const found = [logs, traces];
  const beside = [changed, ...found].flatMap(({ evidence }) => evidence);
  const calls = callsOf(look, topology);
  const evidence = [...chosen(parts, look, measured, causes), ...beside, ...calls];
  return {
    evidence,
    hypotheses: causes
      .filter(({ confidence }) => confidence >= LEAST_CONFIDENCE)
      .slice(0, MOST_HYPOTHESES)
      .map((cause) => hypothesisOf(cause, look, { topology, beside })),
    inconclusive: ranked.outcome === 'causes' ? '' : ranked.why,
    holes: distinct([...holes, ...[measured, changed, ...found].flatMap((each) => each.holes)]),
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

interface Seen {
  readonly topology: Topology;
  readonly measured: LookedMetrics;
  readonly changed: LookedChanges;
}

type Ranked = Extract<Ranking, { outcome: 'causes' }> | { outcome: 'inconclusive'; why: string };

function rank(
  { subjects: [subject], startedAt }: Look,
  { topology: { edges: calls }, measured: { measured: metrics, holes }, changed }: Seen,
): Ranked {
  const { changes, evidence } = changed;
  if (subject === undefined) return nothing('there is no alert to look at');
  if (subject.service === null)
    return nothing('no label of the alert names a service; rules can: affected_services');
  const target = causeTarget(subject, metrics);
  if (target === null) {
    const verb = holes.length > 0 ? 'could be' : 'is';
    return nothing(`nothing ${verb} measured of ${saidText(subject.service)}`);
  }
  const named = evidence.map(({ draft }) => draft.question);
  const given: CauseCase = {
    calls,
    target,
    metrics,
    changes: changes.flatMap(({ services, at, summary }) =>
      services.map((service) => ({
        service,
        at: epochSeconds(at),
        title: summary,
        evidence: named,
      })),
    ),
    at: epochSeconds(startedAt),
  };
  const ranking = rankCauses(given);
  return ranking.outcome === 'causes' ? ranking : nothing(inconclusiveText(ranking.why));
}

function nothing(why: string): Ranked {
  return { outcome: 'inconclusive', why: why.replace(/^Inconclusive: /, '') };
}

function hypothesisOf(
  cause: Cause,
  { subjects: [subject], to, key }: Look,
  { topology, beside }: { topology: Topology; beside: readonly FrozenEvidence[] },
): DraftHypothesis {
  const target = subject?.service ?? '';
  const isKnown = calleesOf(topology, cause.service).length > 0 || cause.service !== target;
  const own = isKnown ? cause : withoutCalls(cause);
  const text = causeText(own, { target, at: epochSeconds(to) });
  const telling = beside.filter(({ answer }) => names(answer, cause.service));
  const questions = [
    ...cause.evidence.map((question) => (question.startsWith(key) ? question : key + question)),
    ...telling.map(({ draft }) => draft.question),
  ];
  return {
    service: cause.service,
    text: isKnown ? text : `${text} What it calls is not known.`,
    confidence: own.confidence,
    questions: [...new Set(questions)],
    refutedBy: cause.refutations.map(refutationText).join(' '),
  };
}

function withoutCalls(cause: Cause): Cause {
  return {
    ...cause,
    confidence: Math.min(cause.confidence, MOST_WITHOUT_CALLS),
    reasons: cause.reasons.filter(({ is }) => is !== 'own'),
  };
}

/** Whether a piece of trace evidence tells of the service itself. */
function names(answer: unknown, service: string): boolean {
  const told = answer as { failures?: unknown; slowdowns?: unknown };
  return [told.failures, told.slowdowns].some(
    (list) =>
      Array.isArray(list) &&
      list.some((each: { readonly service?: unknown }) => each.service === service),
  );
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

function servicesOf(subject: Subject | undefined, topology: Topology): readonly string[] {
  const service = subject?.service ?? null;
  return service === null ? [] : [service, ...calleesOf(topology, service)];
}
