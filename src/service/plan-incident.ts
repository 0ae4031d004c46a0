/** The plan for one incident: what it is about, who is around it, which metrics there are, and so what to ask. */
import type { PlannedQuestion, PlanRequest } from '../diagnosis/planned-question.ts';
import { metricsWanted, planQuestions } from '../diagnosis/question-plan.ts';
import { questionWindows } from '../diagnosis/question-windows.ts';
import type { Subject } from '../diagnosis/subject.ts';
import type { Topology } from '../diagnosis/topology.ts';
import type { Incident } from '../domain/incident.ts';
import { earlier, type Instant } from '../domain/instant.ts';
import type { Signal } from '../domain/signal.ts';
import type { Metrics } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';
import { askTopology } from './ask-topology.ts';
import type { Parts } from './parts.ts';
import { subjectsBy } from './subjects.ts';

export interface IncidentPlan {
  readonly subjects: readonly Subject[];
  readonly topology: Topology;
  readonly questions: readonly PlannedQuestion[];
  /** Why something could not be found out beforehand, one line each. */
  readonly holes: readonly string[];
}

type Needed = Pick<Parts, 'metrics' | 'settings' | 'learned'>;

/** `to`: until when, usually now. Never throws PortError. */
export async function planIncident(
  parts: Needed,
  incident: Pick<Incident, 'startedAt'>,
  signals: readonly Signal[],
  to: Instant,
): Promise<IncidentPlan> {
  const { rules, packs, lookback, ignoreLabels, writtenCalls } = parts.settings();
  const subjects = subjectsBy(rules, signals);
  const { topology, holes } = await askTopology(parts.metrics, to, writtenCalls);
  const request = { subjects, packs, topology, startedAt: incident.startedAt, now: to };
  const known = await metricsThere(parts.metrics, request, lookback);
  const ignored = [...ignoreLabels, ...parts.learned.missing()];
  return {
    subjects,
    topology,
    questions: planQuestions(request, { lookback, ignoreLabels: ignored, known }),
    holes,
  };
}

/** null: nobody knows, so everything is asked. A gap of hours makes no metric unknown. */
async function metricsThere(
  metrics: Metrics | null,
  request: PlanRequest,
  lookback: number,
): Promise<ReadonlySet<string> | null> {
  const wanted = metricsWanted(request);
  if (metrics === null || wanted.length === 0) return null;
  const startsAt = request.subjects
    .flatMap((subject) => subject.startsAt ?? [])
    .reduce(earlier, request.startedAt);
  const { now } = questionWindows({ startsAt, to: request.now, lookback });
  try {
    return await metrics.metricNames(wanted, now);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return null;
  }
}
