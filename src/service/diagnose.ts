/** Diagnose looks at everything that may explain an alert at once, and ranks what may have caused it. */
import type { Cause, Ranking } from '../diagnosis/cause.ts';
import type { CauseCase, ServiceMetric } from '../diagnosis/cause-case.ts';
import { causeTarget } from '../diagnosis/cause-target.ts';
import { tracesOfExemplars } from '../diagnosis/exemplar.ts';
import type { FrozenEvidence } from '../diagnosis/frozen-evidence.ts';
import { causeText, inconclusiveText, refutationText } from '../diagnosis/hypothesis-words.ts';
import { rankCauses } from '../diagnosis/rank-causes.ts';
import type { Subject } from '../diagnosis/subject.ts';
import { calleesOf, type Topology } from '../diagnosis/topology.ts';
import type { Change } from '../domain/change.ts';
import { epochSeconds } from '../domain/instant.ts';
import { PortError } from '../ports/port-error.ts';
import type { Look } from './look.ts';
import { lookAtChanges } from './look-at-changes.ts';
import { lookAtLogs } from './look-at-logs.ts';
import { type LookedMetrics, lookAtCalls, lookAtMetrics, packEvidence } from './look-at-metrics.ts';
import { lookAtTraces } from './look-at-traces.ts';
import type { Parts } from './parts.ts';
import { withSubjectExpressions } from './subject-expressions.ts';

export type DiagnoseParts = Pick<
  Parts,
  | 'metrics'
  | 'clock'
  | 'learned'
  | 'meter'
  | 'settings'
  | 'probe'
  | 'exemplars'
  | 'logs'
  | 'traces'
  | 'changes'
>;

/** A hypothesis before its evidence has numbers: it names the questions. */
export interface DraftHypothesis {
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
  /** What is missing and why, a line each. */
  readonly holes: readonly string[];
  readonly topology: Topology;
}

const MOST_HYPOTHESES = 5;
const LEAST_CONFIDENCE = 0.05;
/** Where nobody knows what a service calls, that it is bad itself does not mean that it is the cause. */
const MOST_WITHOUT_CALLS = 0.5;
const MOST_PACK_EVIDENCE = 10;

/** Never throws PortError: what a source does not say is a hole. */
export async function diagnose(parts: DiagnoseParts, wanted: Look): Promise<Diagnosis> {
  const look = await withSubjectExpressions(parts.metrics, wanted);
  const { topology, holes } = await lookAtCalls(parts, look);
  const [subject] = look.subjects;
  const services = servicesOf(subject, topology);
  const [measured, changed, logs, traces] = await Promise.all([
    lookAtMetrics(parts, look, topology),
    lookAtChanges(parts, look, services),
    logsOf(parts, look),
    tracesOf(parts, look),
  ]);
  const ranked = rank(look, topology, measured.measured, changed);
  const causes = ranked.outcome === 'causes' ? ranked.causes : [];
  const beside = [...changed.evidence, ...logs, ...traces];
  const evidence = [...chosen(parts, look, measured, causes), ...beside];
  return {
    evidence,
    hypotheses: causes
      .filter(({ confidence }) => confidence >= LEAST_CONFIDENCE)
      .slice(0, MOST_HYPOTHESES)
      .map((cause) => hypothesisOf(cause, look, { topology, beside })),
    inconclusive: ranked.outcome === 'causes' ? '' : ranked.why,
    holes: [...new Set([...holes, ...measured.holes, ...changed.holes, ...holesIn(beside)])],
    topology,
  };
}

type Ranked = Extract<Ranking, { outcome: 'causes' }> | { outcome: 'inconclusive'; why: string };

function rank(
  { subjects: [subject], startedAt }: Look,
  { edges: calls }: Topology,
  metrics: readonly ServiceMetric[],
  { changes, evidence }: { changes: readonly Change[]; evidence: readonly FrozenEvidence[] },
): Ranked {
  if (subject === undefined) return nothing('there is no alert to look at');
  if (subject.service === null)
    return nothing('no label of the alert names a service; rules can: affected_services');
  const target = causeTarget(subject, metrics);
  if (target === null) return nothing(`nothing is measured of ${subject.service}`);
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

function servicesOf(subject: Subject | undefined, topology: Topology): readonly string[] {
  const service = subject?.service ?? null;
  return service === null ? [] : [service, ...calleesOf(topology, service)];
}

async function logsOf(parts: DiagnoseParts, look: Look): Promise<readonly FrozenEvidence[]> {
  if (parts.logs === null || look.alerts.length === 0) return [];
  const found = await lookAtLogs(parts, parts.logs, occasionOf(look));
  return found === null ? [] : [found];
}

async function tracesOf(parts: DiagnoseParts, look: Look): Promise<readonly FrozenEvidence[]> {
  if (parts.traces === null || look.alerts.length === 0) return [];
  const ids = await exemplarsOf(parts, look);
  const found = await lookAtTraces(parts, parts.traces, occasionOf(look), ids);
  return found === null ? [] : [found];
}

/** Straight to the traces of the worst requests, where the alert measures a histogram that keeps them. */
async function exemplarsOf({ exemplars }: DiagnoseParts, look: Look): Promise<readonly string[]> {
  const expression = look.subjects[0]?.expression ?? null;
  if (exemplars === null || expression === null) return [];
  const { startedAt: from, to, alerts } = look;
  try {
    const found = await exemplars.exemplars(expression, from, to);
    return tracesOfExemplars(found, alerts, { from, to });
  } catch (error) {
    if (error instanceof PortError) return [];
    throw error;
  }
}

function occasionOf({ alerts, subjects, startedAt: onset, to, key: look }: Look) {
  return { alerts, name: subjects[0]?.alertname ?? 'the alert', onset, to, look };
}

function holesIn(evidence: readonly FrozenEvidence[]): readonly string[] {
  return evidence.flatMap(({ draft }) => (draft.outcome === 'unavailable' ? [draft.summary] : []));
}
