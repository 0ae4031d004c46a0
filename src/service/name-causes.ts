/** Names the causes: ranks what was seen, and makes a hypothesis of each that is likely, with the evidence that tells of it. */
import type { Cause, Ranking } from '../diagnosis/cause.ts';
import type { CauseCase } from '../diagnosis/cause-case.ts';
import { causeTargets } from '../diagnosis/cause-target.ts';
import { isFall } from '../diagnosis/fallen-traffic.ts';
import type { FrozenEvidence } from '../diagnosis/frozen-evidence.ts';
import { causeText, inconclusiveText, refutationText } from '../diagnosis/hypothesis-words.ts';
import { rankCauses } from '../diagnosis/rank-causes.ts';
import { calleesOf, callersOf, type Topology } from '../diagnosis/topology.ts';
import { saidText } from '../diagnosis/wording.ts';
import { epochSeconds } from '../domain/instant.ts';
import type { Look } from './look.ts';
import type { LookedChanges } from './look-at-changes.ts';
import type { LookedMetrics } from './look-at-metrics.ts';

/** A hypothesis before its evidence has numbers: it names the questions. */
export interface DraftHypothesis {
  readonly service: string;
  readonly text: string;
  readonly confidence: number;
  readonly questions: readonly string[];
  readonly refutedBy: string;
}

export interface NamedCauses {
  /** The likeliest first; empty where it is inconclusive. */
  readonly causes: readonly Cause[];
  /** Of the likeliest of them. */
  readonly hypotheses: readonly DraftHypothesis[];
  /** Why none could be named; empty when one was. */
  readonly inconclusive: string;
}

interface Seen {
  readonly topology: Topology;
  readonly measured: LookedMetrics;
  readonly changed: LookedChanges;
  /** What was found beside the metrics. */
  readonly beside: readonly FrozenEvidence[];
}

const MOST_HYPOTHESES = 5;
const LEAST_CONFIDENCE = 0.05;
const NOBODY_STANDS_OUT = 'many services are equally suspect, and none is likelier than 5 %';
/** Where nobody knows what a service calls, that it is bad itself does not mean that it is the cause. */
const MOST_WITHOUT_CALLS = 0.5;

export function nameCauses(look: Look, seen: Seen): NamedCauses {
  const ranked = rank(look, seen);
  if (ranked.outcome !== 'causes') return { causes: [], hypotheses: [], inconclusive: ranked.why };
  const { causes, falls } = ranked;
  const likely = causes.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
  const hypotheses = likely
    .slice(0, MOST_HYPOTHESES)
    .map((cause) => hypothesisOf(cause, look, seen, falls));
  return { causes, hypotheses, inconclusive: likely.length === 0 ? NOBODY_STANDS_OUT : '' };
}

type Ranked =
  /** `falls`: the trouble is that too few requests come. */
  | (Extract<Ranking, { outcome: 'causes' }> & { falls: boolean })
  | { outcome: 'inconclusive'; why: string };

function rank(
  { subjects: [subject], startedAt }: Look,
  { topology: { edges: calls }, measured: { measured: metrics, holes }, changed }: Seen,
): Ranked {
  const { changes, evidence } = changed;
  if (subject === undefined) return nothing('there is no alert to look at');
  if (subject.service === null)
    return nothing('no label of the alert names a service; rules can: affected_services');
  const targets = causeTargets(subject, metrics);
  if (targets.length === 0) {
    const verb = holes.length > 0 ? 'could be' : 'is';
    return nothing(`nothing ${verb} measured of ${saidText(subject.service)}`);
  }
  const named = evidence.map(({ draft }) => draft.question);
  const given: Omit<CauseCase, 'target'> = {
    calls,
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
  return firstThatTells(targets.map((target) => ({ ...given, target })));
}

/** Of several targets that may be meant the first that stands out, or why the first of them does not. */
function firstThatTells(cases: readonly CauseCase[]): Ranked {
  let why = '';
  for (const given of cases) {
    const ranking = rankCauses(given);
    if (ranking.outcome === 'causes') return { ...ranking, falls: isFall(given) };
    if (why === '') why = inconclusiveText(ranking.why);
  }
  return nothing(why);
}

function nothing(why: string): Ranked {
  return { outcome: 'inconclusive', why };
}

function hypothesisOf(
  cause: Cause,
  { subjects: [subject], to, key }: Look,
  { topology, beside }: Seen,
  falls: boolean,
): DraftHypothesis {
  const target = subject?.service ?? '';
  const around = falls ? callersOf(topology, cause.service) : calleesOf(topology, cause.service);
  const isKnown = around.length > 0 || cause.service !== target;
  const unknown = falls ? 'Who calls it is not known.' : 'What it calls is not known.';
  const own = isKnown ? cause : withoutCalls(cause);
  const text = causeText(own, { target, at: epochSeconds(to) });
  const telling = beside.filter(({ answer }) => names(answer, cause.service));
  const questions = [
    ...cause.evidence.map((question) => (question.startsWith(key) ? question : key + question)),
    ...telling.map(({ draft }) => draft.question),
  ];
  return {
    service: cause.service,
    text: isKnown ? text : `${text} ${unknown}`,
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
