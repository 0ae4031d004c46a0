/** Draws the charts of an incident from its frozen evidence: what each alert measured, and what happened when. */
import { seriesChart } from '../artifacts/chart.ts';
import type { SeriesChart } from '../artifacts/chart-option.ts';
import { chartSeriesOf } from '../artifacts/chart-series.ts';
import { chartName } from '../artifacts/file-names.ts';
import type { Condition } from '../diagnosis/condition.ts';
import { alertExpressionKey } from '../diagnosis/evidence-draft.ts';
import { splitExpression } from '../diagnosis/promql.ts';
import { signalsToAsk } from '../diagnosis/signals-to-ask.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import { epochSeconds, type Instant } from '../domain/instant.ts';
import { RETROSPECT } from './investigate.ts';
import type { Parts } from './parts.ts';

export interface Chart {
  readonly evidenceId: Evidence['id'];
  /** Relative to the output folder. */
  readonly name: string;
  readonly svg: string;
}

const MOST_SIGNALS = 1000;
const MOST_CHARTS = 3;
const SIZE = { width: 860, height: 320 };

export async function chartsOf(parts: Parts, incident: Incident): Promise<readonly Chart[]> {
  const conditions = await conditionsByQuestion(parts, incident);
  const drawable = incident.evidence
    .filter((each) => each.outcome === 'answered' && conditions.has(expressionKeyOf(each)))
    .sort((a, b) => Number(isRetrospect(b)) - Number(isRetrospect(a)));
  return Promise.all(
    drawable.slice(0, MOST_CHARTS).map(async (evidence) => {
      const answer = await parts.store.answer(incident.id, evidence.id);
      const svg = seriesChart(pictureOf(incident, evidence, conditions, answer));
      return { evidenceId: evidence.id, name: chartName(incident.id, evidence.id), svg };
    }),
  );
}

/** Looks of later rounds ask the same expression under a longer key. */
function expressionKeyOf({ question }: Evidence): string {
  return question.slice(Math.max(0, question.indexOf('alert-expression:')));
}

/** The look back over the whole incident shows most. */
function isRetrospect({ question }: Evidence): boolean {
  return question.startsWith(RETROSPECT);
}

/** The threshold is not in the question that was asked, so it is read from the alert again. */
async function conditionsByQuestion(
  parts: Parts,
  incident: Incident,
): Promise<ReadonlyMap<string, Condition>> {
  const signals = await parts.store.signals(incident.id, MOST_SIGNALS);
  const conditions = new Map<string, Condition>();
  for (const { expression } of signalsToAsk(signals)) {
    const split = expression === null ? null : splitExpression(expression);
    if (split?.ok) conditions.set(alertExpressionKey(split.value.whole), split.value);
  }
  return conditions;
}

function pictureOf(
  incident: Incident,
  evidence: Evidence,
  conditions: ReadonlyMap<string, Condition>,
  answer: unknown,
): SeriesChart {
  const condition = conditions.get(expressionKeyOf(evidence));
  const isThreshold = condition?.kind === 'threshold';
  return {
    ...SIZE,
    title: evidence.title,
    series: chartSeriesOf(answer),
    threshold: isThreshold ? condition.threshold : null,
    operator: isThreshold ? condition.operator : '',
    marks: marksOf(incident),
  };
}

function marksOf({ startedAt, page, timeline }: Incident): SeriesChart['marks'] {
  const moments: readonly (readonly [Instant | null, string])[] = [
    [startedAt, 'fired'],
    [page.acceptedAt, 'paged'],
    [timeline.fix_applied_at, 'fixed'],
    [timeline.resolved_at, 'recovered'],
  ];
  return moments.flatMap(([at, label]) => (at === null ? [] : [{ at: epochSeconds(at), label }]));
}
