/** Looks at metrics: who calls whom, and what the packs ask of the service that alerts and of those around it. */
import { alertKind } from '../diagnosis/alert-kind.ts';
import type { MetricKind, ServiceMetric } from '../diagnosis/cause-case.ts';
import { OWN_MEASURE } from '../diagnosis/cause-target.ts';
import { draftEvidence } from '../diagnosis/evidence-draft.ts';
import type { FrozenEvidence } from '../diagnosis/frozen-evidence.ts';
import { packKind, serviceMetrics } from '../diagnosis/measured-services.ts';
import { packFinding } from '../diagnosis/pack-finding.ts';
import type { PlannedQuestion } from '../diagnosis/planned-question.ts';
import { metricsWanted, planQuestions } from '../diagnosis/question-plan.ts';
import type { Topology } from '../diagnosis/topology.ts';
import type { Metrics } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';
import { type AskedQuestion, askPlan, type PlanParts } from './ask-plan.ts';
import { askTopology } from './ask-topology.ts';
import { distinct, type Hole } from './hole.ts';
import type { Look } from './look.ts';
import type { Parts } from './parts.ts';

export type MetricParts = Pick<Parts, 'metrics' | 'clock' | 'learned' | 'settings'> &
  Pick<PlanParts, 'meter'>;

export interface LookedMetrics {
  readonly asked: readonly AskedQuestion[];
  readonly measured: readonly ServiceMetric[];
  readonly holes: readonly Hole[];
}

const MOST_HOLES = 3;
/** Seconds in which new questions go out; the last of them has its own deadline. */
const ASKING = 20;

/** Never throws PortError. */
export async function lookAtCalls(
  parts: Pick<MetricParts, 'metrics' | 'settings'>,
  look: Look,
): Promise<{ readonly topology: Topology; readonly holes: readonly Hole[] }> {
  return askTopology(parts.metrics, look.to, parts.settings().writtenCalls);
}

/** Never throws PortError. */
export async function lookAtMetrics(
  parts: MetricParts,
  look: Look,
  topology: Topology,
): Promise<LookedMetrics> {
  const { metrics } = parts;
  if (metrics === null) return { asked: [], measured: [], holes: [] };
  const plan = await planned(parts, metrics, look, topology);
  const asked = await askPlan({ ...parts, metrics }, plan, { seconds: ASKING });
  const measured = serviceMetrics(asked, (question) => kindOf(question, look));
  const holes = asked.flatMap(({ reason: text, mayPass }) =>
    text === '' ? [] : [{ text, mayPass }],
  );
  return { asked, measured, holes: distinct(holes).slice(0, MOST_HOLES) };
}

async function planned(
  parts: MetricParts,
  metrics: Metrics,
  look: Look,
  topology: Topology,
): Promise<readonly PlannedQuestion[]> {
  const { packs, ignoreLabels } = parts.settings();
  const { subjects, startedAt, to: now, lookback } = look;
  const request = { subjects, packs, topology, startedAt, now };
  const window = { from: startedAt, to: now };
  const known = await knownOf(metrics, metricsWanted(request), window);
  return planQuestions(request, {
    lookback,
    ignoreLabels: [...ignoreLabels, ...parts.learned.missing()],
    known,
  });
}

/** null: not known, so everything is asked. */
async function knownOf(
  metrics: Metrics,
  names: readonly string[],
  window: { readonly from: string; readonly to: string },
): Promise<ReadonlySet<string> | null> {
  try {
    return await metrics.metricNames(names, window);
  } catch (error) {
    if (error instanceof PortError) return null;
    throw error;
  }
}

/** What the alert measures itself has no pack that says what it is. */
function kindOf(question: PlannedQuestion, { subjects }: Look): MetricKind | null {
  if (!question.key.startsWith(`${OWN_MEASURE}:`)) return packKind(question);
  const subject = subjects.find(({ service }) => service === question.service);
  return subject === undefined ? null : alertKind(subject);
}

const CUT = ' The answer was too long; part of it was left out.';

/** One answered question of a pack as evidence. */
export function packEvidence(
  parts: MetricParts,
  look: Look,
  asked: AskedQuestion,
  measured: readonly ServiceMetric[],
): FrozenEvidence {
  const { planned: question, query, now, outcome, reason } = asked;
  const range = { query, ...question.windows.now };
  const own = measured.filter(({ evidence }) => evidence?.includes(question.key));
  const summaries = {
    answered: `${packFinding(own)}${now?.truncated === true ? CUT : ''}`,
    empty: 'It has no data.',
    unavailable: reason,
  };
  return draftEvidence({
    key: `${look.key}${question.key}`,
    title: question.title,
    question: range,
    answer: now,
    outcome,
    summary: summaries[outcome],
    link: parts.metrics?.link(range) ?? '',
  });
}
