/** Asks the metric source for rollouts, restarts and reloads that nobody told of. */
import { changesIn, type RolloutAnswer, rolloutQuestions } from '../diagnosis/rollouts.ts';
import type { Subject } from '../diagnosis/subject.ts';
import type { Window } from '../diagnosis/window.ts';
import type { Change } from '../domain/change.ts';
import type { MetricAnswer, Metrics } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';
import { askScoped } from './ask-scoped.ts';
import { distinct, type Hole, holeOf } from './hole.ts';
import type { LearnedLabels } from './learned-labels.ts';

const MOST_SERIES = 500;

export interface AskedRollouts {
  readonly changes: readonly Change[];
  /** Those that have an answer, for evidence. */
  readonly answers: readonly RolloutAnswer[];
  /** Why a question has no answer. */
  readonly holes: readonly Hole[];
}

/** `metrics` behind the probe. Never throws PortError. */
export async function askRollouts(
  metrics: Metrics,
  learned: LearnedLabels,
  subject: Subject,
  window: Window,
  ignoreLabels: readonly string[],
): Promise<AskedRollouts> {
  const answers: RolloutAnswer[] = [];
  const holes: Hole[] = [];
  await Promise.all(
    rolloutQuestions(subject, window, ignoreLabels).map(async (question) => {
      const asking = question.asked === 'range' ? metrics : momentary(metrics);
      const asked = { query: question.query, ...window, mostSeries: MOST_SERIES };
      try {
        const { answer } = await askScoped(asking, asked, question.scope, learned);
        answers.push({ question, answer });
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        holes.push(holeOf('Prometheus', error));
      }
    }),
  );
  return { changes: changesIn(answers, window), answers, holes: distinct(holes) };
}

/** Asks for one moment where a range is asked for: the end of it. */
function momentary(metrics: Metrics): Pick<Metrics, 'range' | 'instant'> {
  return {
    range: ({ query, to, mostSeries }): Promise<MetricAnswer> =>
      metrics.instant(query, to, mostSeries),
    instant: (...question) => metrics.instant(...question),
  };
}
