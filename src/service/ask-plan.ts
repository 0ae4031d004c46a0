/** Asks a plan of questions: group by group, a few at a time, within a budget of questions and of time. */
import type { PlannedQuestion } from '../diagnosis/planned-question.ts';
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { Meter } from '../ports/meter.ts';
import type { MetricAnswer, Metrics, RangeQuestion } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';
import { timed } from './ask-metrics.ts';
import { askScoped, MOST_EXTRA } from './ask-scoped.ts';
import { holeOf } from './hole.ts';
import type { LearnedLabels } from './learned-labels.ts';

export interface AskedQuestion {
  readonly planned: PlannedQuestion;
  /** As it was asked in the end, without labels that no series has. */
  readonly query: string;
  readonly outcome: 'answered' | 'empty' | 'unavailable';
  /** Why it is unavailable, `Prometheus: …`; else empty. */
  readonly reason: string;
  /** Whether asking again may help. */
  readonly mayPass: boolean;
  /** Over `windows.now`: just before and the incident. */
  readonly now: MetricAnswer | null;
  /** null: not asked, or not answered. */
  readonly dayBefore: MetricAnswer | null;
  readonly weekBefore: MetricAnswer | null;
}

export interface PlanParts {
  /** Behind the probe. */
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly learned: LearnedLabels;
  readonly meter: Pick<Meter, 'evidenceQuery'>;
}

export interface Budget {
  /** Questions that go out; 100 unless told. */
  readonly questions?: number;
  /** Seconds; 30 unless told. */
  readonly seconds?: number;
}

/** The adapter has ten connections; a question that waits for one loses its own time. */
const AT_ONCE = 6;
const MOST_SERIES = 200;
const NOBODY = 'Prometheus: not asked: ';

/**
 * What became of each question that was worth asking, in the order of the plan; of a group, those until the first that
 * answered. Never throws PortError.
 */
export async function askPlan(
  parts: PlanParts,
  plan: readonly PlannedQuestion[],
  budget: Budget = {},
): Promise<readonly AskedQuestion[]> {
  const purse = purseOf(parts.clock, budget);
  const groups = groupsOf(plan);
  const found = await inTurn(groups, (group) => askGroup(parts, purse, group));
  const asked = found.flat().sort((a, b) => plan.indexOf(a.planned) - plan.indexOf(b.planned));
  return inTurn(asked, (one) => withBaselines(parts, purse, one));
}

interface Purse {
  /** Takes `count` questions out of the budget; otherwise why not. */
  take(count: number): string | null;
  giveBack(count: number): void;
}

function purseOf(clock: Clock, { questions = 100, seconds = 30 }: Budget): Purse {
  const until: Instant = plusSeconds(clock.now(), seconds);
  let left = questions;
  return {
    take(count) {
      if (clock.now() >= until) return `${NOBODY}${seconds} s are over`;
      if (left < count) return `${NOBODY}${questions} questions are enough for one incident`;
      left -= count;
      return null;
    },
    giveBack(count) {
      left += count;
    },
  };
}

function groupsOf(plan: readonly PlannedQuestion[]): readonly (readonly PlannedQuestion[])[] {
  const groups = new Map<string, PlannedQuestion[]>();
  for (const question of plan) {
    const group = groups.get(question.group);
    if (group === undefined) groups.set(question.group, [question]);
    else group.push(question);
  }
  return [...groups.values()];
}

/** A group that stays empty is told once, in the words that were tried first. */
async function askGroup(
  parts: PlanParts,
  purse: Purse,
  group: readonly PlannedQuestion[],
): Promise<readonly AskedQuestion[]> {
  const tried: AskedQuestion[] = [];
  for (const planned of group) {
    const asked = await askOne(parts, purse, planned);
    if (asked.outcome === 'answered') return [asked];
    tried.push(asked);
    if (asked.outcome === 'unavailable') return [asked];
  }
  return tried.slice(0, 1);
}

async function askOne(
  parts: PlanParts,
  purse: Purse,
  planned: PlannedQuestion,
): Promise<AskedQuestion> {
  const nothing = {
    ...{ planned, query: planned.query, mayPass: false },
    ...{ now: null, dayBefore: null, weekBefore: null },
  };
  const most = planned.scope.length === 0 ? 1 : 1 + MOST_EXTRA;
  const refusal = purse.take(most);
  if (refusal !== null) return { ...nothing, outcome: 'unavailable', reason: refusal };
  let used = 0;
  const counted = counting(parts, () => {
    used += 1;
  });
  try {
    const { scope, windows } = planned;
    const question = { query: planned.query, ...windows.now, mostSeries: MOST_SERIES };
    const { answer, query } = await askScoped(counted, question, scope, parts.learned);
    const outcome = answer.series.length === 0 ? 'empty' : 'answered';
    return { ...nothing, query, outcome, reason: '', now: answer };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const { text: reason, mayPass } = holeOf('Prometheus', error);
    return { ...nothing, outcome: 'unavailable', reason, mayPass };
  } finally {
    purse.giveBack(most - used);
  }
}

function counting(
  { metrics, meter }: PlanParts,
  count: () => void,
): Pick<Metrics, 'range' | 'instant'> {
  return {
    range(question) {
      count();
      return timed(meter, () => metrics.range(question));
    },
    instant(...question) {
      count();
      return timed(meter, () => metrics.instant(...question));
    },
  };
}

/** What was usual is worth a question only where there is something to compare with it. */
async function withBaselines(
  parts: PlanParts,
  purse: Purse,
  asked: AskedQuestion,
): Promise<AskedQuestion> {
  if (asked.outcome !== 'answered') return asked;
  const { dayBefore, weekBefore } = asked.planned.windows;
  const over = async (window: Omit<RangeQuestion, 'query'>) => {
    if (purse.take(1) !== null) return null;
    return baseline(parts, { query: asked.query, ...window, mostSeries: MOST_SERIES });
  };
  return { ...asked, dayBefore: await over(dayBefore), weekBefore: await over(weekBefore) };
}

async function baseline(
  { metrics, meter }: PlanParts,
  question: RangeQuestion,
): Promise<MetricAnswer | null> {
  try {
    return await timed(meter, () => metrics.range(question));
  } catch (error) {
    if (error instanceof PortError) return null;
    throw error;
  }
}

/** The results in the order of the items, a few items at a time, the first first. */
async function inTurn<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [at, item] of rest) results[at] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
